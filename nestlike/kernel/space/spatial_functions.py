"""Functions of where two nodes are, for probabilities, weights and delays of connections.

The order of operations is NEST's: it decides the last bit.
"""

import math

import numpy as np

from nestlike.kernel.errors import BadProperty
from nestlike.kernel.random.random_values import RandomValue
from nestlike.kernel.space.places import NOWHERE
from nestlike.numerics import libm
from nestlike.numerics.libm import quotient


class SpatialFunction(RandomValue):
    """A function of one or two values, of use for connections only."""

    is_spatial = True
    name = ""

    def value(self, *arguments: float) -> float:
        """Return the function's value."""
        raise NotImplementedError

    def draw(self, engine, thread=0, place=None):
        (place or NOWHERE).require_ways(self.name)
        return self.value(*[value.draw(engine, thread, place) for value in self.inner])

    def draws(self, engine, thread, n, places=None):
        (NOWHERE if places is None else places).require_ways(self.name)
        return super().draws(engine, thread, n, places)

    def combine(self, *columns):
        lists = [column.tolist() for column in columns]
        return np.array([self.value(*row) for row in zip(*lists, strict=True)], float)

    def _require_positive(self, **values):
        for name, value in values.items():
            if value <= 0:
                raise BadProperty(f"{name} > 0 required for {self.name} parameter, got {value}.")


class ExponentialDecay(SpatialFunction):
    r"""exp(-x / beta)."""

    name = "Exponential distribution"

    def __init__(self, x: RandomValue, beta: float):
        self._require_positive(beta=beta)
        self.inner = (x,)
        self.inverse_beta = 1.0 / beta

    def value(self, x):
        return libm.exp(-x * self.inverse_beta)


class Gaussian(SpatialFunction):
    r"""exp(-(x - mean)^2 / (2 std^2))."""

    name = "Gaussian distribution"

    def __init__(self, x: RandomValue, mean: float, std: float):
        self._require_positive(std=std)
        self.inner = (x,)
        self.mean = mean
        self.factor = quotient(1.0, 2 * std * std)

    def value(self, x):
        dx = x - self.mean
        return libm.exp(-dx * dx * self.factor)


class Gaussian2D(SpatialFunction):
    """A bivariate Gaussian with correlation rho, 1 at its mean."""

    name = "Gaussian 2D"

    def __init__(self, x, y, mean_x, mean_y, std_x, std_y, rho):
        if rho >= 1 or rho <= -1:
            raise BadProperty(f"-1 < rho < 1 required for {self.name} parameter, got {rho}.")
        self._require_positive(std_x=std_x, std_y=std_y)
        self.inner = (x, y)
        self.mean_x, self.mean_y = mean_x, mean_y
        self.factor_x = quotient(1.0, 2.0 * (1.0 - rho * rho) * std_x * std_x)
        self.factor_y = quotient(1.0, 2.0 * (1.0 - rho * rho) * std_y * std_y)
        self.factor_xy = quotient(rho, (1.0 - rho * rho) * std_x * std_y)

    def value(self, x, y):
        dx, dy = x - self.mean_x, y - self.mean_y
        squares = -dx * dx * self.factor_x - dy * dy * self.factor_y
        return libm.exp(squares + dx * dy * self.factor_xy)


class Gamma(SpatialFunction):
    """The density of a gamma distribution of order kappa and scale theta."""

    name = "Gamma distribution"

    def __init__(self, x: RandomValue, kappa: float, theta: float):
        self._require_positive(kappa=kappa, theta=theta)
        self.inner = (x,)
        self.kappa, self.inverse_theta = kappa, 1.0 / theta
        self.factor = quotient(libm.power(self.inverse_theta, kappa), libm.gamma(kappa))

    def value(self, x):
        power = libm.power(x, self.kappa - 1.0)
        return power * libm.exp(-1.0 * self.inverse_theta * x) * self.factor


class Gabor(SpatialFunction):
    """A Gaussian stripe pattern, cut off at 0; angles in degrees."""

    name = "Gabor"

    def __init__(self, x, y, theta, gamma, std, lam, psi):
        self._require_positive(std=std, gamma=gamma)
        self.inner = (x, y)
        angle = theta * math.pi / 180.0
        self.cos, self.sin = libm.cos(angle), libm.sin(angle)
        self.gamma, self.wavelength = gamma, lam
        self.factor = quotient(1.0, 2 * std * std)
        self.phase = psi * math.pi / 180.0

    def value(self, x, y):
        along = x * self.cos + y * self.sin
        across = -x * self.sin + y * self.cos
        ellipse = -self.gamma * self.gamma * along * along * self.factor
        bump = libm.exp(ellipse - across * across * self.factor)
        stripes = libm.cos(quotient(2 * math.pi * across, self.wavelength) + self.phase)
        return bump * (0.0 if stripes < 0.0 else stripes)
