"""Distributions and arithmetic on them as a list of operations, for compiled loops.

An expression is written operand before operator, left operand first, which is the order in which
NEST draws.  One program holds the expressions of all quantities of a connection.
"""

import math

import numpy as np

from nestlike.compiler import views
from nestlike.compiler.views import address_of
from nestlike.kernel.distributions import (
    Exponential,
    Lognormal,
    Normal,
    Uniform,
    UniformInteger,
)
from nestlike.kernel.random_values import Binary, Constant
from nestlike.numerics.engine import bounded, uniform
from nestlike.numerics.normal import standard_normal

CONSTANT, UNIFORM, INTEGER, EXPONENTIAL, NORMAL, LOGNORMAL = range(6)
ADD, SUBTRACT, MULTIPLY, DIVIDE, KEEP = range(6, 11)
_OPERATORS = {"+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE}
STACK = 32


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
        Code, and address of the memory of a normal distribution.
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
        for value in values:
            self._write(value)
            self._add(KEEP)
        if len(self._rows) > STACK * max(1, len(values)):
            raise NotImplementedError("The expression is too long.")
        self.operations = np.array([row[:2] for row in self._rows], np.int64).reshape(-1, 2)
        self.operands = np.array([row[2:] for row in self._rows], float).reshape(-1, 2)

    def _add(self, code: int, a: float = 0.0, b: float = 0.0, cache: int = 0) -> None:
        self._rows.append((code, cache, a, b))

    def _write(self, value) -> None:
        kind = type(value)
        if kind is Constant:
            self._add(CONSTANT, value.value)
        elif kind is Uniform:
            self._add(UNIFORM, value.min, value.range)
        elif kind is UniformInteger:
            self._add(INTEGER, value.max)
        elif kind is Exponential:
            self._add(EXPONENTIAL, value.beta)
        elif kind in (Normal, Lognormal):
            cache = value.cache(self._vp)
            self._kept.append(cache)
            code = NORMAL if kind is Normal else LOGNORMAL
            self._add(code, value.mean, value.std, address_of(cache))
        elif kind is Binary:
            self._write_binary(value)
        else:
            raise NotImplementedError(f"{kind.__name__} has no operation.")

    def _write_binary(self, value) -> None:
        symbols = [s for s, operation in Binary.operations.items() if operation is value.operation]
        self._write(value.inner[0])
        self._write(value.inner[1])
        self._add(_OPERATORS[symbols[0]])


def run(operations, operands, n, engine, stack, columns, row):
    """Draw the quantities of connection `row` into arrays at the addresses `columns`."""
    top = 0
    kept = 0
    for k in range(n):
        code = operations[2 * k]
        a, b = operands[2 * k], operands[2 * k + 1]
        if code == UNIFORM:
            stack[top] = a + uniform(engine) * b
            top += 1
        elif code == NORMAL:
            stack[top] = standard_normal(engine, views.f64(operations[2 * k + 1], 2)) * b + a
            top += 1
        elif code == CONSTANT:
            stack[top] = a
            top += 1
        elif code == LOGNORMAL:
            deviate = standard_normal(engine, views.f64(operations[2 * k + 1], 2))
            stack[top] = math.exp(b * deviate + a)
            top += 1
        elif code == EXPONENTIAL:
            stack[top] = a * -math.log(1.0 - uniform(engine))
            top += 1
        elif code == INTEGER:
            stack[top] = float(bounded(engine, int(a)))
            top += 1
        elif code == KEEP:
            top -= 1
            views.f64(columns[kept], row + 1)[row] = stack[top]
            kept += 1
        else:
            top -= 1
            stack[top - 1] = combine(code, stack[top - 1], stack[top])
    return 0


def combine(code, left, right):
    """Return the result of an operator."""
    if code == ADD:
        return left + right
    if code == SUBTRACT:
        return left - right
    if code == MULTIPLY:
        return left * right
    return left / right
