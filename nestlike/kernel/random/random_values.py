"""Values that are drawn when they are needed, and arithmetic on them.

What a user builds with ``nest.random.uniform() * 2`` is a tree of these; the order in which a tree
draws is NEST's.
"""

import operator

import numpy as np

from nestlike.kernel.errors import BadParameterValue, KernelException

#: Values that `Redraw` draws before it gives up.
REDRAWS = 1000


class RandomValue:
    """A value per node or connection.

    Attributes
    ----------
    inner : tuple of RandomValue
        What it is computed from, in the order of drawing.
    """

    inner: tuple = ()

    @property
    def is_random(self) -> bool:
        """Whether a draw consumes random numbers."""
        return any(value.is_random for value in self.inner)

    @property
    def is_spatial(self) -> bool:
        """Whether the value depends on positions."""
        return any(value.is_spatial for value in self.inner)

    @property
    def is_integer(self) -> bool:
        """Whether NEST takes the values for integers; it cuts off what quotients leave over."""
        return False

    def caches_of(self, thread: int) -> list:
        """Return the memories of distributions that draws for `thread` change."""
        return [cache for value in self.inner for cache in value.caches_of(thread)]

    def draw(self, engine, thread: int = 0, place=None) -> float:
        """Return one value, drawn from `engine` for a node of `thread`.

        `place` says where the node or connection is in space; see `nestlike.kernel.space.places`.
        """
        raise NotImplementedError

    def draws(self, engine, thread: int, n: int, places=None) -> np.ndarray:
        """Return `n` values, drawn one after the other."""
        if sum(value.is_random for value in self.inner) > 1:
            return self._one_by_one(engine, thread, n, places)
        return self.combine(*(value.draws(engine, thread, n, places) for value in self.inner))

    def _one_by_one(self, engine, thread, n, places):
        where = [None] * n if places is None else places
        return np.array([self.draw(engine, thread, place) for place in where], float)

    def combine(self, *columns):
        """Return the values that follow from columns of inner values."""
        raise NotImplementedError


class Constant(RandomValue):
    """The same value always."""

    def __init__(self, value: float):
        self.value = float(value)

    @property
    def is_integer(self):
        return self.value.is_integer()

    def draw(self, engine, thread=0, place=None):
        return self.value

    def draws(self, engine, thread, n, places=None):
        return np.full(n, self.value)


class Binary(RandomValue):
    """A sum, difference, product or quotient: the left operand draws first."""

    operations = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": np.divide}

    def __init__(self, symbol: str, left: RandomValue, right: RandomValue):
        self.operation = self.operations[symbol]
        self.inner = (left, right)

    @property
    def is_integer(self):
        return all(value.is_integer for value in self.inner)

    def draw(self, engine, thread=0, place=None):
        left = self.inner[0].draw(engine, thread, place)
        right = self.inner[1].draw(engine, thread, place)
        return float(self.combine(left, right))

    def combine(self, left, right):
        with np.errstate(all="ignore"):
            return self.operation(left, right)


class Comparison(Binary):
    """1.0 where the comparison holds, 0.0 elsewhere: the right operand draws first."""

    is_integer = True
    operations = {
        "<": operator.lt,
        "<=": operator.le,
        "==": operator.eq,
        "!=": operator.ne,
        ">=": operator.ge,
        ">": operator.gt,
    }

    def draw(self, engine, thread=0, place=None):
        right = self.inner[1].draw(engine, thread, place)
        left = self.inner[0].draw(engine, thread, place)
        return float(self.operation(left, right))

    def combine(self, left, right):
        return self.operation(left, right).astype(float)


def smaller(x: float, limit: float) -> float:
    """Return the smaller of two numbers; `x` if it is NaN."""
    return limit if limit < x else x


def larger(x: float, limit: float) -> float:
    """Return the larger of two numbers; `x` if it is NaN."""
    return limit if x < limit else x


class Mapped(RandomValue):
    """A function of one value and constants.

    Parameters
    ----------
    function : callable
        From the C library, `smaller` or `larger`.
    value : RandomValue
    *operands : float
        Further arguments of the function.
    integer : bool
        Whether NEST takes the result for an integer if the value is one.
    """

    def __init__(self, function, value: RandomValue, *operands: float, integer: bool = False):
        self.function, self.operands = function, operands
        self.inner = (value,)
        self._integer = integer

    @property
    def is_integer(self):
        return self._integer and self.inner[0].is_integer

    def draw(self, engine, thread=0, place=None):
        return self.function(self.inner[0].draw(engine, thread, place), *self.operands)

    def combine(self, column):
        return np.array([self.function(x, *self.operands) for x in column.tolist()], float)


class Conditional(RandomValue):
    """One of two values: the condition draws, then only the value it chooses."""

    def __init__(self, condition: RandomValue, if_true: RandomValue, if_false: RandomValue):
        self.inner = (condition, if_true, if_false)

    @property
    def is_integer(self):
        return all(value.is_integer for value in self.inner[1:])

    def draw(self, engine, thread=0, place=None):
        condition, if_true, if_false = self.inner
        chosen = if_true if condition.draw(engine, thread, place) else if_false
        return chosen.draw(engine, thread, place)

    def draws(self, engine, thread, n, places=None):
        return self._one_by_one(engine, thread, n, places)


class Redraw(Conditional):
    """A value drawn again until it lies within limits."""

    def __init__(self, value: RandomValue, min: float, max: float):
        if min > max:
            raise BadParameterValue(f"min <= max required, not {min} and {max}.")
        self.inner = (value,)
        self.min, self.max = min, max

    is_integer = False

    def draw(self, engine, thread=0, place=None):
        for _ in range(REDRAWS):
            value = self.inner[0].draw(engine, thread, place)
            # NaN passes, as in NEST.
            if not (value < self.min or value > self.max):
                return value
        raise KernelException(f"Number of redraws exceeded limit of {REDRAWS}")
