"""Generators with a sinusoidal rate: the rate, and one spike train or one for each target."""

import numpy as np
import pytest

MODELS = ("sinusoidal_poisson_generator", "sinusoidal_gamma_generator")
RATE = {"rate": 4000.0, "amplitude": 3000.0, "frequency": 50.0, "phase": 30.0}


@pytest.fixture(params=MODELS)
def model(request):
    return request.param


def same(nest, model):
    """Return the name of a copy that sends all targets the same spikes."""
    nest.CopyModel(model, "same", {"individual_spike_trains": False})
    return "same"


def trains(nest, generator):
    """Return the spike times of parrots, by parrot."""
    parrots, recorder = nest.Create("parrot_neuron", 4), nest.Create("spike_recorder")
    nest.Connect(generator, parrots)
    nest.Connect(parrots, recorder)
    nest.Simulate(100.0)
    events = recorder.events
    return [np.sort(events["times"][events["senders"] == i]) for i in parrots.tolist()]


@pytest.mark.parametrize("threads", [1, 2])
def test_the_rate_can_be_recorded(nest, model, threads):
    nest.set(local_num_threads=threads)
    generator = nest.Create(model, params=RATE)
    meter = nest.Create("multimeter", params={"record_from": ["rate"], "interval": 0.1})
    nest.Connect(meter, generator)
    nest.Simulate(30.0)
    t = meter.events["times"]
    expected = 4000.0 + 3000.0 * np.sin(2 * np.pi * 50.0 * t / 1000.0 + np.pi / 6)
    assert len(t) == 290
    np.testing.assert_allclose(meter.events["rate"], expected, rtol=1e-9)


def test_each_target_gets_its_own_train(nest, model):
    first, *others = trains(nest, nest.Create(model, params=RATE))
    assert len(first) > 200
    assert all(not np.array_equal(first, other) for other in others)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_or_all_get_the_same(nest, model, threads):
    nest.set(local_num_threads=threads)
    generator = nest.Create(same(nest, model), params=RATE)
    assert generator.get("vp") == 1 % threads
    first, *others = trains(nest, generator)
    assert len(first) > 200
    for other in others:
        np.testing.assert_array_equal(other, first)
    assert nest.local_spike_counter >= 5 * len(first)


def test_that_is_no_choice_of_a_node(nest, model):
    generator = nest.Create(model)
    for value in (True, False):
        with pytest.raises(nest.NESTErrors.BadProperty, match="individual_spike_trains"):
            generator.individual_spike_trains = value


def test_plastic_synapses_from_one_train(nest, model):
    generator, neuron = nest.Create(same(nest, model)), nest.Create("iaf_psc_alpha")
    if model == "sinusoidal_gamma_generator":
        nest.Connect(generator, neuron, syn_spec="stdp_synapse")
    else:
        with pytest.raises(nest.NESTErrors.IllegalConnection):
            nest.Connect(generator, neuron, syn_spec="stdp_synapse")
    assert nest.num_connections == (model == "sinusoidal_gamma_generator")


def test_where_a_generator_is_not_its_model_remembers_the_synapse(nest, model):
    nest.set(local_num_threads=2)
    first, second = nest.Create(same(nest, model), 2)
    neurons = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(first, neurons, syn_spec="static_synapse")
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="same synapse type"):
        nest.Connect(second, neurons, syn_spec="static_synapse_hom_w")


def test_values_are_shown_as_they_are_used(nest, model):
    generator = nest.Create(model, params={**RATE, "phase": 33.3})
    assert generator.phase == pytest.approx(33.3, rel=1e-15)
    assert generator.frequency == 50.0


def test_gamma_refuses_orders_and_rates(nest):
    generator = nest.Create("sinusoidal_gamma_generator", params=RATE)
    for params in ({"order": 0.9}, {"amplitude": 4001.0}, {"amplitude": -1.0}, {"rate": 2999.0}):
        with pytest.raises(nest.NESTErrors.BadProperty):
            generator.set(params)


def test_gamma_trains_are_regular(nest):
    generator = nest.Create("sinusoidal_gamma_generator", params={"rate": 300.0, "order": 9.0})
    train = trains(nest, generator)[0]
    assert np.std(np.diff(train)) / np.mean(np.diff(train)) < 0.6


def test_poisson_rates_are_cut_at_zero(nest):
    params = {"rate": 0.0, "amplitude": 9000.0, "frequency": 50.0}
    train = trains(nest, nest.Create("sinusoidal_poisson_generator", params=params))[0]
    assert len(train) > 100
    assert (np.sin(2 * np.pi * 50.0 * (train - 1.0) / 1000.0) > -0.1).all()
