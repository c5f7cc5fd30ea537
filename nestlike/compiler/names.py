"""What the names in a model's scalar functions mean inside a generated loop."""

from nestlike.compiler.signatures import argument_names, is_vector


class Names:
    """Translates names of state, constants and inputs into expressions for neuron ``k``.

    Parameters
    ----------
    model : type
        A `Neuron` class.
    shared : bool
        Whether there is one row of constants for all neurons of a block.
    plain : bool
        Whether the constants that the model calls rare are all zero.
    """

    def __init__(self, model, shared: bool, plain: bool = True):
        self.model, self.shared = model, shared
        self.zero = {*model.rare, model.draws, "uniform"} if plain else set()
        self.scalars = [name for name, q in model.state.items() if not is_vector(q)]
        self.vectors = [name for name, q in model.state.items() if is_vector(q)]
        self.constants = model.constants()
        self.constant_vectors = model.constant_vectors()
        self.channels = model.channels()
        self.vector_channels = model.vector_channels()

    def views(self) -> list[str]:
        """Return statements that make arrays of state and constants."""
        lines = [f"state_{name} = f64(block.state + {8 * i} * n, n)" for i, name in enumerate(self.scalars)]
        lines += self._constant_views()
        stride = "1" if self.shared else "n"
        for group, names, width in (
            ("vectors", self.vectors, "n"),
            ("constant_vectors", self.constant_vectors, stride),
        ):
            for i, name in enumerate(names):
                lines.append(f"size_{name} = i64(block.{group}, {2 * len(names)})[{2 * i}]")
                lines.append(
                    f"vector_{name} = grid(i64(block.{group}, {2 * len(names)})[{2 * i + 1}],"
                    f" size_{name}, {width})"
                )
        return lines

    def _constant_views(self) -> list[str]:
        if self.shared:
            lines = [f"constants = f64(block.constants, {len(self.constants)})"]
            return lines + [f"{name} = constants[{i}]" for i, name in enumerate(self.constants)]
        return [f"row_{name} = f64(block.constants + {8 * i} * n, n)" for i, name in enumerate(self.constants)]

    def input_views(self) -> list[str]:
        """Return statements that make arrays of one slot's inputs; ``row`` is its address."""
        lines, before = [], "0"
        for name in self.channels:
            if name in self.vector_channels:
                lines.append(
                    f"input_{name} = grid(row + 8 * ({before}) * n, block.n_receptors, n)"
                )
                before += " + block.n_receptors"
            else:
                lines.append(f"input_{name} = f64(row + 8 * ({before}) * n, n)")
                before += " + 1"
        return lines

    def argument(self, name: str, k: str = "k") -> str:
        """Return the expression for the quantity `name` of neuron `k`."""
        if name in self.zero:
            return "0.0"
        if name in self.scalars:
            return f"state_{name}[{k}]"
        if name in self.vectors:
            return f"vector_{name}[:, {k}]"
        if name in self.channels:
            return f"input_{name}[:, {k}]" if name in self.vector_channels else f"input_{name}[{k}]"
        if name in self.constant_vectors:
            return f"vector_{name}[:, {'0' if self.shared else k}]"
        if name in self.constants:
            return name if self.shared else f"row_{name}[{k}]"
        return name

    def arguments(self, function, k: str = "k", special: dict | None = None) -> str:
        """Return the argument list for a call of `function` for neuron `k`."""
        special = special or {}
        return ", ".join(special.get(name) or self.argument(name, k) for name in _called_with(function))

    def step_in_place(self, special: dict | None = None) -> list[str]:
        """Return statements that advance neuron k; ``spikes`` is how often it fired."""
        results = "".join(f"new_{name}, " for name in self.scalars)
        lines = [f"{results}spikes = step({self.arguments(self.model.step, special=special)})"]
        return lines + [f"state_{name}[k] = new_{name}" for name in self.scalars]

    def clear_inputs(self) -> list[str]:
        """Return statements that zero what neuron k has read."""
        lines = []
        for name in self.channels:
            place = "[:, k]" if name in self.vector_channels else "[k]"
            lines.append(f"input_{name}{place} = 0.0")
        return lines

    def derive_source(self) -> str:
        """Return the text of the function that fills rows of constants."""
        model = self.model
        known = model.derive_inputs()
        lines = ["def derive_all(parameters, constants, n, scale, vectors):"]
        lines += ["    h = f64(scale, 2)[0]", "    tics = f64(scale, 2)[1]"]
        lines += [f"    from_{name} = f64(parameters + {8 * i} * n, n)" for i, name in enumerate(known)]
        lines += [f"    to_{name} = f64(constants + {8 * i} * n, n)" for i, name in enumerate(self.constants)]
        for i, name in enumerate(self.constant_vectors):
            lines.append(f"    size_{name} = i64(vectors, {2 * len(self.constant_vectors)})[{2 * i}]")
            lines.append(
                f"    vector_{name} = grid(i64(vectors, {2 * len(self.constant_vectors)})[{2 * i + 1}],"
                f" size_{name}, n)"
            )
        lines.append("    for k in range(n):")
        derived = model.derived.split()
        call = ", ".join(self._derive_argument(name, known) for name in argument_names(model.derive))
        targets = ", ".join(f"to_{name}[k]" for name in derived)
        lines.append(f"        {targets + (', = ' if len(derived) == 1 else ' = ') if derived else ''}derive({call})")
        lines += [f"        to_{name}[k] = from_{name}[k]" for name in self.constants if name not in derived]
        return "\n".join([*lines, "    return 0"]) + "\n"

    def _derive_argument(self, name: str, known) -> str:
        if name in known:
            return f"from_{name}[k]"
        return f"vector_{name}[:, k]" if name in self.constant_vectors else name


def _called_with(function) -> tuple[str, ...]:
    names = argument_names(function)
    return tuple(name for name in names if name != "i")
