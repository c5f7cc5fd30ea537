"""The loop of rules that give nodes a fixed number of partners, for connections by the million.

It draws the numbers that the rules draw, and leaves to them whatever needs a second look.
"""

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import f64, i32, i64, record, u64
from nestlike.connect.draw_program import FAILED, STACK
from nestlike.connect.spatial.job import (
    DONE,
    FAULT,
    JOB,
    PROBABILITY,
    at,
    candidates,
    keep_quantities,
    values,
)
from nestlike.connect.spatial.value_program import MAX_OPERANDS, PLACE
from nestlike.numerics.discrete import discrete
from nestlike.numerics.engine import bounded
from nestlike.numerics.engine_state import STATE_WORDS


@compiled
def connect_fixed_number(address):
    """Connect each driver to `degree` candidates, drawn by lot."""
    job = record(address, JOB)
    engine, stack = u64(job.engine, STATE_WORDS), f64(job.stack, STACK)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, sums, last_use = (
        i64(job.found, job.n_found),
        f64(job.sums, job.n_found),
        i64(job.last_use, job.n_found),
    )
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    autapses, multapses, degree = job.autapses, job.multapses, job.degree
    n_p, n_q, outgoing, strict = job.n_p, job.n_q, job.outgoing, job.strict
    made = 0
    for t in range(job.n_drivers):
        n = candidates(address, t, found)
        if n == 1 and strict and nodes[found[0]] == drivers[t]:
            return FAULT
        legal = n
        if n_p > 0:
            legal = add_up(address, t, found, n, sums, engine, stack, drivers[t])
        elif autapses == 0:
            legal = others(nodes, found, n, drivers[t])
        if n == 0 or legal <= 0 or (multapses == 0 and legal < degree):
            return FAULT
        for _ in range(degree):
            k = choose(n_p, sums, n, engine)
            while (multapses == 0 and last_use[k] == t + 1) or (
                autapses == 0 and nodes[found[k]] == drivers[t]
            ):
                k = choose(n_p, sums, n, engine)
            last_use[k] = t + 1
            partner = nodes[found[k]]
            source[made] = drivers[t] if outgoing else partner
            target[made] = partner if outgoing else drivers[t]
            if n_q > 0:
                keep_quantities(address, t, found[k], made, engine, stack)
            made += 1
        if stack[FAILED] != 0.0:
            return FAULT
    job.made = made
    return DONE


def add_up(address, driver, found, n, sums, engine, stack, excluded):
    """Write partial sums of the candidates' probabilities.

    Returns
    -------
    int
        How many candidates other than `excluded` can be drawn; -1 if that is not so simple.
    """
    job = record(address, JOB)
    place, nodes = f64(job.p_place, PLACE), i64(job.nodes, job.n_nodes)
    operations = i64(job.p_operations, 2 * job.n_p)
    operands = f64(job.p_operands, 2 * job.n_p + MAX_OPERANDS)
    p = f64(job.value_columns, job.n_found)
    if job.p_plain:
        values(address, driver, found, n, PROBABILITY)
    total = 0.0
    for k in range(n):
        if not job.p_plain:
            p[k] = at(place, address, driver, found[k], operations, operands, engine, stack)
        total += p[k]
        if not p[k] >= 0.0:
            return -1
    if not total > 0.0:
        return -1
    legal = 0
    before = 0.0
    for k in range(n):
        sums[k] = before + p[k] / total
        if sums[k] > before and (job.autapses or nodes[found[k]] != excluded):
            legal += 1
        before = sums[k]
    sums[n - 1] = 1.0
    return legal


def others(nodes, found, n, excluded):
    """Return how many candidates are not `excluded`."""
    count = 0
    for k in range(n):
        if nodes[found[k]] != excluded:
            count += 1
    return count


def choose(weighted, sums, n, engine):
    """Return the number of a candidate drawn by lot."""
    if weighted == 0:
        return bounded(engine, n)
    return discrete(engine, sums[:n]) if n > 1 else 0
