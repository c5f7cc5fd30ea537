"""Functions of distances: ``nest.spatial_distributions.gaussian(nest.spatial.distance, std=0.3)``.

They are of use for connections, as probabilities, weights and delays, and are no densities: all
but `gamma` are 1 at their centre.
"""

from nestlike.api.parameters import CreateParameter, Parameter

__all__ = ["exponential", "gabor", "gamma", "gaussian", "gaussian2D"]


def exponential(x: Parameter, beta: float = 1.0) -> Parameter:
    r"""Return a Parameter that decays exponentially, :math:`e^{-x/\beta}`.

    Parameters
    ----------
    x : Parameter
        Usually ``nest.spatial.distance``; TypeMismatch is raised for a number.
    beta : float, default 1.0
        Scale; BadProperty unless positive.
    """
    return CreateParameter("exp_distribution", {"x": x, "beta": beta})


def gaussian(x: Parameter, mean: float = 0.0, std: float = 1.0) -> Parameter:
    r"""Return a Gaussian Parameter, :math:`e^{-(x-\mu)^2/(2\sigma^2)}`.

    Parameters
    ----------
    x : Parameter
    mean, std : float, default 0.0 and 1.0
        Centre and width; BadProperty unless std > 0.
    """
    return CreateParameter("gaussian", {"x": x, "mean": mean, "std": std})


def gaussian2D(
    x: Parameter,
    y: Parameter,
    mean_x: float = 0.0,
    mean_y: float = 0.0,
    std_x: float = 1.0,
    std_y: float = 1.0,
    rho: float = 0.0,
) -> Parameter:
    r"""Return a Gaussian Parameter of two variables.

    Parameters
    ----------
    x, y : Parameter
        Usually displacements, ``nest.spatial.target_pos.x - nest.spatial.source_pos.x`` and so on.
    mean_x, mean_y : float, default 0.0
        Centre.
    std_x, std_y : float, default 1.0
        Widths; BadProperty unless positive.
    rho : float, default 0.0
        Correlation, between -1 and 1.

    Notes
    -----
    With :math:`u = x - \mu_x` and :math:`v = y - \mu_y` the value is

    .. math:: \exp\left(-\frac{u^2}{2(1-\rho^2)\sigma_x^2} - \frac{v^2}{2(1-\rho^2)\sigma_y^2}
              + \frac{\rho\,u v}{(1-\rho^2)\sigma_x\sigma_y}\right).
    """
    specs = {"x": x, "y": y, "mean_x": mean_x, "mean_y": mean_y}
    return CreateParameter("gaussian2d", {**specs, "std_x": std_x, "std_y": std_y, "rho": rho})


def gamma(x: Parameter, kappa: float = 1.0, theta: float = 1.0) -> Parameter:
    r"""Return a Parameter that follows the density of a gamma distribution.

    Parameters
    ----------
    x : Parameter
    kappa, theta : float, default 1.0
        Shape and scale; BadProperty unless positive.

    Notes
    -----
    The value is :math:`x^{\kappa-1} e^{-x/\theta} / (\theta^\kappa\,\Gamma(\kappa))`.
    """
    return CreateParameter("gamma", {"x": x, "kappa": kappa, "theta": theta})


def gabor(
    x: Parameter,
    y: Parameter,
    theta: float = 0.0,
    gamma: float = 1.0,
    std: float = 1.0,
    lam: float = 1.0,
    psi: float = 0.0,
) -> Parameter:
    r"""Return a Parameter that is the positive part of a Gabor function.

    Parameters
    ----------
    x, y : Parameter
        Usually displacements between two nodes.
    theta : float, default 0.0
        Orientation in degrees.
    gamma : float, default 1.0
        Aspect ratio; BadProperty unless positive.
    std : float, default 1.0
        Width; BadProperty unless positive.
    lam : float, default 1.0
        Wavelength.
    psi : float, default 0.0
        Phase in degrees.

    Notes
    -----
    With :math:`x' = x\cos\theta + y\sin\theta` and :math:`y' = -x\sin\theta + y\cos\theta` the
    value is

    .. math:: \exp\left(-\frac{\gamma^2 x'^2 + y'^2}{2\sigma^2}\right)
              \left[\cos\left(2\pi\frac{y'}{\lambda} + \psi\right)\right]_+ .
    """
    specs = {"x": x, "y": y, "theta": theta, "gamma": gamma}
    return CreateParameter("gabor", {**specs, "std": std, "lam": lam, "psi": psi})
