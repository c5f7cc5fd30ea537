"""The operations of a `DrawProgram`, for compiled loops."""

import math

import numpy as np

from nestlike.compiler import inlined, views
from nestlike.connect.compiled_third import THIRD as JOB_OF_THIRD
from nestlike.connect.compiled_third import choose_third
from nestlike.connect.draw_program import (
    ADD,
    ALONE,
    APPEND,
    CONSTANT,
    COS,
    DIVIDE,
    EQUAL,
    EXP,
    FAILED,
    GO,
    GO_IF_FALSE,
    GREATER,
    GREATER_EQUAL,
    INTEGER,
    KEEP,
    LARGER,
    LESS,
    LESS_EQUAL,
    LOGNORMAL,
    MULTIPLY,
    NORMAL,
    PLAIN,
    POWER,
    SIN,
    SMALLER,
    SUBTRACT,
    THIRD,
    TRY,
    TRY_AGAIN,
    UNEQUAL,
    UNIFORM,
)
from nestlike.kernel.random.random_values import REDRAWS
from nestlike.numerics.engine import bounded, next_uniform, uniform
from nestlike.numerics.engine_state import POSITION
from nestlike.numerics.normal import next_normal, standard_normal


@inlined
def run(operations, operands, n, engine, stack, columns, row):
    """Draw the quantities of connection `row` into arrays at the addresses `columns`."""
    position = np.int64(engine[POSITION])
    engine[POSITION] = run_at(operations, operands, n, engine, position, stack, columns, row)
    return 0


@inlined
def run_at(operations, operands, n, engine, position, stack, columns, row):
    """`run` for loops that keep the engine's position in a register; return it afterwards.

    See `nestlike.numerics.engine.next_word`.
    """
    if operations[0] >= PLAIN:
        return run_plain(operations, operands, n, engine, position, columns, row)
    if operations[0] >= ALONE:
        return run_distributions(operations, operands, n, engine, position, stack, columns, row)
    engine[POSITION] = position
    run_expressions(operations, operands, n, engine, stack, columns, row)
    return np.int64(engine[POSITION])


def run_expressions(operations, operands, n, engine, stack, columns, row):
    """`run` for quantities of any kind."""
    top = 0
    kept = 0
    k = 0
    while k < n:
        code, extra = operations[2 * k], operations[2 * k + 1]
        a, b = operands[2 * k], operands[2 * k + 1]
        k += 1
        if code == KEEP:
            top -= 1
            views.f64(columns[kept], row + 1)[row] = stack[top]
            kept += 1
        elif code <= TRY_AGAIN:
            k, top = performed(code, extra, a, b, k, top, engine, stack)
        elif code == THIRD:
            choose_third(extra, engine, row)
        elif code == APPEND:
            top -= 1
            append(extra, stack[top])
        else:
            stack[top] = counted(extra)
            top += 1
    return 0


@inlined
def performed(code, extra, a, b, k, top, engine, stack):
    """Perform an operation that every kind of program knows, any up to TRY_AGAIN but KEEP.

    `k` is the number of the operation after it, and `top` the first free place on the stack; both
    are returned as they are afterwards.
    """
    if code <= LOGNORMAL:
        stack[top] = drawn(code, a, b, extra, engine)
        return k, top + 1
    if code <= GREATER:
        stack[top - 2] = combined(code, stack[top - 2], stack[top - 1])
        return k, top - 1
    if code <= LARGER:
        stack[top - 1] = mapped(code, stack[top - 1], a)
        return k, top
    if code == GO:
        return extra, top
    if code == GO_IF_FALSE:
        return extra if stack[top - 1] == 0.0 else k, top - 1
    if code == TRY:
        stack[top] = 0.0  # how often it has been tried
        return k, top + 1
    value = stack[top - 1]
    stack[top - 2] += 1.0
    outside = value < a or value > b
    if outside and stack[top - 2] < REDRAWS:
        return extra, top - 1
    if outside:
        stack[FAILED] = 1.0
    stack[top - 2] = value
    return k, top - 1


