"""The loops of rules that draw, for connections by the million.

They visit what `pairs` of the rules visits and draw the same numbers; `visit` runs them.
"""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, f64, i64, record, u64
from nestlike.connect.draw_program import STACK, DrawProgram, run
from nestlike.numerics.engine import bounded, uniform
from nestlike.numerics.engine_state import STATE_WORDS

#: Fewer pairs are visited by interpreted code, which needs nothing to be loaded.
WORTH_COMPILING = 50_000

#: sources, targets: [n_sources], [n_targets] node ids.  source, target: [capacity] results, and
#: columns: [n_columns] addresses of what was drawn.  at: target and source to go on from.
#: memory: of a distribution.  mean_*: program that draws its mean into the double at `mean`.
#: left: connections of the present pair still to be made.  local_*: [n_sources], [n_targets]
#: bytes, whether a node belongs to the virtual process.
JOB = layout(
    "engine sources n_sources targets n_targets autapses multapses degree p:f8"
    " source target capacity made at_target at_source last_use"
    " operations operands n_operations stack columns n_columns"
    " memory mean_operations mean_operands n_mean mean left local_source local_target"
)


@compiled
def connect_fixed_indegree(address):
    """Choose `degree` sources for each target."""
    job = record(address, JOB)
    engine = u64(job.engine, STATE_WORDS)
    sources, targets = i64(job.sources, job.n_sources), i64(job.targets, job.n_targets)
    source, target = i64(job.source, job.capacity), i64(job.target, job.capacity)
    last_use = i64(job.last_use, job.n_sources)
    operations = i64(job.operations, 2 * job.n_operations)
    operands = f64(job.operands, 2 * job.n_operations)
    stack, columns = f64(job.stack, STACK), i64(job.columns, job.n_columns)
    autapses, multapses, n_sources = job.autapses, job.multapses, job.n_sources
    n_operations, degree = job.n_operations, job.degree
    made = 0
    for t in range(job.n_targets):
        for _ in range(degree):
            i = bounded(engine, n_sources)
            while (autapses == 0 and sources[i] == targets[t]) or (
                multapses == 0 and last_use[i] == t + 1
            ):
                i = bounded(engine, n_sources)
            if multapses == 0:
                last_use[i] = t + 1
            source[made], target[made] = sources[i], targets[t]
            if n_operations > 0:
                run(operations, operands, n_operations, engine, stack, columns, made)
            made += 1
    job.made = made
    return 0


@compiled
def connect_pairwise_bernoulli(address):
    """Connect pairs with probability `p` until all are visited or the results are full."""
    job = record(address, JOB)
    engine = u64(job.engine, STATE_WORDS)
    sources, targets = i64(job.sources, job.n_sources), i64(job.targets, job.n_targets)
    source, target = i64(job.source, job.capacity), i64(job.target, job.capacity)
    operations = i64(job.operations, 2 * job.n_operations)
    operands = f64(job.operands, 2 * job.n_operations)
    stack, columns = f64(job.stack, STACK), i64(job.columns, job.n_columns)
    autapses, n_sources, n_operations, p = job.autapses, job.n_sources, job.n_operations, job.p
    made, capacity, first = 0, job.capacity, job.at_source
    for t in range(job.at_target, job.n_targets):
        for s in range(first, n_sources):
            if made == capacity:
                job.made, job.at_target, job.at_source = made, t, s
                return 1
            if (autapses == 0 and sources[s] == targets[t]) or uniform(engine) >= p:
                continue
            source[made], target[made] = sources[s], targets[t]
            if n_operations > 0:
                run(operations, operands, n_operations, engine, stack, columns, made)
            made += 1
        first = 0
    job.made, job.at_target, job.at_source = made, job.n_targets, 0
    return 0


def opened(job):
    """Return engine, sources, targets and results of a job, and what `run` takes but the row."""
    return (
        u64(job.engine, STATE_WORDS),
        i64(job.sources, job.n_sources),
        i64(job.targets, job.n_targets),
        i64(job.source, job.capacity),
        i64(job.target, job.capacity),
        i64(job.operations, 2 * job.n_operations),
        f64(job.operands, 2 * job.n_operations),
        f64(job.stack, STACK),
        i64(job.columns, job.n_columns),
    )


