"""Values that draw no random numbers, for all candidates of a node at once.

The operations are those of `nestlike.connect.spatial.value_program`, each for all candidates before
the next.
"""

import math

from nestlike.connect.draw_operations import combined
from nestlike.connect.draw_program import ADD, CONSTANT, DIVIDE, MULTIPLY, SUBTRACT
from nestlike.connect.spatial.value_program import (
    DECAY,
    DIMENSIONS,
    DISTANCE,
    GABOR,
    GAUSSIAN,
    GAUSSIAN_2D,
    LARGER,
    MAX_DEPTH,
    OPERANDS,
    PERIODIC,
    POSITION,
    SOURCE,
    TARGET,
    WORDS,
    compare,
    function,
    shortest,
)

#: Columns for intermediate results.
DEPTH = MAX_DEPTH + 2


def evaluate_columns(operations, operands, first, end, points, chosen, n, place, outgoing, stack):
    """Leave the values of operations `first` to `end` in the first `n` entries of `stack`.

    Parameters
    ----------
    operations, operands : ndarray
        A program without draws and jumps.
    first, end : int
    points : ndarray of float64
        x, y, z of all candidates.
    chosen : ndarray of int64
        Numbers of the candidates wanted.
    n : int
    place : ndarray of float64
        With the position of the driver as source, if `outgoing`, or as target.
    outgoing : int
    stack : ndarray of float64, shape (DEPTH * size,)
        size is at least `n`.
    """
    size = len(stack) // DEPTH
    top = 0
    for k in range(first, end):
        code = operations[WORDS * k]
        constants = operands[OPERANDS * k : OPERANDS * k + OPERANDS]
        if code == DISTANCE:
            out = stack[top * size : top * size + n]
            distances(points, chosen, n, place, outgoing, int(constants[0]), out)
            top += 1
        elif code == CONSTANT:
            out = stack[top * size : top * size + n]
            for i in range(n):
                out[i] = constants[0]
            top += 1
        elif code == POSITION:
            out = stack[top * size : top * size + n]
            positions(points, chosen, n, place, outgoing, int(constants[0]), out)
            top += 1
        else:
            if code < DECAY or code > LARGER or code == GAUSSIAN_2D or code == GABOR:
                top -= 1
            x = stack[(top - 1) * size : (top - 1) * size + n]
            y = stack[top * size : top * size + n]
            operate(code, constants, x, y, n)


def operate(code, constants, x, y, n):
    """Put the results of an operation on `x`, or on `x` and `y`, in place of `x`."""
    if code == GAUSSIAN:
        a, b = constants[0], constants[1]
        for i in range(n):
            d = x[i] - a
            x[i] = math.exp(-d * d * b)
    elif code == DECAY:
        a = constants[0]
        for i in range(n):
            x[i] = math.exp(-x[i] * a)
    elif code == ADD:
        for i in range(n):
            x[i] = x[i] + y[i]
    elif code == SUBTRACT:
        for i in range(n):
            x[i] = x[i] - y[i]
    elif code == MULTIPLY:
        for i in range(n):
            x[i] = x[i] * y[i]
    elif code == DIVIDE:
        for i in range(n):
            x[i] = combined(code, x[i], y[i])
    elif code <= LARGER:
        for i in range(n):
            x[i] = function(code, constants, x[i], y[i])
    else:
        for i in range(n):
            x[i] = compare(code, y[i], x[i])


def positions(points, chosen, n, place, outgoing, coordinate, out):
    """Write a coordinate of sources or targets: of the candidates, or n times of the driver."""
    of_target = coordinate >= TARGET
    i = coordinate - TARGET if of_target else coordinate - SOURCE
    if of_target == (outgoing != 0):
        for k in range(n):
            out[k] = points[3 * chosen[k] + i]
    else:
        for k in range(n):
            out[k] = place[coordinate]


def distances(points, chosen, n, place, outgoing, dimension, out):
    """Write lengths of ways, or from dimension 1 their extents along that one."""
    if dimension > 0:
        displacements(points, chosen, n, place, outgoing, dimension - 1, out)
        for k in range(n):
            out[k] = abs(out[k])
        return
    if place[PERIODIC] == 0.0:
        lengths(points, chosen, n, place, outgoing, out)
        return
    for k in range(n):
        squares = 0.0
        for i in range(int(place[DIMENSIONS])):
            way = way_along(points[3 * chosen[k] + i], place, outgoing, i)
            squares += way * way
        out[k] = math.sqrt(squares)


def lengths(points, chosen, n, place, outgoing, out):
    """Write lengths of ways where edges do not wrap; which way round makes no difference."""
    driver = SOURCE if outgoing else TARGET
    x, y, z = place[driver], place[driver + 1], place[driver + 2]
    for k in range(n):
        dx = points[3 * chosen[k]] - x
        dy = points[3 * chosen[k] + 1] - y
        dz = points[3 * chosen[k] + 2] - z
        out[k] = math.sqrt(dx * dx + dy * dy + dz * dz)


def displacements(points, chosen, n, place, outgoing, i, out):
    """Write how far it is from sources to targets along dimension `i`."""
    for k in range(n):
        out[k] = way_along(points[3 * chosen[k] + i], place, outgoing, i)


def way_along(partner, place, outgoing, i):
    """Return how far it is from source to target along dimension `i`; `partner` is one of them."""
    if outgoing:
        return shortest(partner - place[SOURCE + i], place, i)
    return shortest(place[TARGET + i] - partner, place, i)
