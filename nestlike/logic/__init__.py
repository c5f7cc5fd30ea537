"""Choices between Parameters: ``nest.logic.conditional(x > 0.5, a, b)``."""

from nestlike.api.parameters import Parameter
from nestlike.kernel.random.random_values import Conditional, Constant

__all__ = ["conditional"]


def conditional(condition, param_if_true, param_if_false) -> Parameter:
    """Return a Parameter that is one of two, by a condition.

    Parameters
    ----------
    condition : Parameter
        Usually a comparison; true unless it is 0.
    param_if_true, param_if_false : Parameter, int or float
        Only the one that is chosen draws.
    """
    choices = [_datum(param_if_true), _datum(param_if_false)]
    return Parameter(Conditional(condition._datum, *choices))


def _datum(value):
    return Constant(value) if isinstance(value, (int, float)) else value._datum
