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

    def views(self, functions, also=()) -> list[str]:
        """Return statements that make arrays of the state and the constants that are needed.

        Each takes the compiler about as long as a line of a model.

        Parameters
        ----------
        functions : iterable of callable
            The model's functions that are called, for what they ask for.
        also : iterable of str
            Further names.
        """
        asked = {name for function in functions for name in argument_names(function)}
        asked = (asked | {self.model.draws, *also}) - self.zero
        lines = [
            f"state_{name} = f64(block.state + {8 * i} * n, n)"
            for i, name in enumerate(self.scalars)
            if name in asked
        ]
        lines += self._constant_views(asked)
        stride = "1" if self.shared else "n"
        lines += _vector_views("vectors", self.vectors, "n", asked)
        return lines + _vector_views("constant_vectors", self.constant_vectors, stride, asked)

    def _constant_views(self, asked) -> list[str]:
        chosen = [(i, name) for i, name in enumerate(self.constants) if name in asked]
        if not self.shared:
            return [f"row_{name} = f64(block.constants + {8 * i} * n, n)" for i, name in chosen]
        lines = [f"constants = f64(block.constants, {len(self.constants)})"] if chosen else []
        return lines + [f"{name} = constants[{i}]" for i, name in chosen]

    def input_views(self) -> list[str]:
        """Return statements that make arrays of one slot's inputs; ``row`` is its address."""
        lines = []
        for i, name in enumerate(self.channels):
            address = f"row + {8 * i} * n"
            vector = name in self.vector_channels
            view = f"grid({address}, block.n_receptors, n)" if vector else f"f64({address}, n)"
            lines.append(f"input_{name} = {view}")
        return lines

    def argument(self, name: str, k: str = "k") -> str:
        """Return the expression for the quantity `name` of neuron `k`."""
        if name == "now":
            return "(origin + lag)"
        if name in self.zero:
            return "0.0"
        if name in self.scalars:
            return f"state_{name}[{k}]"
        if name in self.vectors:
            return _vector(name, k)
        if name in self.channels:
            return f"input_{name}[:, {k}]" if name in self.vector_channels else f"input_{name}[{k}]"
        if name in self.constant_vectors:
            return _vector(name, "0" if self.shared else k)
        if name in self.constants:
            return name if self.shared else f"row_{name}[{k}]"
        return name

    def arguments(self, function, k: str = "k", special: dict | None = None) -> str:
        """Return the argument list for a call of `function` for neuron `k`."""
        special = special or {}
        return ", ".join(
            special.get(name) or self.argument(name, k) for name in argument_names(function)
        )

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
        lines += [
            f"    from_{name} = f64(parameters + {8 * i} * n, n)" for i, name in enumerate(known)
        ]
        lines += [
            f"    to_{name} = f64(constants + {8 * i} * n, n)"
            for i, name in enumerate(self.constants)
        ]
        if self.constant_vectors:
            lines.append(f"    table = i64(vectors, {3 * len(self.constant_vectors)})")
        for i, name in enumerate(self.constant_vectors):
            lines += ["    " + line for line in _vector_view(name, "table", i, "n")]
        lines.append("    for k in range(n):")
        derived = model.derived.split()
        call = ", ".join(
            self._derive_argument(name, known) for name in argument_names(model.derive)
        )
        targets = ", ".join(f"to_{name}[k]" for name in derived)
        equals = {0: "", 1: ", = "}.get(len(derived), " = ")
        lines.append(f"        {targets}{equals}derive({call})")
        lines += [
            f"        to_{name}[k] = from_{name}[k]"
            for name in self.constants
            if name not in derived
        ]
        return "\n".join([*lines, "    return 0"]) + "\n"

    def _derive_argument(self, name: str, known) -> str:
        if name in known:
            return f"from_{name}[k]"
        return _vector(name, "k") if name in self.constant_vectors else name


def _vector_views(group: str, names, width: str, asked) -> list[str]:
    """Return statements for the vectors asked for of a group of the block."""
    lines = []
    for i, name in enumerate(names):
        if name in asked:
            lines += _vector_view(name, group, i, width)
    table = [f"{group} = i64(block.{group}, {3 * len(names)})"] if lines else []
    return table + lines


def _vector_view(name: str, table: str, i: int, width: str) -> list[str]:
    """Return statements for vector number `i` of a table of (rows, address, address of lengths)."""
    return [
        f"size_{name} = {table}[{3 * i}]",
        f"vector_{name} = grid({table}[{3 * i + 1}], size_{name}, {width})",
        f"length_{name} = i64({table}[{3 * i + 2}], {width})",
    ]


def _vector(name: str, k: str) -> str:
    """Return the expression for the vector of neuron `k` without what follows it."""
    return f"vector_{name}[: length_{name}[{k}], {k}]"
