"""Variants of synapse models: with labels, and with indices of 16 bits in place of pointers."""

import pytest

import nestlike as nest
from nestlike.models import events


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def connected(source, target, receptor=0, model="static_synapse_hpc"):
    nest.Connect(source, target, syn_spec={"synapse_model": model, "receptor_type": receptor})
    return nest.num_connections


def test_compact_synapses_reach_receptor_0_only():
    parrots = nest.Create("parrot_neuron", 2)
    assert connected(parrots, parrots) == 4
    for receptor in (1, nest.random.uniform_int(1) + 1):
        with pytest.raises(nest.NESTErrors.IllegalConnection, match="receptor 0"):
            connected(parrots, parrots, receptor)
    ports = nest.Create("iaf_psc_exp_multisynapse")
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="receptor 0"):
        connected(parrots, ports, 1)


def test_nothing_is_recorded_through_compact_synapses_but_spikes():
    cells = nest.Create("iaf_psc_alpha", 2)
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        connected(nest.Create("voltmeter"), cells)
    assert connected(cells, nest.Create("spike_recorder")) == 2


@pytest.mark.parametrize("threads, made", [(1, 3), (2, 5)])
def test_compact_synapses_reach_few_nodes(monkeypatch, threads, made):
    monkeypatch.setattr(events, "LAST_COMPACT", 3)
    nest.local_num_threads = threads
    source = nest.Create("parrot_neuron")
    targets = nest.Create("parrot_neuron", 9)
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="at most 3 nodes"):
        connected(source, targets)
    assert nest.num_connections >= made


@pytest.mark.parametrize("base", ["static_synapse", "stdp_synapse", "bernoulli_synapse"])
def test_variants_do_the_same(base):
    cells = nest.Create("iaf_psc_alpha", 9, {"I_e": 400.0})
    for third, suffix in enumerate(("", "_lbl", "_hpc")):
        own = cells[3 * third : 3 * third + 3]
        nest.Connect(own, own, syn_spec={"synapse_model": base + suffix, "weight": 50.0})
    nest.Simulate(100.0)
    assert cells[:3].V_m == cells[3:6].V_m == cells[6:].V_m
