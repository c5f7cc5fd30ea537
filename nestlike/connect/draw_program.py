"""Distributions and functions of them as a list of operations, for compiled loops.

An expression is written operand before operator, in the order in which NEST draws: left operands
first, but of comparisons the right one.  One program holds the expressions of all quantities of a
connection.
"""

import numpy as np

from nestlike.compiler.views import address_of
from nestlike.kernel.random.distributions import (
    Distribution,
    Exponential,
    Lognormal,
    Normal,
    Uniform,
    UniformInteger,
)
from nestlike.kernel.random.random_values import (
    Binary,
    Comparison,
    Conditional,
    Constant,
    Mapped,
    Redraw,
    larger,
    smaller,
)
from nestlike.numerics import libm

CONSTANT, UNIFORM, INTEGER, EXPONENTIAL, NORMAL, LOGNORMAL = range(6)
ADD, SUBTRACT, MULTIPLY, DIVIDE = range(6, 10)
LESS, LESS_EQUAL, EQUAL, UNEQUAL, GREATER_EQUAL, GREATER = range(10, 16)
EXP, SIN, COS, POWER, SMALLER, LARGER = range(16, 22)
KEEP, GO, GO_IF_FALSE, TRY, TRY_AGAIN = range(22, 27)
THIRD, APPEND, COUNT = range(27, 30)
#: Added to the code of a distribution that makes up a whole quantity, in programs of nothing else.
ALONE = 32
#: Added instead if all of them are normal or uniform and without limits.
PLAIN = 64
OPERATORS = dict(zip(Binary.operations.values(), range(ADD, DIVIDE + 1), strict=True))
COMPARISONS = dict(zip(Comparison.operations.values(), range(LESS, GREATER + 1), strict=True))
FUNCTIONS = {
    libm.exp: EXP,
    libm.sin: SIN,
    libm.cos: COS,
    libm.power: POWER,
    smaller: SMALLER,
    larger: LARGER,
}
STACK = 32
#: Place on the stack that is not 0 once a value has been drawn again too often.
FAILED = STACK - 1


