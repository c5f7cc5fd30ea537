"""Expressions on distributions and positions as a list of operations, for compiled loops.

An expression is written operand before operator, in the order in which NEST draws.
"""

import math

import numpy as np

from nestlike.compiler import views
from nestlike.compiler.views import address_of
from nestlike.connect.draw_operations import combined
from nestlike.connect.draw_program import (
    ADD,
    CONSTANT,
    DIVIDE,
    EXPONENTIAL,
    INTEGER,
    KEEP,
    LOGNORMAL,
    MULTIPLY,
    NORMAL,
    SUBTRACT,
    UNIFORM,
)
from nestlike.kernel import distributions, random_values, spatial_functions, spatial_values
from nestlike.kernel.places import NODE
from nestlike.numerics import libm
from nestlike.numerics.engine import bounded, uniform
from nestlike.numerics.normal import standard_normal

DISTANCE, POSITION, DECAY, GAUSSIAN, GAUSSIAN_2D, GAMMA, GABOR = range(KEEP + 1, KEEP + 8)
EXP, SIN, COS, POWER, SMALLER, LARGER = range(GABOR + 1, GABOR + 7)
LESS, LESS_EQUAL, EQUAL, UNEQUAL, GREATER_EQUAL, GREATER = range(LARGER + 1, LARGER + 7)
#: Go to an operation, always or if the last value is zero; begin and end of a redrawn value.
JUMP, JUMP_IF_ZERO, ATTEMPT, REPEAT = range(GREATER + 1, GREATER + 5)

#: Per operation: code, and address of a normal distribution's memory or operation to go to.
WORDS = 2
#: Per operation: constants of a function.
OPERANDS = 8
STACK = 64
#: Of expressions: each level has at most three values on the stack.
MAX_DEPTH = 16
MAX_REDRAWS = 1000

#: A place: source and target, extent of the box, whether it is periodic, dimensions, and whether
#: a value could not be drawn there.
SOURCE, TARGET, EXTENT, PERIODIC, DIMENSIONS, FAILED, PLACE = 0, 3, 6, 9, 10, 11, 12

