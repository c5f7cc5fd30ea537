"""What iaf_psc_delta has that other neurons have not: spikes by the clock, kept input."""

import nestlike as nest
import pytest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def spike_times(neuron, ms):
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(ms)
    return recorder.events["times"].tolist()


def test_spikes_by_the_clock():
    params = dict(ignore_and_spike=True, ignore_and_spike_offset=2.0, ignore_and_spike_interval=3.0)
    assert spike_times(nest.Create("iaf_psc_delta", params=params), 12.0) == [2.0, 5.0, 8.0, 11.0]


def test_a_new_offset_starts_the_clock_anew():
    params = dict(ignore_and_spike=True, ignore_and_spike_offset=2.0, ignore_and_spike_interval=3.0)
    neuron = nest.Create("iaf_psc_delta", params=params)
    nest.Simulate(4.0)
    neuron.ignore_and_spike_offset = 1.5
    assert spike_times(neuron, 6.0) == [5.5, 8.5]


def test_other_entries_do_not_touch_the_clock():
    params = dict(ignore_and_spike=True, ignore_and_spike_offset=2.0, ignore_and_spike_interval=3.0)
    neuron = nest.Create("iaf_psc_delta", params=params)
    nest.Simulate(1.0)
    neuron.set(clear=True)
    assert spike_times(neuron, 6.0) == [2.0, 5.0]
