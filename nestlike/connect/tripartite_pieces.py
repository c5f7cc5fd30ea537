"""Gather the connections of one process with those of their third nodes, by compiled code."""

import numpy as np

from nestlike.connect.batches import Gathered, of_sequence
from nestlike.connect.compiled_rules import draw_program
from nestlike.connect.compiled_third import ThirdDraw
from nestlike.connect.drawn_columns import compiled_columns, draw_rows
from nestlike.connect.pieces import Pieces
from nestlike.connect.sequence import require_proxies


def gather(rule, specs: list, vp: int, third) -> Gathered | None:
    """Return all connections of a process, None where interpreted code has to make them.

    Parameters
    ----------
    rule : Rule
    specs : list of SynapseSpecification
    vp : int
        Virtual process.
    third : ThirdFactorBernoulliWithPool

    Raises
    ------
    KernelException
        If one connection is impossible.
    """
    if not third.is_fresh(vp) or rule.engine(vp) is not third.engine(vp):
        return None
    targets = rule.targets[rule.local_targets(vp)]
    drawn = [quantity for spec in specs for quantity in spec.drawn]
    draw = ThirdDraw(third, vp, np.unique(targets))
    visited = _visit(rule, [*drawn, draw], vp)
    if visited is None:
        return None
    gathered = Gathered(visited.expected)
    for (sources, targets, numbers), columns in visited.pieces:
        require_proxies(rule, targets)
        visits = _primary(specs, sources, targets, numbers, columns, len(third.specs))
        visits += _of_third(draw, third, specs, vp, sources, targets, columns[-1])
        gathered.add(of_sequence(vp, visits))
    draw.finish()
    return gathered


def _visit(rule, drawn: list, vp: int) -> Pieces | None:
    engine = rule.engine(vp)
    if rule.draws:
        return rule.compiled(drawn, vp, engine)
    found = rule.all_pairs(vp, engine)
    program = draw_program(draw_rows, drawn, vp, len(found[0]))
    if program is None:
        return None
    program.bind(np.ascontiguousarray(found[1], np.int32))
    return Pieces(len(found[0]), iter([(found, compiled_columns(program, engine, len(found[0])))]))


def _primary(specs: list, sources, targets, numbers, columns, n_third: int) -> list:
    """Return what `of_sequence` takes of the connections that the rule makes."""
    places = np.arange(len(sources)) * (len(specs) + n_third)
    drawn = iter(columns)
    return [
        (spec, places + k, sources, targets, numbers, [next(drawn) for _ in spec.drawn])
        for k, spec in enumerate(specs)
    ]


def _of_third(draw, third, specs, vp: int, sources, targets, column) -> list:
    """Return what `of_sequence` takes of the connections from third nodes; note the pairs."""
    rows = np.flatnonzero(column >= 0.0)
    found, columns = draw.take()
    third.found[vp] += zip(sources[rows].tolist(), found.tolist(), strict=True)
    places = rows * (len(specs) + len(third.specs)) + len(specs)
    drawn, numbers = iter(columns), np.zeros(len(rows), np.int64)
    return [
        (spec, places + k, found, targets[rows], numbers, [next(drawn) for _ in spec.drawn])
        for k, spec in enumerate(third.specs)
    ]