class Visit:
    """One run of a compiled rule on one virtual process.

    Parameters
    ----------
    rule : Rule
        FixedIndegree or PairwiseBernoulli, with a number for its indegree or probability.
    program : DrawProgram
    targets : ndarray of int64
        Those of the virtual process.
    engine : Engine
    capacity, n_columns : int
        Room for connections, and quantities drawn for each.
    """

    def __init__(self, rule, program, targets, engine, capacity: int, n_columns: int):
        self.job = np.zeros(1, JOB)
        engine.refill_by_machine_code()
        self.arrays = {
            "engine": engine.state,
            "sources": np.ascontiguousarray(rule.sources),
            "targets": np.ascontiguousarray(targets),
            "source": np.empty(capacity, np.int64),
            "target": np.empty(capacity, np.int64),
            "last_use": np.zeros(len(rule.sources), np.int64),
            "operations": program.operations,
            "operands": program.operands,
            "stack": np.empty(STACK),
        }
        self.drawn = np.empty((n_columns, capacity))
        self.arrays["columns"] = np.array([address_of(row) for row in self.drawn], np.int64)
        for name, array in self.arrays.items():
            self.job[name] = address_of(array)
        self.job["n_sources"], self.job["n_targets"] = len(rule.sources), len(targets)
        self.job["capacity"], self.job["n_columns"] = capacity, n_columns
        self.job["n_operations"] = len(program.operations)
        self.job["autapses"], self.job["multapses"] = rule.allow_autapses, rule.allow_multapses

    def results(self):
        """Return sources, targets and drawn columns made so far."""
        n = int(self.job["made"][0])
        return self.arrays["source"][:n], self.arrays["target"][:n], self.drawn[:, :n]


def pieces_of(visit, loop):
    """Run a loop until it has visited everything; return sources, targets and drawn columns."""
    pieces = []
    unfinished = True
    while unfinished:
        unfinished = loop(address_of(visit.job))
        pieces.append([np.array(part) if unfinished else part for part in visit.results()])
    if len(pieces) == 1:
        return pieces[0]
    source, target = (np.concatenate([piece[k] for piece in pieces]) for k in (0, 1))
    return source, target, np.concatenate([piece[2] for piece in pieces], axis=1)


def draw_program(drawn: list, vp: int, engine, n_pairs: int):
    """Return the program that draws quantities, None where interpreted code has to do it."""
    if n_pairs < WORTH_COMPILING:
        return None
    try:
        return DrawProgram([quantity.value for quantity in drawn], vp)
    except NotImplementedError:
        return None


def fixed_indegree(rule, drawn: list, vp: int, engine):
    """Return sources, targets, numbers and drawn columns; None where compiling is no use."""
    local = rule.local_targets(vp)
    degree = rule.indegree.value
    program = draw_program(drawn, vp, engine, degree * len(local))
    if program is None:
        return None
    rule.require_partners(rule.targets[local])
    visit = Visit(rule, program, rule.targets[local], engine, degree * len(local), len(drawn))
    visit.job["degree"] = degree
    connect_fixed_indegree(address_of(visit.job))
    sources, targets, columns = visit.results()
    numbers = (local[:, None] * degree + np.arange(degree)).ravel()
    return (sources, targets, numbers), columns


def pairwise_bernoulli(rule, drawn: list, vp: int, engine):
    """Return sources, targets, numbers and drawn columns; None where compiling is no use."""
    targets = rule.targets[rule.local_targets(vp)]
    n_pairs = len(targets) * len(rule.sources)
    program = draw_program(drawn, vp, engine, n_pairs)
    if program is None:
        return None
    p = rule.p.value
    expected = n_pairs * p
    capacity = int(min(n_pairs, expected + 6 * np.sqrt(expected * (1 - p)) + 100))
    visit = Visit(rule, program, targets, engine, capacity, len(drawn))
    visit.job["p"] = p
    source, target, columns = pieces_of(visit, connect_pairwise_bernoulli)
    return (source, target, np.zeros(len(source), np.int64)), columns
