"""poisson_generator_ps: precise times, dead time, what happens between runs."""

import numpy as np
import pytest


def precise_times(nest, duration, **params):
    """Return the spike times of one train."""
    generator = nest.Create("poisson_generator_ps", params=params)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(duration)
    return recorder.events["times"]


def test_spikes_keep_their_distance(nest):
    times = precise_times(nest, 1000.0, rate=1500.0, dead_time=0.6)
    assert len(times) == pytest.approx(1500, rel=0.1)
    assert np.diff(times).min() >= 0.6 - 1e-9
    assert (np.abs(times / 0.1 - np.rint(times / 0.1)) > 1e-6).any()


def test_with_no_freedom_left_the_train_is_regular(nest):
    times = precise_times(nest, 50.0, rate=500.0, dead_time=2.0)
    np.testing.assert_allclose(np.diff(times), 2.0, rtol=0, atol=1e-9)


def test_it_is_active_in_its_window_only(nest):
    times = precise_times(nest, 30.0, rate=8000.0, start=3.0, stop=9.0, origin=10.0)
    assert times.min() > 13.0
    assert times.max() <= 19.0


def test_more_spikes_in_a_slice_than_steps(nest):
    nest.set(min_delay=2.0, max_delay=2.0)
    generator = nest.Create("poisson_generator_ps", params={"rate": 2e6})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder, syn_spec={"delay": 2.0})
    nest.Simulate(20.0)
    assert recorder.n_events == pytest.approx(40000, rel=0.05)


def test_targets_on_the_grid_get_the_end_of_the_step(nest):
    generator = nest.Create("poisson_generator_ps", params={"rate": 300.0})
    parrot, recorder = nest.Create("parrot_neuron"), nest.Create("spike_recorder")
    nest.Connect(generator, parrot)
    nest.Connect(parrot, recorder)
    nest.Simulate(100.0)
    steps = recorder.events["times"] / nest.resolution
    np.testing.assert_allclose(steps, np.rint(steps), atol=1e-6)


def test_a_further_target_gets_a_train_of_its_own(nest):
    generator = nest.Create("poisson_generator_ps", params={"rate": 1000.0})
    first, second = nest.Create("spike_recorder", 2)
    nest.Connect(generator, first)
    nest.Simulate(20.0)
    nest.Connect(generator, second)
    nest.Simulate(20.0)
    assert second.events["times"].min() > 20.0
    assert first.events["times"].max() > 20.0


def test_a_new_rate_draws_a_new_first_spike(nest):
    generator = nest.Create("poisson_generator_ps", params={"rate": 1e-3})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(10.0)
    generator.rate = 5000.0
    nest.Simulate(10.0)
    assert recorder.n_events > 20


def test_it_announces_spikes_off_the_grid(nest):
    assert not nest.off_grid_spiking
    nest.Create("poisson_generator_ps")
    assert nest.off_grid_spiking
    nest.ResetKernel()
    assert not nest.off_grid_spiking


@pytest.mark.parametrize(
    "params", [{"rate": -1.0}, {"dead_time": -0.1}, {"rate": 500.0, "dead_time": 2.1}]
)
def test_impossible_parameters(nest, params):
    generator = nest.Create("poisson_generator_ps", params={"rate": 10.0, "dead_time": 0.5})
    with pytest.raises(nest.NESTErrors.BadProperty):
        generator.set(params)
    assert generator.get(["rate", "dead_time"]) == {"rate": 10.0, "dead_time": 0.5}


def test_what_is_set_after_prepare(nest):
    generator = nest.Create("poisson_generator_ps", params={"rate": 1000.0, "dead_time": 0.2})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    with nest.RunManager():
        nest.Run(10.0)
        before = recorder.n_events
        assert before > 0
        generator.rate = 0.0
        nest.Run(10.0)
        assert recorder.n_events == before
    generator.rate = 1000.0
    nest.Simulate(10.0)
    assert recorder.n_events > before
