"""What plastic synapses ask of their targets, also once they are gone."""

import nestlike as nest

STDP = {"synapse_model": "stdp_synapse", "delay": 1.0}


def test_spikes_are_kept_for_readers_that_were_removed():
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 1500.0})
    nest.Connect(neuron, neuron, syn_spec=STDP)
    nest.Simulate(50.0)
    read = neuron.archiver_length
    nest.Disconnect(neuron, neuron, syn_spec=STDP)
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(50.0)
    # NEST goes on to wait for the one that is gone, so that hardly a spike is dropped any more.
    assert (read, recorder.n_events, neuron.archiver_length) == (2, 10, 11)
