"""Spikes that arrive after connections have been made that were not there when they were sent."""

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def weights_of_spikes_under_way():
    nest.set(min_delay=1.0, max_delay=1.0)
    recorder = nest.Create("weight_recorder")
    nest.SetDefaults("static_synapse", {"weight_recorder": recorder})
    generator = nest.Create("spike_generator", {"spike_times": [4.0]})
    parrots, targets = nest.Create("parrot_neuron", 3), nest.Create("parrot_neuron", 2)
    nest.Connect(generator, parrots)
    nest.Connect(parrots[1], targets)
    nest.Simulate(5.0)
    nest.Connect(parrots[0], targets, syn_spec={"weight": 2.0})
    nest.Connect(parrots[1], targets, syn_spec={"weight": 3.0})
    nest.Simulate(5.0)
    return recorder.events["weights"].tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_not_compressed_they_reach_what_there_was(threads):
    nest.local_num_threads, nest.use_compressed_spikes = threads, False
    assert weights_of_spikes_under_way() == [1.0, 1.0]


def test_compressed_they_reach_the_source_that_has_the_number_now():
    assert weights_of_spikes_under_way() == [2.0, 2.0]


def test_the_kind_of_addresses_may_change():
    nest.set(min_delay=1.0, max_delay=1.0)
    generator = nest.Create("spike_generator", {"spike_times": [1.0, 2.0, 3.0, 4.0, 5.0]})
    parrots = nest.Create("parrot_neuron", 3)
    nest.Connect(generator, parrots)
    for compressed in (True, False, True):
        nest.use_compressed_spikes = compressed
        nest.Connect(parrots, parrots[:1], syn_spec={"receptor_type": 1})
        nest.Simulate(2.0)
    assert nest.biological_time == 6.0


def test_sources_without_connections_keep_their_numbers():
    nest.set(min_delay=1.0, max_delay=1.0)
    recorder = nest.Create("weight_recorder")
    nest.SetDefaults("static_synapse", {"weight_recorder": recorder})
    generator = nest.Create("spike_generator", {"spike_times": [4.0]})
    parrots, target = nest.Create("parrot_neuron", 4), nest.Create("parrot_neuron")
    nest.Connect(generator, parrots)
    nest.Connect(parrots, target)
    nest.Simulate(5.0)
    nest.Disconnect(parrots[1], target)
    nest.Simulate(5.0)
    assert recorder.events["senders"].tolist() == parrots[[0, 2, 3]].tolist()


def weights_after_changes_between(changes):
    """Return the weights that spikes under way meet when connections change after Prepare."""
    nest.ResetKernel()
    recorder = nest.Create("weight_recorder")
    nest.SetDefaults("static_synapse", {"weight_recorder": recorder})
    generator = nest.Create("spike_generator", {"spike_times": [4.0]})
    parrots, target = nest.Create("parrot_neuron", 3), nest.Create("parrot_neuron")
    nest.Connect(generator, parrots[1:])
    nest.Connect(parrots[1:], target)
    nest.Simulate(5.0)
    nest.Prepare()
    changes(parrots, target)
    nest.Run(5.0)
    nest.Cleanup()
    return recorder.events["weights"].tolist()


def test_they_follow_when_connections_are_put_in_order_and_made_again():
    def numbered_anew(parrots, target):
        nest.Connect(parrots[0], target, syn_spec={"weight": 7.0})
        nest.GetConnections()

    def and_others_made(parrots, target):
        numbered_anew(parrots, target)
        nest.Connect(parrots, target, syn_spec={"weight": 9.0})

    found = weights_after_changes_between(numbered_anew)
    assert 7.0 in found
    assert weights_after_changes_between(and_others_made) == found
