"""Connections of devices: what fits together, where they are listed, how they are numbered."""

import pytest

NO_INPUT = "We do not allow connection of a device to a global receiver"
ILLEGAL = [
    ("iaf_psc_alpha", "poisson_generator", "static_synapse", "spike input"),
    ("iaf_psc_alpha", "voltmeter", "static_synapse", "Connect\\(meter, neuron\\)"),
    ("poisson_generator", "poisson_generator", "static_synapse", NO_INPUT),
    ("spike_generator", "multimeter", "static_synapse", NO_INPUT),
    ("spike_generator", "dc_generator", "static_synapse", "spike input"),
    ("poisson_generator", "iaf_psc_alpha", "stdp_synapse", "spike input"),
    ("dc_generator", "iaf_psc_alpha", "stdp_synapse", "current input"),
    ("dc_generator", "parrot_neuron", "static_synapse", "current input"),
    ("multimeter", "iaf_psc_alpha", "stdp_synapse", "data logging"),
    ("voltmeter", "spike_recorder", "static_synapse", "data logging"),
    ("spike_recorder", "iaf_psc_alpha", "static_synapse", "Source node does not send output"),
    ("iaf_psc_alpha", "spike_recorder", "stdp_synapse", "does not support STDP"),
]


@pytest.fixture
def create(nest):
    def create(model, n=1):
        if model not in nest.node_models:
            pytest.skip(f"{model} is not built")
        return nest.Create(model, n)

    return create


@pytest.mark.parametrize(("source", "target", "synapse", "words"), ILLEGAL)
def test_what_does_not_fit_is_refused(nest, create, source, target, synapse, words):
    nodes = create(source), create(target)
    with pytest.raises(nest.NESTErrors.IllegalConnection, match=words):
        nest.Connect(*nodes, "one_to_one", synapse)
    assert nest.num_connections == 0


def test_random_rules_need_targets_that_exist_once(nest, create):
    nodes, recorder = create("iaf_psc_alpha", 3), create("spike_recorder")
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="nodes without proxies"):
        nest.Connect(nodes, recorder, {"rule": "fixed_indegree", "indegree": 1})


def test_a_generator_keeps_to_one_synapse_model(nest, create):
    generator, nodes = create("poisson_generator"), create("iaf_psc_alpha", 2)
    nest.Connect(generator, nodes[:1])
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="same synapse type"):
        nest.Connect(generator, nodes[1:], "one_to_one", "static_synapse_hom_w")


def test_meters_are_numbered_at_each_node(nest, create):
    meters, nodes = create("voltmeter", 2), create("iaf_psc_alpha", 2)
    nest.Connect(meters, nodes)
    assert nest.GetConnections().receptor == [1, 1, 2, 2]
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="only be connected once"):
        nest.Connect(meters[:1], nodes[1:])


def test_connections_to_recorders_live_with_their_source(nest, create):
    nest.local_num_threads = 2
    nodes, recorders = create("iaf_psc_alpha", 2), create("spike_recorder", 2)
    nest.Connect(nodes, recorders)
    found = nest.GetConnections().get(["source", "target", "target_thread", "port"])
    rows = sorted(zip(*found.values(), strict=True))
    assert rows == [(1, 3, 1, 0), (1, 4, 1, 1), (2, 3, 0, 0), (2, 4, 0, 1)]


def test_connections_between_devices_live_with_their_target(nest, create):
    nest.local_num_threads = 2
    generators, recorders = create("spike_generator", 2), create("spike_recorder", 2)
    nest.Connect(generators, recorders)
    found = nest.GetConnections().get(["source", "target", "target_thread", "port"])
    rows = sorted(zip(*found.values(), strict=True))
    assert rows == [(1, 3, 1, 0), (1, 4, 0, 0), (2, 3, 1, 0), (2, 4, 0, 0)]
    # As in NEST, a filter for targets does not look at these.
    assert len(nest.GetConnections(target=recorders)) == 0


def test_connections_of_devices_cannot_be_removed(nest, create):
    nest.Connect(create("iaf_psc_alpha", 2), create("spike_recorder"))
    with pytest.raises(nest.NESTErrors.InexistentConnection):
        nest.GetConnections().disconnect()
