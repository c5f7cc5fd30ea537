"""GetConnections and Disconnect."""

import pytest


def rows(connections, *keys):
    found = connections.get(keys)
    return list(zip(*(found[key] for key in keys), strict=True))


def test_order_is_model_then_source(nest):
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes, "all_to_all", "stdp_synapse")
    nest.Connect(nodes, nodes)
    pairs = [(1, 1), (1, 2), (2, 1), (2, 2)]
    expected = [(*p, "static_synapse") for p in pairs] + [(*p, "stdp_synapse") for p in pairs]
    assert rows(nest.GetConnections(), "source", "target", "synapse_model") == expected


def test_filters(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(nodes, nodes)
    nest.Connect(nodes, nodes, "one_to_one", "stdp_synapse")
    assert len(nest.GetConnections()) == 12
    assert nest.GetConnections(nodes[0]).source == [1] * 4
    assert nest.GetConnections(target=nodes[1:]).target == [2, 3] * 3 + [2, 3]
    assert nest.GetConnections(nodes[0], nodes[2]).get("target") == 3
    assert len(nest.GetConnections(synapse_model="stdp_synapse")) == 3
    assert len(nest.GetConnections(synapse_label=3)) == 0


def test_wrong_filters(nest):
    with pytest.raises(TypeError, match="source must be NodeCollection"):
        nest.GetConnections([1])
    with pytest.raises(nest.NESTErrors.UnknownSynapseType):
        nest.GetConnections(synapse_model="foo")


def test_connect_returns_on_demand(nest):
    node = nest.Create("iaf_psc_alpha")
    assert nest.Connect(node, node) is None
    assert len(nest.Connect(node, node, return_synapsecollection=True)) == 2


def test_disconnect_by_nodes(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(nodes, nodes)
    nest.Disconnect(nodes[:2], nodes[1:])
    assert nest.num_connections == 7
    nest.Disconnect(nodes, nodes[:1], conn_spec="all_to_all")
    assert rows(nest.GetConnections(), "source", "target") == [(1, 3), (2, 2), (3, 2), (3, 3)]
    with pytest.raises(nest.NESTErrors.InexistentConnection):
        nest.Disconnect(nodes[:1], nodes[1:2])


def test_disconnect_a_collection(nest):
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes)
    chosen = nest.GetConnections(nodes[0])
    chosen.disconnect()
    assert nest.num_connections == 2
    with pytest.raises(nest.NESTErrors.InexistentConnection):
        nest.Disconnect(chosen)


def test_disconnect_takes_collections_only(nest):
    with pytest.raises(TypeError):
        nest.Disconnect([1], [2])
    with pytest.raises(ValueError, match="conn_spec"):
        nest.Disconnect(nest.GetConnections(), conn_spec="one_to_one")


def test_new_connections_announce_that_old_descriptors_are_void(nest, capsys):
    neurons = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(neurons, neurons)
    nest.verbosity = nest.VerbosityLevel.WARNING
    nest.GetConnections()
    for expected in (1, 0):
        nest.Connect(neurons, neurons)
        assert capsys.readouterr().err.count("are now invalid") == expected
    nest.GetConnections()
    nest.Disconnect(neurons[0], neurons[1])
    assert "are now invalid" in capsys.readouterr().err


def test_connections_found_keep_their_nodes_while_others_are_made(nest):
    nodes = nest.Create("iaf_psc_alpha", 30)
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 5})
    found = nest.GetConnections()
    one = found[7]
    before = found.get(["source", "target"])
    later = nest.GetConnections()
    nest.Connect(nodes, nodes)
    nest.Simulate(1.0)
    assert later.get(["source", "target"]) == before
    assert (one.source, one.target) == (before["source"][7], before["target"][7])