_BINARY = {"+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE}
_COMPARISONS = {
    "<": LESS, "<=": LESS_EQUAL, "==": EQUAL, "!=": UNEQUAL, ">=": GREATER_EQUAL, ">": GREATER,
}  # fmt: skip
_FUNCTIONS = {
    libm.exp: EXP, libm.sin: SIN, libm.cos: COS, libm.power: POWER,
    random_values.smaller: SMALLER, random_values.larger: LARGER,
}  # fmt: skip


class ValueProgram:
    """Operations that draw one value after the other.

    Parameters
    ----------
    values : list of RandomValue
    vp : int
        Virtual process whose spare normal values are used.
    dimensions : int
        Of the layers.

    Attributes
    ----------
    operations : ndarray of int64, shape (n * WORDS,)
    operands : ndarray of float64, shape (n * OPERANDS,)
    bounds : ndarray of int64
        Where each value begins and ends among the operations.

    Raises
    ------
    NotImplementedError
        If a value is of a kind, or has a fault, that its own method deals with.
    """

    def __init__(self, values: list, vp: int, dimensions: int):
        self._vp, self._dimensions = vp, dimensions
        self._words: list = []
        self._operands: list = []
        self._kept: list = []
        bounds = [0]
        for value in values:
            self._write(value, 0)
            bounds.append(len(self._words))
        self.operations = np.array(self._words, np.int64).ravel()
        self.operands = np.zeros((len(self._words), OPERANDS))
        for row, constants in zip(self.operands, self._operands, strict=True):
            row[: len(constants)] = constants
        self.operands = self.operands.ravel()
        self.bounds = np.array(bounds, np.int64)

    @property
    def is_plain(self) -> bool:
        """Whether the values need no draws and no jumps."""
        plain = {CONSTANT, *range(ADD, DIVIDE + 1), *range(DISTANCE, GREATER + 1)}
        return all(code in plain for code, _ in self._words)

    def _add(self, code: int, *operands: float, word: int = 0) -> None:
        self._words.append([code, word])
        self._operands.append(operands)

    def _write(self, value, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise NotImplementedError("The expression is too deep.")
        writer = self._writers().get(type(value))
        if writer is None:
            raise NotImplementedError(f"{type(value).__name__} has no operation.")
        writer(value, depth + 1)

    def _writers(self) -> dict:
        return {
            random_values.Constant: lambda v, _: self._add(CONSTANT, v.value),
            distributions.Uniform: lambda v, _: self._add(UNIFORM, v.min, v.range),
            distributions.UniformInteger: lambda v, _: self._add(INTEGER, v.max),
            distributions.Exponential: lambda v, _: self._add(EXPONENTIAL, v.beta),
            distributions.Normal: lambda v, _: self._normal(NORMAL, v),
            distributions.Lognormal: lambda v, _: self._normal(LOGNORMAL, v),
            random_values.Binary: self._binary,
            random_values.Comparison: self._comparison,
            random_values.Mapped: self._mapped,
            random_values.Conditional: self._conditional,
            random_values.Redraw: self._redraw,
            spatial_values.Distance: self._distance,
            spatial_values.Position: self._position,
            spatial_functions.ExponentialDecay: self._function(DECAY, "inverse_beta"),
            spatial_functions.Gaussian: self._function(GAUSSIAN, "mean", "factor"),
            spatial_functions.Gaussian2D: self._function(
                GAUSSIAN_2D, "mean_x", "mean_y", "factor_x", "factor_y", "factor_xy"
            ),
            spatial_functions.Gamma: self._function(GAMMA, "kappa", "inverse_theta", "factor"),
            spatial_functions.Gabor: self._function(
                GABOR, "cos", "sin", "gamma", "factor", "wavelength", "phase"
            ),
        }

    def _normal(self, code: int, value) -> None:
        if value.std == 0.0:
            raise NotImplementedError("A distribution without width draws nothing.")
        cache = value.cache(self._vp)
        self._kept.append(cache)
        self._add(code, value.mean, value.std, word=address_of(cache))

    def _binary(self, value, depth: int) -> None:
        for inner in value.inner:
            self._write(inner, depth)
        self._add(_BINARY[_symbol(value)])

    def _comparison(self, value, depth: int) -> None:
        for inner in reversed(value.inner):  # the right operand draws first
            self._write(inner, depth)
        self._add(_COMPARISONS[_symbol(value)])

    def _mapped(self, value, depth: int) -> None:
        if value.function not in _FUNCTIONS:
            raise NotImplementedError(f"{value.function} has no operation.")
        self._write(value.inner[0], depth)
        self._add(_FUNCTIONS[value.function], *value.operands)

    def _conditional(self, value, depth: int) -> None:
        condition, if_true, if_false = value.inner
        self._write(condition, depth)
        test = self._forward(JUMP_IF_ZERO)
        self._write(if_true, depth)
        end = self._forward(JUMP)
        self._land(test)
        self._write(if_false, depth)
        self._land(end)

    def _forward(self, code: int) -> int:
        self._add(code)
        return len(self._words) - 1

    def _land(self, jump: int) -> None:
        self._words[jump][1] = len(self._words)

    def _redraw(self, value, depth: int) -> None:
        begin = self._forward(ATTEMPT)
        self._write(value.inner[0], depth)
        self._add(REPEAT, value.min, value.max, word=begin + 1)

    def _distance(self, value, depth: int) -> None:
        if value.dimension > self._dimensions:
            raise NotImplementedError("There is no such dimension.")
        self._add(DISTANCE, value.dimension)

    def _position(self, value, depth: int) -> None:
        if value.end == NODE or value.dimension >= self._dimensions:
            raise NotImplementedError("There is no such position.")
        self._add(POSITION, SOURCE + 3 * (value.end - 1) + value.dimension)

    def _function(self, code: int, *names: str):
        def write(value, depth: int) -> None:
            for inner in value.inner:
                self._write(inner, depth)
            self._add(code, *(getattr(value, name) for name in names))

        return write


def _symbol(value) -> str:
    return next(
        s for s, operation in type(value).operations.items() if operation is value.operation
    )


def evaluate(operations, operands, first, end, engine, stack, place):
    """Return the value of operations `first` to `end`, drawn from `engine` at `place`."""
    top = 0
    k = first
    while k < end:
        code = operations[WORDS * k]
        word = operations[WORDS * k + 1]
        a = operands[OPERANDS * k]
        b = operands[OPERANDS * k + 1]
        k += 1
        if code == DISTANCE:
            stack[top] = distance(place, int(a))
            top += 1
        elif code >= ADD and code <= DIVIDE:
            top -= 1
            stack[top - 1] = combined(code, stack[top - 1], stack[top])
        elif code >= DECAY and code <= LARGER:
            constants = operands[OPERANDS * (k - 1) : OPERANDS * k]
            if code == GAUSSIAN_2D or code == GABOR:
                top -= 1
            stack[top - 1] = function(code, constants, stack[top - 1], stack[top])
        elif code >= LESS and code <= GREATER:
            top -= 1
            stack[top - 1] = compare(code, stack[top], stack[top - 1])
        elif code == JUMP:
            k = word
        elif code == JUMP_IF_ZERO:
            top -= 1
            if stack[top] == 0.0:
                k = word
        elif code == ATTEMPT:
            stack[top] = 0.0
            top += 1
        elif code == REPEAT:
            top -= 1
            if stack[top] >= a and stack[top] <= b:
                stack[top - 1] = stack[top]
            else:
                stack[top - 1] += 1.0
                if stack[top - 1] == MAX_REDRAWS:
                    place[FAILED] = 1.0
                    return 0.0
                k = word
        elif code == POSITION:
            stack[top] = place[int(a)]
            top += 1
        else:
            stack[top] = leaf(code, word, a, b, engine)
            top += 1
    return stack[0]


def leaf(code, cache, a, b, engine):
    """Return a number, or draw one."""
    if code == CONSTANT:
        return a
    if code == UNIFORM:
        return a + uniform(engine) * b
    if code == INTEGER:
        return float(bounded(engine, int(a)))
    if code == EXPONENTIAL:
        return a * -math.log(1.0 - uniform(engine))
    deviate = standard_normal(engine, views.f64(cache, 2))
    if code == NORMAL:
        return deviate * b + a
    return math.exp(b * deviate + a)


def distance(place, dimension):
    """Return the length of a way, or from dimension 1 its extent along that one."""
    if dimension > 0:
        return abs(displacement(place, dimension - 1))
    squares = 0.0
    for i in range(int(place[DIMENSIONS])):
        way = displacement(place, i)
        squares += way * way
    return math.sqrt(squares)


def displacement(place, i):
    """Return how far it is from source to target along dimension `i`."""
    return shortest(place[TARGET + i] - place[SOURCE + i], place, i)


def shortest(way, place, i):
    """Return a displacement along dimension `i`, across the edge if that is shorter."""
    if place[PERIODIC] == 0.0:
        return way
    extent = place[EXTENT + i]
    turns = way * (1.0 / extent)
    return way - extent * (rounded(turns) if turns >= 0.0 else -rounded(-turns))


def rounded(x):
    """Return a number that is not negative as the nearest whole one, halves upwards."""
    if not x < 2.0**52:
        return x
    whole = float(math.floor(x))
    return whole + 1.0 if x - whole >= 0.5 else whole


def function(code, constants, x, y):
    """Return a function of one or two values; constants as its class names them."""
    a, b = constants[0], constants[1]
    if code == DECAY:
        return math.exp(-x * a)
    if code == GAUSSIAN:
        x -= a
        return math.exp(-x * x * b)
    if code == GAUSSIAN_2D:
        x -= a
        y -= b
        squares = -x * x * constants[2] - y * y * constants[3]
        return math.exp(squares + x * y * constants[4])
    if code == GAMMA:
        return math.pow(x, a - 1.0) * math.exp(-1.0 * b * x) * constants[2]
    if code == GABOR:
        return gabor(constants, x, y)
    if code == EXP:
        return math.exp(x)
    if code == SIN:
        return math.sin(x)
    if code == COS:
        return math.cos(x)
    if code == POWER:
        return math.pow(x, a)
    if code == SMALLER:
        return a if a < x else x
    return a if x < a else x


def gabor(constants, x, y):
    """Return the value of a Gabor pattern."""
    along = x * constants[0] + y * constants[1]
    across = -x * constants[1] + y * constants[0]
    factor = constants[3]
    ellipse = -constants[2] * constants[2] * along * along * factor
    bump = math.exp(ellipse - across * across * factor)
    stripes = math.cos(2 * math.pi * across / constants[4] + constants[5])
    return bump * (0.0 if stripes < 0.0 else stripes)


def compare(code, left, right):
    """Return 1.0 where a comparison holds, 0.0 elsewhere."""
    holds = False
    if code == LESS:
        holds = left < right
    elif code == LESS_EQUAL:
        holds = left <= right
    elif code == EQUAL:
        holds = left == right
    elif code == UNEQUAL:
        holds = left != right
    elif code == GREATER_EQUAL:
        holds = left >= right
    else:
        holds = left > right
    return 1.0 if holds else 0.0
