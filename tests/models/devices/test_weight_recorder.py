"""weight_recorder: attached through the defaults of a synapse model, filtered by nodes."""

import numpy as np
import pytest

import nestlike as nest

KEYS = ["ports", "receptors", "senders", "targets", "times", "weights"]


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def network(recorder, model="static_synapse", **synapse):
    """Three parrots that each fire at 2 ms onto two others, through a recorded synapse."""
    nest.CopyModel(model, "recorded", {"weight_recorder": recorder})
    generator = nest.Create("spike_generator", {"spike_times": [1.0]})
    sources, targets = nest.Create("parrot_neuron", 3), nest.Create("parrot_neuron", 2)
    nest.Connect(generator, sources)
    nest.Connect(sources, targets, syn_spec={"synapse_model": "recorded", **synapse})
    return sources, targets


def test_every_spike_delivered_is_recorded():
    recorder = nest.Create("weight_recorder")
    sources, targets = network(recorder, weight=2.5, delay=1.5, receptor_type=1)
    assert sorted(recorder.events) == ["senders", "times"]
    nest.Simulate(10.0)
    events = recorder.events
    assert list(events) == KEYS
    assert events["senders"].tolist() == np.repeat(sources.tolist(), 2).tolist()
    assert events["targets"].tolist() == targets.tolist() * 3
    assert events["times"].tolist() == [2.0] * 6  # when they were sent
    assert events["weights"].tolist() == [2.5] * 6
    assert events["receptors"].tolist() == [1] * 6
    assert events["ports"].tolist() == list(range(6))
    assert recorder.n_events == 6


def test_spikes_not_sent_are_not_recorded():
    recorder = nest.Create("weight_recorder")
    network(recorder, "bernoulli_synapse", p_transmit=0.0)
    nest.Simulate(10.0)
    assert recorder.n_events == 0


def test_connections_of_devices_are_not_recorded():
    recorder = nest.Create("weight_recorder")
    nest.SetDefaults("static_synapse", {"weight_recorder": recorder})
    generator = nest.Create("spike_generator", {"spike_times": [1.0]})
    parrot = nest.Create("parrot_neuron")
    nest.Connect(generator, parrot)
    nest.Connect(parrot, nest.Create("spike_recorder"))
    nest.Simulate(10.0)
    assert recorder.n_events == 0


def test_filters():
    recorder = nest.Create("weight_recorder")
    sources, targets = network(recorder)
    recorder.set(senders=sources[1:], targets=targets[:1].tolist())
    assert recorder.senders == sources[1:]
    assert recorder.targets == targets[0]
    nest.Simulate(10.0)
    assert set(recorder.events["senders"]) == set(sources[1:].tolist())
    assert set(recorder.events["targets"]) == set(targets[0].tolist())


def test_filters_are_inherited_from_a_copy():
    nodes = nest.Create("parrot_neuron", 3)
    nest.CopyModel("weight_recorder", "filtered", {"senders": nodes})
    assert nest.Create("filtered").senders == nodes
    assert "senders" not in nest.GetDefaults("filtered")


@pytest.mark.parametrize(
    "wrong, error",
    [
        ([2, 1], "BadProperty"),
        ([1, 1], "BadProperty"),
        ([1000], "UnknownNode"),
        (5, "TypeMismatch"),
        ([1.5], "TypeMismatch"),
        ("a", "TypeMismatch"),
    ],
)
def test_filters_must_be_nodes(wrong, error):
    recorder = nest.Create("weight_recorder", 2)[0]
    with pytest.raises(getattr(nest.NESTErrors, error)):
        recorder.senders = wrong
    assert len(recorder.senders) == 0


def test_the_recorder_must_be_one():
    recorders = nest.Create("weight_recorder", 2)
    for wrong in (nest.Create("spike_recorder"), recorders, nest.NodeCollection()):
        with pytest.raises(nest.NESTErrors.BadProperty):
            nest.SetDefaults("static_synapse", {"weight_recorder": wrong})
    for wrong in ([1], 1):
        with pytest.raises(nest.NESTErrors.TypeMismatch):
            nest.SetDefaults("static_synapse", {"weight_recorder": wrong})
    assert len(nest.GetDefaults("static_synapse", "weight_recorder")) == 0
    nest.SetDefaults("static_synapse", {"weight_recorder": recorders[1]})
    nest.CopyModel("static_synapse", "copy")
    assert nest.GetDefaults("copy", "weight_recorder") == recorders[1]
    with pytest.raises(nest.NESTErrors.NotImplemented):
        nodes = nest.Create("parrot_neuron")
        nest.Connect(nodes, nodes, syn_spec={"weight_recorder": recorders[0]})


def test_it_can_be_attached_later_and_is_asked_for_its_window():
    recorder = nest.Create("weight_recorder", {"start": 15.0})
    generator = nest.Create("spike_generator", {"spike_times": [1.0, 11.0, 21.0]})
    parrots = nest.Create("parrot_neuron", 2)
    nest.Connect(generator, parrots[0])
    nest.Connect(parrots[0], parrots[1])
    nest.Simulate(10.0)
    nest.SetDefaults("static_synapse", {"weight_recorder": recorder})
    nest.Simulate(20.0)
    assert recorder.events["times"].tolist() == [22.0]


def test_files_have_a_column_for_each_quantity(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a data path would outlive the test
    recorder = nest.Create("weight_recorder", {"record_to": "ascii", "label": "w"})
    network(recorder)
    nest.Simulate(5.0)
    lines = (tmp_path / "w-1-0.dat").read_text().splitlines()
    assert lines[2] == "sender\ttime_ms\tweights\ttargets\treceptors\tports"
    assert lines[3] == "3\t2.000\t1.000\t6\t0\t0"
