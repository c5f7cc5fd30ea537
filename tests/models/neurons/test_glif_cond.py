"""glif_cond: vectors that differ from node to node, and the threshold test."""

import numpy as np
import pytest

import nestlike as nest

THREE = {"tau_syn": [1.0, 2.0, 3.0], "E_rev": [0.0, -80.0, -70.0]}


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def drive(nodes, receptor, times=(1.0, 2.0), weight=5.0):
    generator = nest.Create("spike_generator", {"spike_times": list(times)})
    spec = {"receptor_type": receptor, "weight": weight, "delay": 0.1}
    nest.Connect(generator, nodes, syn_spec=spec)


def test_conductances_follow_the_receptors():
    node = nest.Create("glif_cond")
    node.set(THREE)
    assert len(node.g) == 1  # as in NEST, until the first Prepare
    drive(node, receptor=3)
    nest.Simulate(5.0)
    assert list(node.g > 0.0) == [False, False, True]
    assert len(node.dg) == 3


def test_recordables_follow_the_receptors():
    node = nest.Create("glif_cond", THREE)
    assert [name for name in node.recordables if name.startswith("g_")] == ["g_1", "g_2", "g_3"]


@pytest.mark.parametrize("port", [0, 3])
def test_a_port_must_exist(port):
    parrot, node = nest.Create("parrot_neuron"), nest.Create("glif_cond")
    with pytest.raises(nest.NESTErrors.IncompatibleReceptorType):
        nest.Connect(parrot, node, syn_spec={"receptor_type": port})
    assert not node.has_connections


def test_connections_keep_the_number_of_ports():
    parrot, node = nest.Create("parrot_neuron"), nest.Create("glif_cond")
    nest.Connect(parrot, node, syn_spec={"receptor_type": 2})
    assert node.has_connections
    with pytest.raises(nest.NESTErrors.BadProperty, match="has connections"):
        node.set(THREE)
    assert len(node.tau_syn) == 2


def test_nodes_of_one_call_may_have_different_receptors():
    together = nest.Create("glif_cond", 2)
    together[1].set(THREE)
    alone = nest.Create("glif_cond")
    alone.set(THREE)
    for node in (together[1], alone):
        drive(node, receptor=2)
        drive(node, receptor=3)
    drive(together[0], receptor=1)
    nest.Simulate(10.0)
    assert [len(g) for g in together.g] == [2, 3]
    assert together.g[1].tobytes() == alone.g.tobytes()
    assert together.V_m[1] == alone.V_m
    assert together.g[0][0] > 0.0


def test_receptors_may_be_added_between_simulations():
    nest.set(min_delay=0.1, max_delay=2.0)
    late, early = nest.Create("glif_cond"), nest.Create("glif_cond", THREE)
    current = nest.Create("dc_generator", {"amplitude": 50.0})
    nest.Connect(current, late + early, syn_spec={"delay": 2.0})
    nest.Simulate(5.0)
    late.set(THREE)
    nest.Simulate(5.0)
    for node in (late, early):
        drive(node, 3, times=[12.0])
    nest.Simulate(10.0)
    assert late.V_m == early.V_m
    assert late.g.tobytes() == early.g.tobytes()


def test_a_multimeter_reads_each_conductance():
    node = nest.Create("glif_cond", THREE)
    meter = nest.Create("multimeter", {"record_from": ["g_3", "V_m", "g_1"], "interval": 0.1})
    nest.Connect(meter, node)
    drive(node, receptor=3)
    nest.Simulate(5.0)
    g_3, V_m = node.g[2], node.V_m
    nest.Simulate(0.1)  # samples of a step arrive with the next one
    events = meter.events
    assert not events["g_1"].any()
    assert (events["g_3"][-1], events["V_m"][-1]) == (g_3, V_m)


def test_a_multimeter_needs_the_recordable_on_all_nodes():
    nodes = nest.Create("glif_cond", 2)
    nodes[0].set(THREE)
    meter = nest.Create("multimeter", {"record_from": ["g_3"]})
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="g_3"):
        nest.Connect(meter, nodes)
    # The node before the one that refused is connected, and once is enough.
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="only be connected once"):
        nest.Connect(meter, nodes[0])


def test_mechanisms_must_make_one_of_the_five_models():
    node = nest.Create("glif_cond")
    with pytest.raises(nest.NESTErrors.BadProperty, match="mechanism"):
        node.set(adapting_threshold=True)
    node.set(adapting_threshold=True, spike_dependent_threshold=True, after_spike_currents=True)
    node.set(threshold_voltage=1.0)
    assert "threshold_voltage" not in node.get()


@pytest.mark.parametrize(
    "params",
    [
        {"tau_syn": [1.0]},
        {"tau_syn": [1.0, 0.0]},
        {"ASCurrents": [1.0, 2.0]},
        {"threshold_spike": 1.0},
        {"after_spike_currents": True, "asc_r": [0.5]},
        {"after_spike_currents": True, "asc_r": [0.5, 1.5]},
        {"spike_dependent_threshold": True, "voltage_reset_fraction": 1.5},
        {"V_reset": -50.0},
        {"t_ref": 0.0},
    ],
)
def test_illegal_values_change_nothing(params):
    node = nest.Create("glif_cond")
    before = node.get()
    with pytest.raises(nest.NESTErrors.BadProperty):
        node.set(params)
    assert str(node.get()) == str(before)


def test_what_is_switched_off_may_have_any_value():
    off = {"th_voltage_decay": 0.0, "th_spike_decay": -1e9, "asc_decay": [-1.0], "asc_r": []}
    node = nest.Create("glif_cond", off)
    nest.Simulate(1.0)
    assert node.V_m == node.E_L


def test_values_relative_to_the_resting_potential():
    node = nest.Create("glif_cond")
    node.set(E_L=-70.0)
    assert (node.V_th, node.V_reset, node.V_m) == (-51.68, -78.85, -78.85)


def test_a_spike_needs_more_than_the_threshold():
    # At rest, with V_th reached exactly, nothing happens.
    node = nest.Create("glif_cond", {"V_m": -60.0, "E_L": -60.0, "V_th": -60.0, "V_reset": -70.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(node, recorder)
    nest.Simulate(1.0)
    assert recorder.n_events == 0
    node.V_m = -59.9
    nest.Simulate(1.0)
    assert recorder.n_events == 1


def test_potential_is_held_while_refractory():
    node = nest.Create("glif_cond", {"V_m": -50.0, "t_ref": 2.0})
    meter = nest.Create("multimeter", {"record_from": ["V_m"], "interval": 0.1})
    nest.Connect(meter, node)
    drive(node, receptor=1, times=[0.5])
    nest.Simulate(4.0)
    potential = meter.get("events", "V_m")
    assert np.all(potential[:20] == node.V_reset)
    assert potential[21] > node.V_reset
