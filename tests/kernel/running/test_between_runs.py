"""Between Prepare and Run and between two Runs: connections that are set, made or removed act."""

import numpy as np
import pytest


@pytest.fixture
def network(nest):
    """Return a parrot that fires every ms, and two neurons that it reaches."""
    times = np.arange(1.0, 60.0).tolist()
    generator = nest.Create("spike_generator", params={"spike_times": times})
    parrot = nest.Create("parrot_neuron")
    neurons = nest.Create("iaf_psc_exp", 2)
    nest.Connect(generator, parrot)
    nest.Connect(parrot, neurons, syn_spec={"weight": 20.0})
    return generator, parrot, neurons


def potentials(nest, neurons, change, runs=(10.0, 10.0)):
    with nest.RunManager():
        nest.Run(runs[0])
        change()
        for duration in runs[1:]:
            nest.Run(duration)
    return np.array(neurons.V_m)


def test_a_weight_takes_effect_at_once(nest, network):
    _, parrot, neurons = network
    first = nest.GetConnections(parrot, neurons[:1])
    plain, other = potentials(nest, neurons, lambda: first.set(weight=0.0))
    assert plain < other


def test_connections_between_neurons_wait(nest, network):
    _, parrot, neurons = network
    spec = {"weight": 500.0, "delay": 1.0}
    first, second = potentials(
        nest, neurons, lambda: nest.Connect(parrot, neurons[0], "all_to_all", spec)
    )
    assert first == second
    nest.Simulate(5.0)
    assert neurons[0].V_m != neurons[1].V_m


def test_connections_between_neurons_act_once_they_are_in_order(nest, network):
    _, parrot, neurons = network

    def change():
        nest.Connect(parrot, neurons[0], syn_spec={"weight": 5.0, "delay": 1.0})
        nest.GetConnections()

    first, second = potentials(nest, neurons, change)
    assert first > second


def test_weights_are_set_while_new_connections_wait(nest, network):
    _, parrot, neurons = network
    old = nest.GetConnections(parrot, neurons[:1])

    def change():
        nest.Connect(parrot, neurons, syn_spec={"weight": 500.0, "delay": 1.0})
        old.weight = 0.0

    first, second = potentials(nest, neurons, change)
    assert first < second < -60.0


def test_connections_from_devices_act_at_once(nest, network):
    generator, _, neurons = network
    spec = {"weight": 5.0, "delay": 1.0}
    first, second = potentials(
        nest, neurons, lambda: nest.Connect(generator, neurons[0], syn_spec=spec)
    )
    assert first > second


def test_connections_to_recorders_act_at_once(nest, network):
    _, parrot, neurons = network
    recorder = nest.Create("spike_recorder")
    potentials(nest, neurons, lambda: nest.Connect(parrot, recorder))
    assert (recorder.events["times"] > 10.0).all()
    assert recorder.n_events == 10


def test_removed_connections_carry_nothing(nest, network):
    _, parrot, neurons = network
    first, second = potentials(nest, neurons, nest.GetConnections(parrot, neurons[0]).disconnect)
    assert first < second


@pytest.mark.parametrize("delay", [0.5, 20.0])
def test_before_the_first_run_any_delay_can_be_set(nest, network, delay):
    _, parrot, neurons = network
    first = nest.GetConnections(parrot, neurons[:1])
    nest.Prepare()
    first.delay = delay
    nest.Run(5.0)
    assert (neurons[0].V_m == -70.0) == (delay > 5.0)
    nest.Run(30.0)
    nest.Cleanup()
    assert neurons[0].V_m > -70.0


def test_nodes_made_meanwhile_take_part(nest, network):
    _, _, neurons = network
    made = []

    def change():
        made.append(nest.Create("iaf_psc_exp", params={"I_e": 500.0}))
        generator = nest.Create("spike_generator", params={"spike_times": [15.0]})
        nest.Connect(generator, neurons[0])

    first, second = potentials(nest, neurons, change)
    assert first > second
    assert made[0].V_m > -70.0


def test_the_time_is_set_back_while_spikes_are_under_way(nest, network):
    """What is in the ring buffer arrives when it would have."""
    _, parrot, neurons = network
    nest.GetConnections(parrot, neurons).delay = 4.0
    with nest.RunManager():
        nest.Run(4.0)
        nest.biological_time = 0.0
        nest.Run(1.6)
        early = neurons[0].V_m
        nest.Run(0.8)
        assert early == -70.0 < neurons[0].V_m


@pytest.mark.parametrize(("simulated", "seen"), [(4.0, [16, 20]), (4.8, [20, 20])])
def test_samples_of_an_odd_slice_wait_for_another_one_when_time_is_set_back(nest, simulated, seen):
    """With slices of 0.8 ms, the last of which is number 4 or 5."""
    nest.resolution = 0.2
    neuron = nest.Create("iaf_psc_exp")
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.2})
    nest.Connect(meter, neuron)
    nest.Connect(neuron, neuron, syn_spec={"delay": 0.8})
    nest.Simulate(simulated)
    nest.biological_time = 0.0
    found = [meter.n_events]
    nest.Simulate(1.6)
    found.append(meter.n_events)
    assert found == seen
    nest.Simulate(0.8)
    assert meter.n_events == round(simulated / 0.2)
