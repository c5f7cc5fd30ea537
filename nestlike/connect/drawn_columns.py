"""Draw the quantities of many connections whose choice consumes no random numbers."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, f64, i64, record, u64
from nestlike.connect.compiled_rules import draw_program
from nestlike.connect.draw_operations import run
from nestlike.connect.draw_program import FAILED, STACK
from nestlike.kernel.errors import KernelException
from nestlike.kernel.random.distributions import Uniform
from nestlike.kernel.random.random_values import Constant
from nestlike.numerics.engine_state import STATE_WORDS

JOB = layout("engine n operations operands n_operations stack columns n_columns")


@compiled
def draw_rows(address):
    """Run a draw program for each of `n` connections."""
    job = record(address, JOB)
    engine, n_operations = u64(job.engine, STATE_WORDS), job.n_operations
    operations, operands = (
        i64(job.operations, 2 * n_operations),
        f64(job.operands, 2 * n_operations),
    )
    stack, columns = f64(job.stack, STACK), i64(job.columns, job.n_columns)
    for row in range(job.n):
        run(operations, operands, n_operations, engine, stack, columns, row)
    return 0


def draw_columns(quantities: list, engine, vp: int, n: int) -> list:
    """Return an array of `n` values for each `Drawn` quantity, drawn connection by connection."""
    values = [quantity.value for quantity in quantities]
    n_random = sum(value.is_random for value in values)
    if all(isinstance(value, Uniform | Constant) for value in values):
        return _uniform_columns(values, n_random, engine, n)
    program = draw_program(draw_rows, quantities, vp, n)
    if program is not None:
        return compiled_columns(program, engine, n)
    if n_random < 2:
        return [value.draws(engine, vp, n) for value in values]
    rows = [[value.draw(engine, vp) for value in values] for _ in range(n)]
    return list(np.array(rows, float).reshape(n, len(values)).T)


def _uniform_columns(values: list, n_random: int, engine, n: int) -> list:
    columns = iter(engine.uniforms(n * n_random).reshape(n, n_random).T)
    return [
        value.min + next(columns) * value.range if value.is_random else np.full(n, value.value)
        for value in values
    ]


def compiled_columns(program, engine, n: int) -> list:
    """Return the columns of a draw program for `n` connections."""
    engine.refill_by_machine_code()
    columns, stack = np.empty((program.n_columns, n)), np.zeros(STACK)
    addresses = np.array([address_of(column) for column in columns], np.int64)
    job = np.zeros(1, JOB)
    job["engine"], job["n"], job["stack"] = address_of(engine.state), n, address_of(stack)
    job["operations"] = address_of(program.operations)
    job["operands"] = address_of(program.operands)
    job["n_operations"] = len(program.operations)
    job["columns"], job["n_columns"] = address_of(addresses), len(addresses)
    draw_rows(address_of(job))
    if stack[FAILED]:
        raise KernelException("A value was drawn again too often.")
    return list(columns)
