"""Sources and targets: the forms in which they are stored, and what simulations make of them."""

import numpy as np
import pytest

from nestlike.kernel.connections.endpoints import SOURCE, TARGET, Endpoints


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


def test_part_in_any_order():
    ends = endpoints([1, 2, 2], [7, 8, 9])
    assert ends.part(np.array([2, 0])).source.tolist() == [2, 1]
    ends.group()
    assert ends.part(np.array([2, 0])).target.tolist() == [9, 7]


def test_nothing_can_be_grouped():
    ends = Endpoints(np.empty((0, 2), np.int32))
    ends.group()
    assert len(ends) == 0 and len(ends.source) == 0 and not list(ends.runs()[0])
