"""What iaf_psc_delta has that other neurons have not: spikes by the clock, kept input."""

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


FORCED = dict(ignore_and_spike=True, ignore_and_spike_offset=2.0, ignore_and_spike_interval=3.0)


@pytest.fixture
def neuron_and_recorder():
    neuron, recorder = nest.Create("iaf_psc_delta", params=FORCED), nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    return neuron, recorder


def test_spikes_by_the_clock(neuron_and_recorder):
    _, recorder = neuron_and_recorder
    nest.Simulate(12.0)
    assert recorder.events["times"].tolist() == [2.0, 5.0, 8.0, 11.0]


def test_a_new_offset_starts_the_clock_anew(neuron_and_recorder):
    neuron, recorder = neuron_and_recorder
    nest.Simulate(4.0)
    neuron.ignore_and_spike_offset = 1.5
    nest.Simulate(6.0)
    assert recorder.events["times"].tolist() == [2.0, 5.5, 8.5]


def test_other_entries_do_not_touch_the_clock(neuron_and_recorder):
    neuron, recorder = neuron_and_recorder
    nest.Simulate(1.0)
    neuron.set(clear=True)
    nest.Simulate(6.0)
    assert recorder.events["times"].tolist() == [2.0, 5.0]
