"""Distributions that values for nodes and connections are drawn from."""

import math

import numpy as np

from nestlike.kernel.errors import BadProperty
from nestlike.kernel.random.random_values import RandomValue
from nestlike.numerics import normal as polar
from nestlike.numerics.libm import exp


class Distribution(RandomValue):
    """A value drawn directly from an engine."""

    is_random = True


class Uniform(Distribution):
    """Uniform in [min, max)."""

    def __init__(self, min: float = 0.0, max: float = 1.0):
        if min >= max:
            raise BadProperty(f"nest::UniformParameter: min < max required, not {min} and {max}.")
        self.min, self.range = float(min), float(max) - float(min)

    def draw(self, engine, thread=0, place=None):
        return self.min + engine.uniform() * self.range

    def draws(self, engine, thread, n, places=None):
        return self.min + engine.uniforms(n) * self.range


class UniformInteger(Distribution):
    """A whole number from 0 to max - 1, as a float."""

    is_integer = True

    def __init__(self, max: int = 1):
        if max <= 0:
            raise BadProperty(f"nest::UniformIntParameter: max > 0 required, not {max}.")
        self.max = int(max)

    def draw(self, engine, thread=0, place=None):
        return float(engine.bounded(self.max))

    def draws(self, engine, thread, n, places=None):
        return engine.bounded_many(self.max, n).astype(float)


class Exponential(Distribution):
    """Exponential with mean beta."""

    def __init__(self, beta: float = 1.0):
        self.beta = float(beta)

    def draw(self, engine, thread=0, place=None):
        return self.beta * -math.log(1.0 - engine.uniform())

    def draws(self, engine, thread, n, places=None):
        # One logarithm at a time: the C library's, which NumPy's vector form is not.
        logs = [math.log(u) for u in (1.0 - engine.uniforms(n)).tolist()]
        return self.beta * -np.array(logs, float)


class Normal(Distribution):
    """Normal; the spare value of each pair is kept per thread, as long as this object lives."""

    kind = "Normal"

    def __init__(self, mean: float = 0.0, std: float = 1.0, n_threads: int = 1):
        if std <= 0:
            raise BadProperty(f"nest::{self.kind}Parameter: std > 0 required, not {std}.")
        self.mean, self.std = float(mean), float(std)
        self.caches = [np.zeros(2) for _ in range(n_threads)]

    def caches_of(self, thread: int) -> list:
        return [self.cache(thread)]

    def cache(self, thread: int) -> np.ndarray:
        """Return the memory of a thread; threads that came later get one of their own."""
        while thread >= len(self.caches):
            self.caches.append(np.zeros(2))
        return self.caches[thread]

    def draw(self, engine, thread=0, place=None):
        return engine.normal(self.cache(thread)) * self.std + self.mean

    def draws(self, engine, thread, n, places=None):
        return standard_normals(engine, self.cache(thread), n) * self.std + self.mean


class Lognormal(Normal):
    """The exponential of a normal value."""

    kind = "Lognormal"

    def draw(self, engine, thread=0, place=None):
        return exp(self.std * engine.normal(self.cache(thread)) + self.mean)

    def draws(self, engine, thread, n, places=None):
        exponents = self.std * standard_normals(engine, self.cache(thread), n) + self.mean
        return np.array([exp(x) for x in exponents.tolist()], float)


def standard_normals(engine, cache: np.ndarray, n: int) -> np.ndarray:
    """Return `n` standard normal values: the stream of the scalar polar method, in columns."""
    values = np.empty(n)
    start = 0
    if n and cache[polar.HAS_CACHED]:
        values[0] = engine.normal(cache)
        start = 1
    pairs = (n - start) // 2
    values[start : start + 2 * pairs] = _polar_pairs(engine, pairs).ravel()
    if start + 2 * pairs < n:
        values[-1] = engine.normal(cache)
    return values


def _polar_pairs(engine, count):
    accepted = np.empty((0, 3))
    while len(accepted) < count:
        # Never more pairs than values that are missing, so that none is drawn in vain.
        x, y = (2.0 * engine.uniforms(2 * (count - len(accepted))) - 1.0).reshape(-1, 2).T
        r2 = x * x + y * y
        keep = (r2 <= 1.0) & (r2 != 0.0)
        accepted = np.concatenate([accepted, np.stack([x, y, r2], 1)[keep]])
    x, y, r2 = accepted.T
    logs = np.array([math.log(r) for r in r2.tolist()], float)
    factor = np.sqrt(-2.0 * logs / r2)
    return np.stack([y * factor, x * factor], 1)
