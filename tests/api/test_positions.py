"""Positions, displacements and nearest nodes; numbers measured with NEST 3.10.0."""

import numpy as np
import pytest

import nestlike as nest

ERRORS = nest.NESTErrors


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def grid(*args, **kwargs):
    return nest.Create("iaf_psc_alpha", positions=nest.spatial.grid(*args, **kwargs))


def test_one_node_has_one_position():
    layer = grid([3, 4])
    assert nest.GetPosition(layer[3]) == [-0.33333333333333337, -0.375]
    assert nest.GetPosition(layer[3:5]) == [
        [-0.33333333333333337, -0.375],
        [-2.7755575615628914e-17, 0.375],
    ]


def test_way_from_points_and_from_nodes():
    layer = grid([2, 2])
    assert nest.Displacement([[0.0, 0.0]], layer[0]) == [[-0.25, 0.25]]
    assert nest.Displacement(layer[0], layer[3]) == [[-0.5, 0.5]]
    assert nest.Distance(np.array([0.0, 0.25]), layer) == [0.25, 0.5590169943749475] * 2


def test_the_nearer_way_around():
    layer = grid([4, 4], edge_wrap=True)
    assert nest.Displacement([[-0.5, 0.375]], layer[12]) == [[-0.125, 0.0]]


def test_counts_must_match():
    layer = grid([2, 2])
    with pytest.raises(ValueError):
        nest.Distance([[0.0, 0.0]] * 3, layer)
    with pytest.raises(ValueError):
        nest.Displacement(layer[:2], layer[1:])
    with pytest.raises(ERRORS.BadProperty):
        nest.Displacement([], layer)


def test_dimensions_must_match():
    layer, deep = grid([2, 2]), grid([2, 2, 2])
    with pytest.raises(ERRORS.BadProperty):
        nest.Distance([[0.0, 0.0, 0.0]], layer)
    with pytest.raises(ERRORS.BadProperty):
        nest.Distance(layer[0], deep)


def test_wrong_arguments():
    layer = grid([2, 2])
    for bad in (5, "a", None, [["a", "b"]], [0.1]):
        with pytest.raises(TypeError):
            nest.Distance(bad, layer)
    with pytest.raises(TypeError):
        nest.GetPosition([1, 2])
    with pytest.raises(ERRORS.LayerExpected):
        nest.Distance([[0.0, 0.0]], nest.Create("iaf_psc_alpha", 2))


def test_nearest_nodes():
    layer = grid([2, 2])
    assert nest.FindNearestElement(layer, [0.2, 0.3]).tolist() == [3]
    both = nest.FindNearestElement(layer, [[-0.2, -0.3], [0.3, -0.1]])
    assert [node.tolist() for node in both] == [[2], [4]]
    ties = nest.FindNearestElement(layer, [0.0, 0.0], find_all=True)
    assert [node.tolist() for node in ties] == [[1], [2], [3], [4]]


def test_centre():
    layer = grid([3, 3])
    assert nest.FindCenterElement(layer).tolist() == [5]
    with pytest.raises(TypeError):
        nest.FindCenterElement(nest.Create("iaf_psc_alpha", 2))
