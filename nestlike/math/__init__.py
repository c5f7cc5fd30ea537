"""Functions of Parameters: ``nest.math.exp(nest.random.uniform())``."""

from nestlike.api.parameters import Parameter
from nestlike.kernel.random.random_values import Mapped, Redraw, larger, smaller
from nestlike.numerics import libm

__all__ = ["cos", "exp", "max", "min", "redraw", "sin"]


def exp(parameter: Parameter) -> Parameter:
    """Return the exponential of a Parameter."""
    return Parameter(Mapped(libm.exp, parameter._datum))


def sin(parameter: Parameter) -> Parameter:
    """Return the sine of a Parameter, in radians."""
    return Parameter(Mapped(libm.sin, parameter._datum))


def cos(parameter: Parameter) -> Parameter:
    """Return the cosine of a Parameter, in radians."""
    return Parameter(Mapped(libm.cos, parameter._datum))


def min(parameter: Parameter, value: float) -> Parameter:
    """Return a Parameter cut off above `value`."""
    datum, limit = parameter._datum, float(value)
    return Parameter(Mapped(smaller, datum, limit, integer=limit.is_integer()))


def max(parameter: Parameter, value: float) -> Parameter:
    """Return a Parameter cut off below `value`."""
    datum, limit = parameter._datum, float(value)
    return Parameter(Mapped(larger, datum, limit, integer=limit.is_integer()))


def redraw(parameter: Parameter, min: float, max: float) -> Parameter:
    """Return a Parameter that is drawn again until it lies between `min` and `max`.

    Parameters
    ----------
    parameter : Parameter
    min, max : float
        Limits, both included; BadParameterValue if min > max.

    Notes
    -----
    After 1000 draws in vain KernelException is raised.
    """
    return Parameter(Redraw(parameter._datum, float(min), float(max)))
