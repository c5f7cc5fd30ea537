"""The loops of rules that look at every pair, for connections by the million.

They visit what the rules visit and draw the same numbers.
"""

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import f64, i32, i64, record, u64
from nestlike.connect.draw_program import FAILED, STACK
from nestlike.connect.spatial.job import (
    DONE,
    FAULT,
    FULL,
    JOB,
    PROBABILITY,
    at,
    candidates,
    keep_quantities,
    values,
)
from nestlike.connect.spatial.value_program import MAX_OPERANDS, PLACE
from nestlike.numerics.engine import uniform
from nestlike.numerics.engine_state import STATE_WORDS
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson
from nestlike.numerics.uniforms import draw_uniforms


@compiled
def connect_pairwise(address):
    """Connect each driver to candidates, each by itself with a probability or mean."""
    job = record(address, JOB)
    engine, memory = u64(job.engine, STATE_WORDS), f64(job.memory, POISSON_STATE_SIZE)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, stack, place = (
        i64(job.found, job.n_found),
        f64(job.stack, STACK),
        f64(job.p_place, PLACE),
    )
    operations, n_p = i64(job.p_operations, 2 * job.n_p), job.n_p
    operands = f64(job.p_operands, 2 * job.n_p + MAX_OPERANDS)
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    known, autapses, by_poisson = job.p_plain, job.autapses, job.poisson
    p, capacity, n_q = f64(job.value_columns, job.n_found), job.capacity, job.n_q
    made, first, left = 0, job.candidate, job.left
    for t in range(job.driver, job.n_drivers):
        n = candidates(address, t, found)
        if left < 0:
            memory[:] = 0.0
        if known:
            values(address, t, found, n, PROBABILITY)
        for k in range(first, n):
            node = found[k]
            if autapses == 0 and nodes[node] == drivers[t]:
                continue
            if left < 0:
                left = 1
                # A probability that draws too does so after this one.
                u = 0.0 if by_poisson or n_p == 0 else uniform(engine)
                if n_p > 0 and not known:
                    p[k] = at(place, address, t, node, operations, operands, engine, stack)
                if by_poisson:
                    if p[k] >= 1e9:
                        return FAULT
                    left = poisson(engine, memory, p[k])
                elif n_p > 0 and not u < p[k]:
                    left = 0
            while left > 0:
                if made == capacity:
                    job.made, job.driver, job.candidate, job.left = made, t, k, left
                    return FULL
                source[made], target[made] = nodes[node], drivers[t]
                if n_q > 0:
                    keep_quantities(address, t, node, made, engine, stack)
                made += 1
                left -= 1
            left = -1
        first = 0
        if stack[FAILED] != 0.0:
            return FAULT
    job.made = made
    return DONE


@compiled
def connect_plain_pairwise(address):
    """Connect each driver to candidates with a probability; no other value is drawn."""
    job = record(address, JOB)
    engine = u64(job.engine, STATE_WORDS)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, uniforms = i64(job.found, job.n_found), f64(job.sums, job.n_found)
    p = f64(job.value_columns, job.n_found)
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    made = 0
    for t in range(job.driver, job.n_drivers):
        n = candidates(address, t, found)
        if made + n > job.capacity:
            job.made, job.driver = made, t
            return FULL
        if job.n_boxes == 0:
            restore(found, n)
        if job.autapses == 0:
            n = drop(nodes, found, n, drivers[t])
        if job.n_p > 0:
            values(address, t, found, n, PROBABILITY)
            draw_uniforms(engine, uniforms, n)
            n = keep_less(uniforms, p, found, n)
        for k in range(n):
            source[made + k] = nodes[found[k]]
            target[made + k] = drivers[t]
        for q in range(job.n_q):
            values(address, t, found, n, q)
            column = f64(i64(job.columns, job.n_q)[q], job.capacity)
            for k in range(n):
                column[made + k] = p[k]
        made += n
    job.made = made
    return DONE


def restore(found, n):
    """Make all nodes candidates again."""
    for k in range(n):
        found[k] = k


def drop(nodes, found, n, excluded):
    """Remove a node from the candidates; return how many are left."""
    left = 0
    for k in range(n):
        found[left] = found[k]
        left += 0 if nodes[found[k]] == excluded else 1
    return left


def keep_less(uniforms, p, found, n):
    """Keep the candidates whose uniform number is less than `p`; return how many."""
    left = 0
    for k in range(n):
        found[left] = found[k]
        # No branch: nobody could foresee which way it goes.
        left += 1 if uniforms[k] < p[k] else 0
    return left
