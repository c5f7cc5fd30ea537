"""The operations of a `ValueProgram`, for compiled loops."""

import math

from nestlike.connect.draw_operations import performed
from nestlike.connect.draw_program import KEEP, TRY_AGAIN
from nestlike.connect.spatial.value_program import (
    DECAY,
    DIMENSIONS,
    DISTANCE,
    EXTENT,
    GABOR,
    GAMMA,
    GAUSSIAN,
    GAUSSIAN_2D,
    MAX_OPERANDS,
    PERIODIC,
    POSITION,
    SOURCE,
    TARGET,
)


def evaluate(operations, operands, k, engine, stack, place):
    """Return the value of the operations from number `k` to the next KEEP.

    Parameters
    ----------
    operations, operands : ndarray
        Of a `ValueProgram`, flat.
    k : int
    engine : ndarray of uint64
    stack : ndarray of float64, shape (STACK,)
        ``stack[FAILED]`` is set if a value was drawn again too often.
    place : ndarray of float64, shape (PLACE,)
    """
    top = 0
    while operations[2 * k] != KEEP:
        code, extra = operations[2 * k], operations[2 * k + 1]
        a, b = operands[2 * k], operands[2 * k + 1]
        k += 1
        if code == DISTANCE:
            stack[top] = distance(place, int(a))
            top += 1
        elif code <= TRY_AGAIN:
            k, top = performed(code, extra, a, b, k, top, engine, stack)
        elif code == POSITION:
            stack[top] = place[int(a)]
            top += 1
        elif code <= GAMMA and code >= DECAY:
            stack[top - 1] = function(code, a, b, operands[2 * k], stack[top - 1])
        elif code == GAUSSIAN_2D or code == GABOR:
            top -= 1
            constants = operands[2 * (k - 1) : 2 * (k - 1) + MAX_OPERANDS]
            stack[top - 1] = function_of_two(code, constants, stack[top - 1], stack[top])
    return stack[0]


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


def function(code, a, b, c, x):
    """Return a function of one value; operands as its class names them."""
    if code == DECAY:
        return math.exp(-x * a)
    if code == GAUSSIAN:
        x -= a
        return math.exp(-x * x * b)
    return math.pow(x, a - 1.0) * math.exp(-1.0 * b * x) * c


def function_of_two(code, operands, x, y):
    """Return a function of two values; operands as its class names them."""
    if code == GABOR:
        return gabor(operands, x, y)
    x -= operands[0]
    y -= operands[1]
    squares = -x * x * operands[2] - y * y * operands[3]
    return math.exp(squares + x * y * operands[4])


def gabor(operands, x, y):
    """Return the value of a Gabor pattern."""
    along = x * operands[0] + y * operands[1]
    across = -x * operands[1] + y * operands[0]
    factor = operands[3]
    ellipse = -operands[2] * operands[2] * along * along * factor
    bump = math.exp(ellipse - across * across * factor)
    stripes = math.cos(2 * math.pi * across / operands[4] + operands[5])
    return bump * (0.0 if stripes < 0.0 else stripes)
