"""bernoulli_synapse and quantal_stp_synapse: what is sent, what changes, what is refused."""

import numpy as np
import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def counted(n_spikes=200, **synapse):
    """Return how many of `n_spikes` spikes each of 50 parrots gets, and the connections."""
    times = [float(t) for t in range(1, n_spikes + 1)]
    generator = nest.Create("spike_generator", {"spike_times": times})
    source, targets = nest.Create("parrot_neuron"), nest.Create("parrot_neuron", 50)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, source)
    nest.Connect(source, targets, syn_spec=synapse)
    nest.Connect(targets, recorder)
    nest.Simulate(n_spikes + 10.0)
    counts = np.bincount(recorder.events["senders"].astype(int), minlength=53)[3:]
    return counts, nest.GetConnections(source, targets)


@pytest.mark.parametrize("p, low, high", [(0.0, 0, 0), (1.0, 200, 200), (0.3, 30, 90)])
def test_spikes_are_transmitted_with_a_probability(p, low, high):
    counts, _ = counted(synapse_model="bernoulli_synapse", p_transmit=p)
    assert len(counts) == 50
    assert counts.min() >= low and counts.max() <= high
    assert abs(counts.mean() - 200 * p) < 5


def test_each_connection_has_its_own_probability():
    p = nest.random.uniform(0.0, 1.0)
    counts, connections = counted(synapse_model="bernoulli_synapse", p_transmit=p)
    wanted = dict(zip(connections.target, connections.p_transmit, strict=True))
    for count, target in zip(counts, sorted(wanted), strict=True):
        assert abs(count - 200 * wanted[target]) < 45


def test_depleted_sites_stay_so_without_recovery():
    parameters = dict(u=1.0, U=1.0, n=3, a=2, tau_rec=1e12)
    counts, connections = counted(synapse_model="quantal_stp_synapse", **parameters)
    assert (counts == 1).all()  # both sites at the first spike
    assert set(connections.a) == {0}
    assert set(connections.u) == {1.0}


def test_all_sites_recover_at_once():
    parameters = dict(u=1.0, U=1.0, n=3, a=0, tau_rec=1e-9)
    counts, connections = counted(synapse_model="quantal_stp_synapse", **parameters)
    assert (counts == 199).all()  # the first spike finds none
    assert {type(a) for a in connections.a} == {int}


def test_the_weight_is_that_of_all_sites_released():
    source, target = nest.Create("parrot_neuron"), nest.Create("iaf_psc_delta")
    generator = nest.Create("spike_generator", {"spike_times": [1.0]})
    nest.Connect(generator, source)
    sites = {"n": 4, "a": 4, "u": 1.0, "weight": 0.5, "delay": 0.1}
    nest.Connect(source, target, syn_spec={"synapse_model": "quantal_stp_synapse", **sites})
    meter = nest.Create("voltmeter", {"interval": 0.1})
    nest.Connect(meter, target)
    nest.Simulate(5.0)
    assert np.isclose(meter.events["V_m"].max(), -70.0 + 4 * 0.5)


@pytest.mark.parametrize(
    "model, wrong",
    [
        ("bernoulli_synapse", {"p_transmit": 1.5}),
        ("bernoulli_synapse", {"p_transmit": -0.1}),
        ("quantal_stp_synapse", {"U": 2.0}),
        ("quantal_stp_synapse", {"u": -1.0}),
        ("quantal_stp_synapse", {"tau_rec": 0.0}),
        ("quantal_stp_synapse", {"tau_fac": -1.0}),
    ],
)
def test_impossible_values_are_refused_everywhere(model, wrong):
    node = nest.Create("iaf_psc_alpha")
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.SetDefaults(model, wrong)
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.Connect(node, node, syn_spec={"synapse_model": model, **wrong})
    nest.Connect(node, node, syn_spec={"synapse_model": model})
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.GetConnections().set(wrong)


def test_generators_cannot_use_them():
    target = nest.Create("iaf_psc_alpha")
    for device in ("poisson_generator", "spike_generator", "dc_generator"):
        for model in ("bernoulli_synapse", "quantal_stp_synapse"):
            with pytest.raises(nest.NESTErrors.IllegalConnection):
                nest.Connect(nest.Create(device), target, syn_spec=model)


def test_only_the_labelled_variant_tells_its_size():
    assert "sizeof" not in nest.GetDefaults("quantal_stp_synapse")
    assert "sizeof" not in nest.GetDefaults("quantal_stp_synapse_hpc")
    assert nest.GetDefaults("quantal_stp_synapse_lbl", "sizeof") == 88


def test_they_act_before_recorders_too():
    parrots, recorders = nest.Create("parrot_neuron", 2), nest.Create("spike_recorder", 3)
    generator = nest.Create("spike_generator", {"spike_times": [float(t) for t in range(1, 201)]})
    nest.Connect(generator, parrots)
    nest.Connect(parrots, recorders[0])
    nest.Connect(parrots, recorders[1], syn_spec="bernoulli_synapse")
    sites = {"synapse_model": "quantal_stp_synapse", "u": 1.0, "U": 1.0, "n": 2, "tau_rec": 1e12}
    nest.Connect(parrots, recorders[2], syn_spec=sites)
    nest.Simulate(101.0)
    nest.GetConnections(parrots, recorders[1]).p_transmit = 0.3
    nest.Simulate(100.0)
    assert [recorder.n_events for recorder in recorders][::2] == [400, 2]
    assert 230 <= recorders[1].n_events <= 290
    assert nest.GetConnections(parrots, recorders[2]).a == [0, 0]


def test_copies_of_a_spike_share_their_fate_before_a_recorder():
    generator = nest.Create("spike_generator", {"spike_times": [float(t) for t in range(1, 51)]})
    generator.spike_multiplicities = [3] * 50
    parrot, recorder = nest.Create("parrot_neuron"), nest.Create("spike_recorder")
    nest.Connect(generator, parrot)
    half = {"synapse_model": "bernoulli_synapse", "p_transmit": 0.5}
    nest.Connect(parrot, recorder, syn_spec=half)
    nest.Simulate(60.0)
    _, counts = np.unique(recorder.events["times"], return_counts=True)
    assert set(counts) == {3}
    assert 10 < len(counts) < 40
