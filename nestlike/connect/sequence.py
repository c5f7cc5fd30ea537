"""The connections of one process one by one, in the order in which NEST makes them."""

import numpy as np

from nestlike.connect.batches import of_sequence
from nestlike.connect.populations import is_replicated
from nestlike.models.events import illegal

_NO_PROXIES = "Cannot use this rule to connect to nodes without proxies (usually devices)."


def require_proxies(rule, targets) -> None:
    """Raise IllegalConnection if a rule that cannot use replicated targets is given some."""
    if rule.requires_proxies and is_replicated(targets).any():
        raise illegal(_NO_PROXIES)


def connections(rule, specs: list, vp: int, third=None):
    """Yield (number of the specification, source, target, number, what was drawn for it).

    Parameters
    ----------
    rule : Rule
    specs : list of SynapseSpecification
    vp : int
        Virtual process.
    third : ThirdFactor, optional
        What else to connect whenever a pair has been connected; its specifications are numbered
        after `specs`.
    """
    engine = rule.engine(vp)
    refused = _without_proxies(rule)
    for pair in rule.pairs(vp, engine):
        if pair[1] in refused:
            raise illegal(_NO_PROXIES)
        for which, spec in enumerate(specs):
            yield which, *pair, spec.draw(pair[2], engine, vp)
        if third is not None:
            for which, *connection in third.connections(*pair[:2], vp):
                yield len(specs) + which, *connection


def _without_proxies(rule) -> set:
    if not rule.requires_proxies:
        return set()
    nodes = np.concatenate([rule.sources, rule.targets])
    return set(nodes[is_replicated(nodes)].tolist())


class Sequence:
    """Connections in the order of making.

    Parameters
    ----------
    specs : list of SynapseSpecification
    vp : int
        Virtual process.
    made : iterable of tuple
        As `connections` yields them.
    """

    def __init__(self, specs: list, vp: int, made=()):
        self.specs, self.vp = specs, vp
        self.made = list(made)

    def __len__(self) -> int:
        return len(self.made)

    def specification(self, k: int):
        """Return the specification of connection `k`."""
        return self.specs[self.made[k][0]]

    def parts(self, begin: int, end: int) -> list:
        """Return the parts (see `batches`) of connections `begin` to `end`."""
        by_spec: dict[int, list] = {}
        for place, connection in enumerate(self.made[begin:end]):
            by_spec.setdefault(connection[0], []).append((place, *connection[1:]))
        return of_sequence(
            self.vp, [(self.specs[which], *_columns(rows)) for which, rows in by_spec.items()]
        )


def _columns(rows: list):
    """Return places, sources, targets, numbers, and what was drawn, as arrays."""
    integers = np.array([row[:4] for row in rows], np.int64).T
    return *integers, list(np.array([row[4] for row in rows], float).reshape(len(rows), -1).T)