def append(address, value):
    """Store a value for the third node found last, in the column of a pair (job, column)."""
    places = views.i64(address, 2)
    n = views.record(places[0], JOB_OF_THIRD).n_found
    views.f64(places[1], n + 1)[n] = value


def counted(address):
    """Count the third node found last; return its number."""
    job = views.record(address, JOB_OF_THIRD)
    job.n_found += 1
    return float(job.n_found - 1)


@inlined
def run_plain(operations, operands, n, engine, position, columns, row):
    """`run_distributions` where all are normal or uniform, and any value will do.

    Each branch less counts: they make it harder to foresee which normal deviates are rejected.
    """
    for k in range(n // 2):
        a, b = operands[4 * k], operands[4 * k + 1]
        if operations[4 * k] == NORMAL + PLAIN:
            memory = views.f64(operations[4 * k + 1], 2)
            value, position = next_normal(engine, position, memory)
            value = value * b + a
        else:
            value, position = next_uniform(engine, position)
            value = a + value * b
        views.f64(columns[k], row + 1)[row] = value
    return position


@inlined
def run_distributions(operations, operands, n, engine, position, stack, columns, row):
    """`run_at` where each quantity is a distribution: two rows of the program, and no stack."""
    for k in range(n // 2):
        code, memory = operations[4 * k] - ALONE, operations[4 * k + 1]
        a, b, low, high = (
            operands[4 * k],
            operands[4 * k + 1],
            operands[4 * k + 2],
            operands[4 * k + 3],
        )
        # The two most used ones have code of their own here.
        if code == NORMAL:
            value, position = next_normal(engine, position, views.f64(memory, 2))
            value = value * b + a
        elif code == UNIFORM:
            value, position = next_uniform(engine, position)
            value = a + value * b
        else:
            engine[POSITION] = position
            value = drawn(code, a, b, memory, engine)
            position = np.int64(engine[POSITION])
        if (value < low) | (value > high):
            engine[POSITION] = position
            value = drawn_again(code, a, b, memory, engine, low, high, stack)
            position = np.int64(engine[POSITION])
        views.f64(columns[k], row + 1)[row] = value
    return position


def drawn_again(code, a, b, memory, engine, low, high, stack):
    """Draw from a distribution once more, until the value is in its limits."""
    value = 0.0
    for _ in range(REDRAWS - 1):
        value = drawn(code, a, b, memory, engine)
        if not (value < low or value > high):
            return value
    stack[FAILED] = 1.0
    return value


def drawn(code, a, b, memory, engine):
    """Draw from a distribution."""
    if code == NORMAL or code == LOGNORMAL:
        value = standard_normal(engine, views.f64(memory, 2)) * b + a
        return value if code == NORMAL else math.exp(value)
    if code == CONSTANT:
        return a
    if code == INTEGER:
        return float(bounded(engine, int(a)))
    u = uniform(engine)
    return a + u * b if code == UNIFORM else a * -math.log(1.0 - u)


def combined(code, left, right):
    """Return the result of an operator; of comparisons, the right operand comes first."""
    if code == ADD:
        return left + right
    if code == SUBTRACT:
        return left - right
    if code == MULTIPLY:
        return left * right
    if code == DIVIDE:
        return left / right
    return 1.0 if compared(code, right, left) else 0.0


def compared(code, left, right):
    """Return whether a comparison holds."""
    if code == LESS:
        return left < right
    if code == LESS_EQUAL:
        return left <= right
    if code == EQUAL:
        return left == right
    if code == UNEQUAL:
        return left != right
    if code == GREATER_EQUAL:
        return left >= right
    return left > right


def mapped(code, x, operand):
    """Return a function of a value."""
    if code == EXP:
        return math.exp(x)
    if code == SIN:
        return math.sin(x)
    if code == COS:
        return math.cos(x)
    if code == POWER:
        return math.pow(x, operand)
    if code == SMALLER:
        return operand if operand < x else x
    return operand if x < operand else x
