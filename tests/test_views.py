"""Arrays that share memory with the connections of the kernel."""

import gc

import numpy as np
import pytest

import nestlike as nest
from nestlike.kernel.errors import KernelException
from nestlike.views import column, columns

WEIGHTS = nest.random.uniform(1.0, 2.0)


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    yield
    nest.ResetKernel()


def connected(n=50, indegree=20, **synapse):
    nodes = nest.Create("iaf_psc_alpha", n)
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": indegree}, synapse)
    return nest.GetConnections()


def test_weights_are_those_of_the_kernel_and_not_copied():
    connections = connected(weight=WEIGHTS)
    first, second = column(connections, "weight"), column(connections, "weight")
    assert first.dtype == np.float64 and first.shape == (1000,)
    assert first.tolist() == connections.get("weight")
    assert np.shares_memory(first, second)
    assert np.shares_memory(first, connections._datum[0].table.weight.rows)


def test_an_array_shows_what_is_set_later():
    connections = connected(weight=WEIGHTS)
    weights = column(connections, "weight")
    connections.set(weight=np.arange(1000.0))
    assert weights.tolist() == list(range(1000))
    connections[3].weight = -5.0
    assert weights[3] == -5.0


def test_an_array_cannot_be_written_to():
    weights = column(connected(weight=WEIGHTS), "weight")
    with pytest.raises(ValueError, match="read-only"):
        weights[0] = 1.0


def test_a_value_that_all_share_is_shown_without_an_array_of_it():
    connections = connected(weight=2.5)
    weights = column(connections, "weight")
    assert weights.strides == (0,) and weights.tolist() == [2.5] * 1000
    assert connections._datum[0].table.weight.is_constant


@pytest.mark.parametrize("name", ["target", "receptor", "synapse_label", "weight"])
def test_what_is_shown_is_what_get_returns(name):
    connections = connected(synapse_model="static_synapse_lbl", synapse_label=4, weight=WEIGHTS)
    assert column(connections, name).tolist() == connections.get(name)


def test_delays_are_shown_in_steps():
    connections = connected(delay=nest.random.uniform(1.0, 3.0))
    steps = column(connections, "delay_steps")
    assert steps.dtype.kind in "iu"
    assert (steps * 0.1).tolist() == pytest.approx(connections.delay)
    with pytest.raises(KeyError, match="delay_steps"):
        column(connections, "delay")


def test_targets_stay_node_ids_when_a_simulation_wants_them_otherwise():
    connections = connected(weight=WEIGHTS)
    targets = column(connections, "target")
    before = targets.tolist()
    nest.Simulate(5.0)
    assert targets.tolist() == before == nest.GetConnections().get("target")
    assert targets.dtype == np.uint16


def test_ids_that_need_it_have_32_bits():
    nest.Create("parrot_neuron", 70_000)
    connections = connected(weight=WEIGHTS)
    targets = column(connections, "target")
    assert targets.dtype == np.int32 and targets.min() > 70_000
    assert targets.tolist() == connections.get("target")


def test_targets_in_another_form_are_refused():
    connections = connected(weight=WEIGHTS)
    nest.Simulate(1.0)
    if connections._datum[0].table.endpoints.lend_targets() is None:
        with pytest.raises(ValueError, match="copy"):
            column(connections, "target")


def test_lending_targets_changes_no_spike():
    def spikes(lend):
        nest.ResetKernel()
        connections = connected(weight=nest.random.uniform(100.0, 300.0))
        noise = nest.Create("poisson_generator", params={"rate": 20000.0})
        recorder = nest.Create("spike_recorder")
        nest.Connect(noise, nest.GetNodes()[:50], syn_spec={"weight": 100.0})
        nest.Connect(nest.GetNodes()[:50], recorder)
        if lend:
            kept = column(nest.GetConnections(synapse_model="static_synapse")[:1000], "target")
            assert len(kept) == len(connections)
        nest.Simulate(50.0)
        return recorder.events["times"].tolist()

    assert spikes(True) == spikes(False) != []


def test_plastic_weights_are_shown_as_they_change():
    connections = connected(synapse_model="stdp_synapse", weight=WEIGHTS)
    noise = nest.Create("poisson_generator", params={"rate": 50000.0})
    nest.Connect(noise, nest.GetNodes()[:50], syn_spec={"weight": 50.0})
    weights = column(connections, "weight")
    before = weights.copy()
    nest.Simulate(100.0)
    assert (weights != before).any()
    assert weights.tolist() == nest.GetConnections(synapse_model="stdp_synapse").weight


def test_evenly_spaced_connections_have_an_array_with_a_stride():
    connections = connected(weight=WEIGHTS)
    for some in (connections[10:200:7], connections[::-3], connections[5]):
        shown = column(some, "weight")
        assert np.shares_memory(shown, column(connections, "weight"))
        assert shown.tolist() == np.atleast_1d(some.weight).tolist()


def test_scattered_connections_are_refused():
    connections = connected(weight=WEIGHTS)
    with pytest.raises(ValueError, match="evenly spaced"):
        column(connections[[1, 2, 7]], "weight")


def test_each_virtual_process_and_model_has_an_array_of_its_own():
    nest.local_num_threads = 3
    connected(weight=WEIGHTS)
    nest.Connect(nest.GetNodes(), nest.GetNodes(), "one_to_one", "stdp_synapse")
    connections = nest.GetConnections()
    shown = columns(connections, "weight")
    assert len(shown) == 6
    assert np.concatenate(shown).tolist() == connections.weight
    with pytest.raises(ValueError, match="6 tables"):
        column(connections, "weight")


@pytest.mark.parametrize("change", ["reset", "connect", "disconnect", "set"])
def test_an_array_outlives_what_the_kernel_does(change):
    connections = connected(weight=WEIGHTS)
    weights, targets = column(connections, "weight"), column(connections, "target")
    before = weights.tolist(), targets.tolist()
    if change == "reset":
        nest.ResetKernel()
    elif change == "connect":
        nest.Connect(nest.GetNodes(), nest.GetNodes(), syn_spec={"weight": WEIGHTS})
    elif change == "disconnect":
        connections[:500].disconnect()
    else:
        connections.weight = 1.0
    nest.Create("iaf_psc_alpha", 30)
    nest.Simulate(2.0)
    del connections
    gc.collect()
    assert (weights.tolist(), targets.tolist()) == before


def test_connections_that_are_gone_have_no_array():
    connections = connected(weight=WEIGHTS)
    nest.ResetKernel()
    with pytest.raises(KernelException):
        column(connections, "weight")


@pytest.mark.parametrize(
    ("argument", "name", "error"),
    [
        (None, "weight", TypeError),
        ([1.0], "weight", TypeError),
        ("connections", "wieght", KeyError),
        ("connections", "source", KeyError),
        ("connections", "synapse_model", KeyError),
        ("connections", 3, KeyError),
        ("connections", None, KeyError),
        ("nothing", "weight", ValueError),
    ],
)
def test_what_has_no_array_is_refused(argument, name, error):
    connections = connected()
    given = {"connections": connections, "nothing": nest.GetConnections(synapse_label=4)}
    with pytest.raises(error):
        column(given.get(argument, argument) if isinstance(argument, str) else argument, name)


def test_a_vector_has_no_array():
    nodes = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(nodes, nodes, syn_spec="stdp_synapse")
    assert column(nest.GetConnections(), "lambda").tolist() == [0.01] * 9
