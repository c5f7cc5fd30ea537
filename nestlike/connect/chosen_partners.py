"""Choose partners for each of many nodes with one random engine, when nothing else draws."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, i64, record, u64
from nestlike.numerics.engine import bounded
from nestlike.numerics.engine_state import STATE_WORDS

#: Fewer choices are made by interpreted code, which needs nothing to be loaded.
WORTH_COMPILING = 50_000

#: nodes, candidates: [n_nodes], [n_candidates] node ids.  chosen: [n_nodes * degree] positions
#: among the candidates.
JOB = layout(
    "engine nodes n_nodes candidates n_candidates degree autapses multapses chosen last_use"
)


@compiled
def choose_partners(address):
    """Choose `degree` candidates for each node."""
    job = record(address, JOB)
    engine, n = u64(job.engine, STATE_WORDS), job.n_candidates
    nodes, candidates = i64(job.nodes, job.n_nodes), i64(job.candidates, n)
    chosen, last_use = i64(job.chosen, job.n_nodes * job.degree), i64(job.last_use, n)
    autapses, multapses, degree = job.autapses, job.multapses, job.degree
    made = 0
    for k in range(job.n_nodes):
        for _ in range(degree):
            i = bounded(engine, n)
            while (autapses == 0 and candidates[i] == nodes[k]) or (
                multapses == 0 and last_use[i] == k + 1
            ):
                i = bounded(engine, n)
            last_use[i] = k + 1
            chosen[made] = i
            made += 1
    return 0


def partners(nodes, candidates, degree: int, autapses: bool, multapses: bool, engine):
    """Return the positions, among the candidates, of `degree` partners for each node.

    Parameters
    ----------
    nodes, candidates : ndarray of int64
        Node ids.
    degree : int
        Number of partners; whoever calls makes sure that there are so many.
    autapses : bool
        Whether a node may be its own partner.
    multapses : bool
        Whether a node may have the same partner twice.
    engine : Engine

    Returns
    -------
    ndarray of int64, shape (n_nodes * degree,)
    """
    n_choices = len(nodes) * degree
    if autapses and multapses:
        return engine.bounded_many(len(candidates), n_choices)
    if n_choices < WORTH_COMPILING:
        found = [
            _partners_of(node, candidates, degree, autapses, multapses, engine)
            for node in nodes.tolist()
        ]
        return np.array(found, np.int64).ravel()
    engine.refill_by_machine_code()
    job, chosen = np.zeros(1, JOB), np.empty(n_choices, np.int64)
    arrays = {
        "engine": engine.state,
        "nodes": np.ascontiguousarray(nodes),
        "candidates": np.ascontiguousarray(candidates),
        "chosen": chosen,
        "last_use": np.zeros(len(candidates), np.int64),
    }
    for name, array in arrays.items():
        job[name] = address_of(array)
    job["n_nodes"], job["n_candidates"], job["degree"] = len(nodes), len(candidates), degree
    job["autapses"], job["multapses"] = autapses, multapses
    choose_partners(address_of(job))
    return chosen


def _partners_of(node: int, candidates, degree: int, autapses, multapses, engine) -> list[int]:
    chosen: dict[int, None] | list[int] = [] if multapses else {}
    while len(chosen) < degree:
        i = engine.bounded(len(candidates))
        if not autapses and candidates[i] == node:
            continue
        if multapses:
            chosen.append(i)
        else:
            chosen[i] = None
    return list(chosen)
