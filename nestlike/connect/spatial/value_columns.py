"""Values that draw no random numbers, for all candidates of a node at once.

The operations are those of `nestlike.connect.spatial.value_program`, each for all candidates before
the next.
"""

import math

from nestlike.connect.draw_operations import combined, mapped
from nestlike.connect.draw_program import ADD, CONSTANT, GREATER, KEEP, LARGER, MULTIPLY
from nestlike.connect.spatial.value_operations import function, function_of_two, shortest
from nestlike.connect.spatial.value_program import (
    CONTINUED,
    DECAY,
    DIMENSIONS,
    DISTANCE,
    GAMMA,
    GAUSSIAN,
    MAX_OPERANDS,
    PERIODIC,
    POSITION,
    SOURCE,
    TARGET,
)


def evaluate_columns(operations, operands, k, points, chosen, n, place, outgoing, stack, size):
    """Leave the values of the operations from number `k` to the next KEEP in `stack`.

    Parameters
    ----------
    operations, operands : ndarray
        A plain `ValueProgram`, flat.
    k : int
    points : ndarray of float64
        x, y, z of all candidates.
    chosen : ndarray of int64
        Numbers of the candidates wanted.
    n : int
        How many they are.
    place : ndarray of float64
        With the position of the driver as source, if `outgoing`, or as target.
    outgoing : int
    stack : ndarray of float64, shape (depth * size,)
        Room for as many columns as expressions are nested deeply; the values are its first
        entries.
    size : int
        Length of a column, at least `n`.
    """
    top = 0
    while operations[2 * k] != KEEP:
        code = operations[2 * k]
        a = operands[2 * k]
        if code == DISTANCE or code == POSITION or code == CONSTANT:
            column = stack[top * size : top * size + n]
            top += 1
            if code == DISTANCE:
                distances(points, chosen, n, place, outgoing, int(a), column)
            elif code == POSITION:
                positions(points, chosen, n, place, outgoing, int(a), column)
            else:
                fill(column, n, a)
        elif code <= LARGER or (code >= DECAY and code <= GAMMA):
            top -= 1 if code <= GREATER else 0
            x = stack[(top - 1) * size : (top - 1) * size + n]
            operate(code, operands[2 * k : 2 * k + 3], x, stack[top * size : top * size + n], n)
        elif code < CONTINUED:
            top -= 1
            x = stack[(top - 1) * size : (top - 1) * size + n]
            y = stack[top * size : top * size + n]
            for i in range(n):
                x[i] = function_of_two(code, operands[2 * k : 2 * k + MAX_OPERANDS], x[i], y[i])
        k += 1


def fill(column, n, value):
    """Give all candidates the same value."""
    for i in range(n):
        column[i] = value


def operate(code, operands, x, y, n):
    """Put the results of an operation on `x`, or on `x` and `y`, in place of `x`."""
    a, b, c = operands[0], operands[1], operands[2]
    # A loop for each of the operations that count.
    if code == GAUSSIAN:
        for i in range(n):
            d = x[i] - a
            x[i] = math.exp(-d * d * b)
    elif code == ADD:
        for i in range(n):
            x[i] = x[i] + y[i]
    elif code == MULTIPLY:
        for i in range(n):
            x[i] = x[i] * y[i]
    elif code <= GREATER:
        for i in range(n):
            x[i] = combined(code, x[i], y[i])
    elif code <= LARGER:
        for i in range(n):
            x[i] = mapped(code, x[i], a)
    else:
        for i in range(n):
            x[i] = function(code, a, b, c, x[i])


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
