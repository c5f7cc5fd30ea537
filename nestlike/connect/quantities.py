"""What a user gives for weight, delay or a parameter: one value, an array, or a distribution."""

import math

import numpy as np

from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.kernel.random.random_values import RandomValue


class Scalar:
    """One value for all connections."""

    is_scalar, is_drawn, is_array = True, False, False

    def __init__(self, value):
        self.value = value

    def at(self, index):
        """Return the value, whatever the numbers of the connections."""
        return self.value


class Values:
    """A value for each connection, in the order in which the rule visits pairs."""

    is_scalar, is_drawn, is_array = False, False, True

    def __init__(self, values):
        self.values = values

    def at(self, index):
        """Return the values of the connections numbered `index` (int array).

        Raises
        ------
        KernelException
            If there are not so many.
        """
        if len(index):
            self.require(index.max())
        return self.values[index]

    def require(self, number: int) -> None:
        """Raise KernelException if there is no value for connection `number`."""
        if number >= len(self.values):
            raise KernelException(
                f"Parameter values exhausted: {len(self.values)} values were given for more "
                "connections."
            )


class Drawn:
    """A value drawn anew for each connection.

    Parameters
    ----------
    value : RandomValue
        A distribution, or an expression on distributions.
    """

    is_scalar, is_drawn, is_array = False, True, False

    def __init__(self, value: RandomValue):
        self.value = value

    def draw(self, engine, vp: int) -> float:
        """Draw one value for a target on virtual process `vp`, with its engine."""
        return self.value.draw(engine, vp)

    def draw_count(self, engine, thread: int) -> int:
        """Draw one value and round it, halves away from zero, as the C library does."""
        value = self.draw(engine, thread)
        if not abs(value) < 2.0**63:
            return -(2**63)  # what a processor makes of numbers that no integer can hold
        whole = math.floor(abs(value))
        return int(math.copysign(whole + (abs(value) - whole >= 0.5), value))


def as_column(conversion, name: str, values: np.ndarray) -> np.ndarray:
    """Return an array as the type that `conversion` makes of single values, or raise its error."""
    wanted = "fiub" if conversion is as_double else "iu"
    if values.size and values.dtype.kind not in wanted:
        conversion(name, values.ravel().tolist()[0])
    if values.size and conversion is not as_double:
        conversion(name, values.min().item())
        conversion(name, values.max().item())
    return values.astype(np.float64 if conversion is as_double else np.int64)


def random_value(value) -> RandomValue | None:
    """Return the expression behind a ``nest.random`` Parameter, None for other values."""
    inner = getattr(value, "_datum", value)
    return inner if isinstance(inner, RandomValue) else None


def quantity(value):
    """Return the `Scalar`, `Values` or `Drawn` that a user's value stands for.

    Raises
    ------
    BadProperty, AttributeError, TypeError
        If it is none of them; the latter two for arrays.
    """
    drawn = random_value(value)
    if drawn is not None:
        return Drawn(drawn)
    if isinstance(value, np.ndarray | list | tuple):
        return Values(_as_numbers(value))
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        raise BadProperty(f"Cannot handle parameter type. Received {type(value).__name__}.")
    return Scalar(value.item() if isinstance(value, np.generic) else value)


def _as_numbers(value) -> np.ndarray:
    values = np.asarray(value)
    wanted = {"i": np.int64, "u": np.int64, "f": np.float64}.get(values.dtype.kind)
    if wanted is not None and values.ndim == 1:
        return values.astype(wanted)
    words = f"an array of {values.dtype} with {values.ndim} dimensions"
    if not isinstance(value, np.ndarray):
        raise BadProperty(f"Cannot handle parameter type. Received {words}.")
    if wanted is None:
        raise AttributeError(f"No parameter can take {words}.")
    raise TypeError(f"Parameters of connections are arrays with 1 dimension, not {words}.")
