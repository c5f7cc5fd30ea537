"""Random values for nodes and connections: ``nest.random.uniform(0.0, 1.0)``."""

from nestlike.api.parameters import CreateParameter, Parameter

__all__ = ["exponential", "lognormal", "normal", "uniform", "uniform_int"]


def uniform(min: float = 0.0, max: float = 1.0) -> Parameter:
    """Return a Parameter that is uniform in [min, max).

    Parameters
    ----------
    min, max : float, default 0.0 and 1.0
        Limits; BadProperty unless min < max.
    """
    return CreateParameter("uniform", {"min": float(min), "max": float(max)})


def uniform_int(max: int) -> Parameter:
    """Return a Parameter that is one of 0, ..., max - 1.

    Parameters
    ----------
    max : int
        At least 1, or BadProperty is raised.
    """
    return CreateParameter("uniform_int", {"max": max})


def normal(mean: float = 0.0, std: float = 1.0) -> Parameter:
    """Return a Parameter that is normally distributed.

    Parameters
    ----------
    mean, std : float, default 0.0 and 1.0
        Mean and standard deviation; BadProperty unless std > 0.
    """
    return CreateParameter("normal", {"mean": float(mean), "std": float(std)})


def exponential(beta: float = 1.0) -> Parameter:
    """Return a Parameter that is exponentially distributed.

    Parameters
    ----------
    beta : float, default 1.0
        Mean.
    """
    return CreateParameter("exponential", {"beta": float(beta)})


def lognormal(mean: float = 0.0, std: float = 1.0) -> Parameter:
    """Return a Parameter whose logarithm is normally distributed.

    Parameters
    ----------
    mean, std : float, default 0.0 and 1.0
        Mean and standard deviation of the logarithm; BadProperty unless std > 0.
    """
    return CreateParameter("lognormal", {"mean": float(mean), "std": float(std)})
