"""Random expressions of nest.random, nest.math and nest.logic, as nested lists.

``["uniform", 0.0, 1.0]`` is a distribution, ``["+", a, b]`` an operation on two expressions,
``["use", name]`` a Parameter made before: what it keeps is shared by all that use it.
"""

from __future__ import annotations

OPERATORS = ("+", "-", "*", "/")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def leaf(rng, normal=True):
    """Draw a distribution; `normal`: also those that keep a value per thread."""
    kinds = ["uniform", "uniform_int", "exponential", "constant"]
    kind = rng.choice(kinds + (["normal", "normal", "lognormal"] if normal else []))
    if kind == "constant":
        value = rng.choice((0, 1, 2, -1, 0.5, rng.uniform(-2.0, 2.0)))
        return value if rng.random() < 0.7 else [kind, float(value)]
    if kind == "uniform":
        low = rng.uniform(-1.0, 1.0)
        return [kind, low, low + rng.uniform(0.1, 2.0)]
    if kind == "uniform_int":
        return [kind, rng.randint(1, 9)]
    if kind == "exponential":
        return [kind, rng.uniform(0.1, 2.0)]
    return [kind, rng.uniform(-0.5, 1.0), rng.uniform(0.1, 1.0)]


def expression(rng, shared=(), depth=3, normal=True):
    """Draw an expression that is no bare number."""
    drawn = _expression(rng, shared, depth, normal)
    return drawn if isinstance(drawn, list) else ["+", ["uniform", 0.0, 1.0], drawn]


def _expression(rng, shared, depth, normal):
    if shared and rng.random() < 0.15:
        return ["use", rng.choice(shared)]
    if depth == 0 or rng.random() < 0.35:
        return leaf(rng, normal)
    inner = expression(rng, shared, depth - 1, normal)
    other = _expression(rng, shared, depth - 1, normal)
    kind = rng.choice(("operator", "operator", "function", "limit", "power", "choice", "redraw"))
    if kind == "operator":
        pair = [inner, other] if rng.random() < 0.7 else [other, inner]
        return [rng.choice(OPERATORS), *pair]
    if kind == "function":
        return [rng.choice(("exp", "sin", "cos", "neg")), inner]
    if kind == "limit":
        return [rng.choice(("min", "max")), inner, rng.uniform(-1.0, 1.5)]
    if kind == "power":
        return ["pow", inner, rng.choice((2, 3, -1, 0.5, 0))]
    if kind == "redraw":
        return ["redraw", ["uniform", -1.0, 2.0], rng.uniform(-0.9, 0.0), rng.uniform(0.5, 1.9)]
    condition = [rng.choice(COMPARISONS), inner, other]
    return ["conditional", condition, leaf(rng, normal), leaf(rng, normal)]


def within(rng, low, high, shared=(), normal=True):
    """Draw an expression whose values lie in [low, high]."""
    if rng.random() < 0.5:
        return ["uniform", low, high]
    if rng.random() < 0.3 and normal:
        middle = 0.5 * (low + high)
        return ["redraw", ["normal", middle, 0.3 * (high - low)], low, high]
    inner = expression(rng, shared, 2, normal)
    return ["max", ["min", ["conditional", ["==", inner, inner], inner, low], high], low]
