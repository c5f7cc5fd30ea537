"""The compiled loop of fixed_indegree for indegrees that are drawn."""

import math

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import i8, i64, record
from nestlike.connect.compiled_rules import (
    JOB,
    PIECE,
    Visit,
    can_be_drawn,
    draw_program,
    draw_rate,
    opened,
)
from nestlike.connect.draw_operations import run
from nestlike.connect.draw_program import FAILED
from nestlike.numerics.engine import bounded


@compiled
def connect_drawn_indegree(address):
    """Draw an indegree for each target and so many sources, until the results are full."""
    job = record(address, JOB)
    engine, sources, targets, source, target, operations, operands, stack, columns = opened(job)
    last_use, here = i64(job.last_use, job.n_sources), i8(job.local_target, job.n_targets)
    autapses, multapses, n, n_operations = (
        job.autapses,
        job.multapses,
        job.n_sources,
        job.n_operations,
    )
    made, left = 0, job.left
    for t in range(job.at_target, job.n_targets):
        if left < 0:
            left = rounded(draw_rate(job, engine, stack))
            if here[t] == 0:
                left = 0
            # Interpreted code says which target has how many sources too few.
            if left > (n if autapses else n - 1) and (multapses == 0 or (n == 1 and autapses == 0)):
                stack[FAILED] = 1.0
                return 0
        while left > 0:
            if made == job.capacity:
                job.made, job.at_target, job.left = made, t, left
                return 1
            i = bounded(engine, n)
            if autapses == 0 and sources[i] == targets[t]:
                continue
            if multapses == 0 and last_use[i] == t + 1:
                continue
            last_use[i] = t + 1
            source[made], target[made] = sources[i], targets[t]
            if n_operations > 0:
                run(operations, operands, n_operations, engine, stack, columns, made)
            made += 1
            left -= 1
        left = -1
    job.made, job.at_target, job.left = made, job.n_targets, -1
    return 0


def rounded(value):
    """Round to the nearest integer, halves upwards; 0 for what is negative, NaN or too large."""
    if not 0.0 <= value < 2.0**62:
        return 0
    whole = math.floor(value)
    return int(whole) + (1 if value - whole >= 0.5 else 0)


def fixed_indegree(rule, drawn: list, vp: int, engine):
    """Return the pieces of a rule with a drawn indegree, or None.

    Parameters
    ----------
    rule : FixedIndegree
    drawn : list of Drawn
        What to draw for each connection after choosing it.
    """
    if rule.has_arrays or not can_be_drawn(rule.indegree, vp):
        return None
    n_pairs = len(rule.targets) * len(rule.sources)
    program = draw_program(connect_drawn_indegree, drawn, vp, n_pairs)
    if program is None:
        return None
    here, targets = rule.has(vp, rule.targets), rule.targets
    if not rule.loops_over_all_targets():
        targets, here = targets[here], np.ones(int(here.sum()), bool)
    visit = Visit(rule, program, targets, engine, PIECE)
    visit.set_rate(rule.indegree, vp)
    visit.set(left=-1, local_target=here.astype(np.int8))
    return visit.pieces(connect_drawn_indegree)
