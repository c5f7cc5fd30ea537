"""Sources and targets: the forms in which they are stored, and what simulations make of them."""

import numpy as np
import pytest

from nestlike.kernel.connections.endpoints import SOURCE, TARGET, Endpoints
from nestlike.kernel.connections.growing_array import GrowingArray

NARROW, WIDE = np.uint16, np.uint32


def endpoints(sources, targets):
    pairs = np.empty((len(sources), 2), np.int32)
    pairs[:, SOURCE], pairs[:, TARGET] = sources, targets
    return Endpoints(pairs)


@pytest.mark.parametrize("n", [1, 2, 7, 200_001])
def test_grouping_changes_nothing_but_the_form(n):
    random = np.random.default_rng(n)
    sources, targets = np.sort(random.integers(1, 50, n)), random.integers(1, 2**31, n)
    ends = endpoints(sources, targets)
    loose = ends.runs()
    ends.group()
    assert ends.are_by_source and len(ends) == n
    assert np.array_equal(ends.source, sources) and np.array_equal(ends.target, targets)
    assert all(np.array_equal(a, b) for a, b in zip(loose, ends.runs(), strict=True))
    assert ends.target_range() == (targets.min(), targets.max())


def test_targets_come_back_from_what_stands_for_them():
    ends = endpoints([1, 1, 4], [7, 5, 6])
    ends.group()
    nodes = np.array([0, 5, 6, 7])
    found = ends.addresses(lambda ids, first: ids - 4, nodes)
    assert found.tolist() == [3, 1, 2] and ends.target.tolist() == [7, 5, 6]
    again = ends.addresses(lambda ids, first: ids - 5, np.array([5, 6, 7]))
    assert again.tolist() == [2, 0, 1] and found.tolist() == [3, 1, 2]
    assert ends.target.tolist() == [7, 5, 6] and ends.target_range() == (5, 7)


def many(n):
    """Return the ends of connections whose memory is as that of a table, and their targets."""
    pairs = GrowingArray(n, np.int32, (2,)).rows
    targets = np.random.default_rng(n).integers(100, 60_000, n)
    pairs[:, SOURCE], pairs[:, TARGET] = np.arange(n) // 50 + 1, targets
    ends = Endpoints(pairs)
    ends.group()
    return ends, targets


@pytest.mark.parametrize("n", [1, 2, 7, 70_001, 700_001])
@pytest.mark.parametrize("kinds", [(NARROW, WIDE, NARROW), (WIDE, NARROW, NARROW)])
def test_what_stands_for_targets_may_change_its_width(n, kinds):
    ends, targets = many(n)
    for k, kind in enumerate(kinds):
        offset = k + (70_000 if kind is WIDE else 0)
        nodes = np.arange(140_000) - offset
        found = ends.addresses(lambda ids, first, o=offset: ids + o, nodes, kind)
        assert found.dtype == kind and np.array_equal(found, targets + offset)
        assert np.array_equal(ends.target, targets)
        rows = np.array([0, n // 2, n - 1])
        assert np.array_equal(ends.targets_of(rows), targets[rows])
    assert ends.target_range() == (targets.min(), targets.max())


@pytest.mark.parametrize("kind", [NARROW, WIDE])
@pytest.mark.parametrize("n", [3, 700_001])
def test_lent_targets_stay_node_ids(n, kind):
    ends, targets = many(n)
    lent = ends.lend_targets()
    found = ends.addresses(lambda ids, first: ids - 100, np.arange(60_000) + 100, kind)
    assert lent.dtype == np.int32 and np.array_equal(lent, targets)
    assert np.array_equal(found, targets - 100) and np.array_equal(ends.target, targets)
    assert ends.lend_targets() is None


@pytest.mark.parametrize("kind", [NARROW, WIDE])
def test_ends_in_any_order_keep_node_ids_beside_what_stands_for_them(kind):
    ends = endpoints([2, 1], [7, 5])
    found = ends.addresses(lambda ids, first: ids - 4, np.arange(4) + 4, kind)
    assert found.dtype == kind and found.tolist() == [3, 1]
    assert ends.target.tolist() == [7, 5] and ends.source.tolist() == [2, 1]


def test_part_in_any_order():
    ends = endpoints([1, 2, 2], [7, 8, 9])
    assert ends.part(np.array([2, 0])).source.tolist() == [2, 1]
    ends.group()
    assert ends.part(np.array([2, 0])).target.tolist() == [9, 7]


def test_nothing_can_be_grouped():
    ends = Endpoints(np.empty((0, 2), np.int32))
    ends.group()
    assert len(ends) == 0 and len(ends.source) == 0 and not list(ends.runs()[0])


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("n", [1, 7, 400])
def test_some_ends_are_those_of_all(grouped, n):
    rng = np.random.default_rng(n)
    source, target = np.sort(rng.integers(1, 20, n)), rng.integers(1, 30, n)
    ends = endpoints(source, target)
    if grouped:
        ends.group()
    marks = np.zeros(31, bool)
    marks[rng.integers(1, 20, 5)] = True
    assert ends.rows_of(marks).tolist() == np.flatnonzero(marks[source]).tolist()
    places = [np.count_nonzero(source[:k] == source[k]) for k in range(n)]
    for size in (0, 1, n // 20, n):
        rows = rng.choice(n, size, replace=False)
        assert ends.sources_of(rows).tolist() == source[rows].tolist()
        assert ends.targets_of(rows).tolist() == target[rows].tolist()
        assert ends.places_of(rows).tolist() == [places[k] for k in rows]


def test_settled_ends_are_not_moved():
    pairs = np.array([[1, 2], [3, 4]], np.int32)
    ends = Endpoints(pairs)
    settled = ends.settled()
    pairs[:] = 0
    assert settled.source.tolist() == ([2, 4] if SOURCE else [1, 3])