class DrawProgram:
    """Operations that draw all quantities of one connection.

    Parameters
    ----------
    values : list of RandomValue
        What to draw, in this order.
    vp : int
        Virtual process whose spare normal values are used.

    Attributes
    ----------
    operations : ndarray of int64, shape (n, 2)
        Code, and address of the memory of a normal distribution or number of the operation to go
        on with.
    operands : ndarray of float64, shape (n, 2)
    n_columns : int
        Number of quantities.

    Raises
    ------
    NotImplementedError
        If a value is of a kind that has no operation; draw it with its own method then.
    """

    def __init__(self, values: list, vp: int):
        self._rows, self._vp, self._kept = [], vp, []
        self.n_columns = len(values)
        self._bound = [value for value in values if hasattr(value, "bind")]
        self._write_all(values)
        self.operations = np.array([row[:2] for row in self._rows], np.int64).reshape(-1, 2)
        self.operands = np.array([row[2:] for row in self._rows], float).reshape(-1, 2)

    def _write_all(self, values: list) -> None:
        """Write all values: in the short form if each is a distribution."""
        if not all(_is_distribution(value) for value in values):
            self._write_each(values)
            return
        plain = all(type(value) in (Normal, Uniform) for value in values)
        for value in values:
            self._write_alone(value, PLAIN if plain else ALONE)

    def _write_each(self, values: list) -> None:
        """Write values as expressions, each up to a KEEP."""
        for value in values:
            if depth(value) >= FAILED:
                raise NotImplementedError("The expression is nested too deeply.")
            self._write(value)
            self._add(KEEP)

    def _add(self, code: int, a: float = 0.0, b: float = 0.0, extra: int = 0) -> int:
        """Add an operation; return its number."""
        self._rows.append((code, extra, a, b))
        return len(self._rows) - 1

    def bind(self, targets) -> None:
        """Tell values that look at targets of connections where they are (int32 array)."""
        for value in self._bound:
            value.bind(targets)

    def choose_third(self, p: float, drawn: list, job: int, columns) -> None:
        """Add what chooses a third node with probability `p`; see `compiled_third`."""
        self._add(CONSTANT, p)
        self._add(UNIFORM, 0.0, 1.0)
        self._add(LESS)
        without = self._add(GO_IF_FALSE)
        self._add(THIRD, 0.0, 0.0, job)
        for value, column in zip(drawn, columns, strict=True):
            self._write(value)
            self._add(APPEND, 0.0, 0.0, address_of(column))
        self._add(COUNT, 0.0, 0.0, job)
        end = self._add(GO)
        self._end_at(without)
        self._add(CONSTANT, -1.0)
        self._end_at(end)

    def _write(self, value) -> None:
        if hasattr(value, "write_operations"):
            value.write_operations(self)
            return
        write = _WRITERS.get(type(value))
        if write is None:
            raise NotImplementedError(f"{type(value).__name__} has no operation.")
        write(self, value)

    def _write_alone(self, value, form: int) -> None:
        """Write a distribution in two rows, the second with the limits of what is kept."""
        limits = (value.min, value.max) if type(value) is Redraw else (-np.inf, np.inf)
        self._write(value.inner[0] if type(value) is Redraw else value)
        code, *rest = self._rows.pop()
        self._rows += [(code + form, *rest), (0, 0, *limits)]

    def _write_normal(self, value) -> None:
        cache = value.cache(self._vp)
        self._kept.append(cache)
        code = NORMAL if type(value) is Normal else LOGNORMAL
        self._add(code, value.mean, value.std, address_of(cache))

    def _write_binary(self, value) -> None:
        self._write(value.inner[0])
        self._write(value.inner[1])
        self._add(OPERATORS[value.operation])

    def _write_comparison(self, value) -> None:
        self._write(value.inner[1])
        self._write(value.inner[0])
        self._add(COMPARISONS[value.operation])

    def _write_mapped(self, value) -> None:
        if value.function not in FUNCTIONS:
            raise NotImplementedError("The function has no operation.")
        self._write(value.inner[0])
        self._add(FUNCTIONS[value.function], *value.operands)

    def _write_conditional(self, value) -> None:
        condition, if_true, if_false = value.inner
        self._write(condition)
        skip_true = self._add(GO_IF_FALSE)
        self._write(if_true)
        skip_false = self._add(GO)
        self._end_at(skip_true)
        self._write(if_false)
        self._end_at(skip_false)

    def _end_at(self, jump: int) -> None:
        """Let a jump lead to what comes next."""
        self._rows[jump] = (self._rows[jump][0], len(self._rows), 0.0, 0.0)

    def _write_redraw(self, value) -> None:
        begin = self._add(TRY)
        self._write(value.inner[0])
        self._add(TRY_AGAIN, value.min, value.max, begin + 1)


_WRITERS = {
    Constant: lambda program, value: program._add(CONSTANT, value.value),
    Uniform: lambda program, value: program._add(UNIFORM, value.min, value.range),
    UniformInteger: lambda program, value: program._add(INTEGER, value.max),
    Exponential: lambda program, value: program._add(EXPONENTIAL, value.beta),
    Normal: DrawProgram._write_normal,
    Lognormal: DrawProgram._write_normal,
    Binary: DrawProgram._write_binary,
    Comparison: DrawProgram._write_comparison,
    Mapped: DrawProgram._write_mapped,
    Conditional: DrawProgram._write_conditional,
    Redraw: DrawProgram._write_redraw,
}


def _is_distribution(value) -> bool:
    """Return whether a value is a distribution, as it is or drawn again until it is in limits."""
    return isinstance(value.inner[0] if type(value) is Redraw else value, Distribution)


def depth(value) -> int:
    """Return a bound for the places that an expression needs on the stack."""
    return max((depth(part) for part in value.inner), default=0) + 1
