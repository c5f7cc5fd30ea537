"""Partners of nodes and distances of connections."""

import math

import pytest

import nestlike as nest

ERRORS = nest.NESTErrors


@pytest.fixture
def layers():
    """Return two layers, the first node of the one connected to all of the other."""
    nest.ResetKernel()
    source, target = (
        nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([2, 1], extent=extent))
        for extent in ([1.0, 1.0], [2.0, 2.0])
    )
    nest.Connect(source[0], target, syn_spec={"weight": 1 / 3, "delay": 1.5})
    nest.Connect(source[0], target[1], syn_spec="stdp_synapse")
    return source, target


def ids(collections):
    return [nodes.tolist() for nodes in collections]


def test_partners(layers):
    source, target = layers
    assert ids(nest.GetTargetNodes(source, target)) == [[3, 4], []]
    assert ids(nest.GetSourceNodes(source, target)) == [[1], [1]]
    assert ids(nest.GetTargetNodes(source, target, "stdp_synapse")) == [[4], []]


def test_positions_of_partners(layers):
    source, target = layers
    left, right = nest.GetPosition(target)
    assert nest.GetTargetPositions(source, target) == [[left, right, right], []]
    assert nest.GetSourcePositions(source, target[1]) == [[nest.GetPosition(source[0])] * 2]


def test_a_layer_of_one_node_gives_its_first_coordinate_as_in_nest(layers):
    source, target = layers
    assert nest.GetSourcePositions(source[0], target[0]) == [[-0.25]]


def test_distances_of_connections(layers):
    source, target = layers
    found = nest.GetConnections(source, target)
    assert found.distance == [0.25, 0.75, 0.75]
    assert found.distance is found.distance
    assert found[0].distance == [0.25]
    assert nest.GetConnections(target, source).distance == []


def test_distances_without_positions(layers):
    source, _ = layers
    plain = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(plain[0], source)
    nest.Connect(source[0], plain)
    for found in (nest.GetConnections(plain), nest.GetConnections(source, plain)):
        assert all(math.isnan(d) for d in found.distance)
    deep = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([1, 1, 1]))
    nest.Connect(source, deep)
    with pytest.raises(ERRORS.BadProperty):
        nest.GetConnections(source, deep).distance  # noqa: B018


def test_refusals(layers):
    source, target = layers
    plain = nest.Create("iaf_psc_alpha")
    for error, call in (
        (TypeError, lambda: nest.GetTargetNodes([1], target)),
        (TypeError, lambda: nest.GetSourceNodes(source, 5)),
        (ERRORS.LayerExpected, lambda: nest.GetTargetPositions(source, plain)),
        (ERRORS.UnknownSynapseType, lambda: nest.GetTargetNodes(source, target, "nothing")),
        (ERRORS.TypeMismatch, lambda: nest.GetTargetNodes(source, target, 5)),
    ):
        with pytest.raises(error):
            call()
