"""The workspace of models with differential equations: what is kept for each lane, and where.

First arrays [component][lane], then rows [lane].  See `nestlike.compiler.lanes`.
"""

from nestlike.compiler.signatures import argument_names

LANES = 8

#: Arrays of workspace, [component][lane]: value, six slopes, stage argument, value before the
#: step, and the lane's step size and tolerance once more for each component.
ARRAYS = ("y", "k1", "k2", "k3", "k4", "k5", "k6", "argument", "saved", "steps", "tolerances")

#: One entry a lane: time and step size, as they were before the sub-step and as wanted next, the
#: largest ratio of errors, whether the sub-step is the last one, spikes so far in this step.
_OF_LANES = ("t", "h", "h_next", "limit", "ratio", "is_last", "fired_in")
#: The same as integers: the neuron, the lag, and sub-steps tried.
NUMBERS_OF_LANES = ("neuron", "lag_of", "attempts")
ROWS_OF_LANES = (*_OF_LANES, *NUMBERS_OF_LANES)


def workspace_size(model, components: int) -> int:
    """Return how many doubles of memory the loop of a model needs for equations so many."""
    most_companions = len(model.state) + len(model.constants())
    return (len(ARRAYS) * components + len(ROWS_OF_LANES) + most_companions) * LANES


class Lanes:
    """What the lanes of a model hold, and statements about it.

    Parameters
    ----------
    names : Names
        How the model's names are to be read.

    Attributes
    ----------
    scalars, vectors : list of str
        State in the equations: one component each, or as many as the vector is long.
    companions : list of str
        What else the equations ask for neuron by neuron; lanes have copies of it.  A loop over
        lanes that followed the numbers of their neurons could not be made of vectors.
    """

    def __init__(self, names):
        self.names = names
        self.scalars = [name for name in names.model.ode if name in names.scalars]
        self.vectors = [name for name in names.model.ode if name in names.vectors]
        self.companions = _companions(names)

    def components(self):
        """Yield (name, first row as text, is a vector) for each component group."""
        row = 0
        for name in self.scalars:
            yield name, str(row), False
            row += 1
        text = str(row)
        for name in self.vectors:
            yield name, text, True
            text += f" + size_{name}"

    def count(self) -> str:
        """Return a statement that counts the components."""
        sizes = [str(len(self.scalars)), *[f"size_{name}" for name in self.vectors]]
        return "components = " + " + ".join(sizes)

    def array_views(self) -> list[str]:
        """Return statements that make the arrays, under their names and as one long row each."""
        lines = []
        for row, name in enumerate(ARRAYS):
            place = f"block.workspace + {8 * row * LANES} * components"
            lines.append(f"{name} = grid({place}, components, {LANES})")
            if name != "saved":
                lines.append(f"all_{name} = f64({place}, components * {LANES})")
        return lines

    def row_views(self, wanted=ROWS_OF_LANES) -> list[str]:
        """Return statements that make the rows `wanted` and those of the companions."""
        lines = []
        for row, name in enumerate((*ROWS_OF_LANES, *(f"lane_{c}" for c in self.companions))):
            if name in ROWS_OF_LANES and name not in wanted:
                continue
            view = "i64" if name in NUMBERS_OF_LANES else "f64"
            place = f"block.workspace + {8 * LANES} * ({len(ARRAYS)} * components + {row})"
            lines.append(f"{name} = {view}({place}, {LANES})")
        return lines


def _companions(names) -> list[str]:
    functions = [names.model.rhs, *([names.model.after_substep] if names.model.substep else [])]
    asked = dict.fromkeys(name for f in functions for name in argument_names(f))
    own = [name for name in names.scalars if name not in names.model.ode]
    return [name for name in asked if name in own or (name in names.constants and not names.shared)]
