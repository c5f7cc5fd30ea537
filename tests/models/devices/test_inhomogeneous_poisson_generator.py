"""inhomogeneous_poisson_generator: when rates change, and what cannot be set."""

import numpy as np
import pytest

RATES = {"rate_times": [10.0, 20.0, 30.0], "rate_values": [50000.0, 0.0, 200000.0]}


@pytest.fixture
def generator(nest):
    return nest.Create("inhomogeneous_poisson_generator", params=RATES)


@pytest.fixture
def recorder(nest, generator):
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    return recorder


def counts(recorder):
    """Return the number of spikes in each period of 10 ms up to 40 ms."""
    # The first spikes at a rate carry the stamp of its time; half a step keeps bins clear of it.
    return np.histogram(recorder.events["times"] + 0.05, np.arange(0.0, 50.0, 10.0))[0]


def test_rates_hold_between_their_times(nest, recorder):
    nest.Simulate(40.0)
    np.testing.assert_allclose(counts(recorder), [0, 500, 0, 2000], rtol=0.2)


def test_new_rates_take_over_from_old_ones(nest, generator, recorder):
    nest.Simulate(15.0)
    generator.set(rate_times=[20.0, 30.0, 40.0], rate_values=[0.0, 100000.0, 0.0])
    nest.Simulate(35.0)
    np.testing.assert_allclose(counts(recorder), [0, 500, 0, 1000], rtol=0.2)


@pytest.mark.parametrize(
    "params",
    [
        {"rate_times": [5.0]},
        {"rate_values": [5.0]},
        {"rate_times": [5.0, 6.0], "rate_values": [1.0]},
        {"rate_times": [6.0, 5.0], "rate_values": [1.0, 1.0]},
        {"rate_times": [0.0], "rate_values": [1.0]},
        {"rate_times": [5.05], "rate_values": [1.0]},
        {"allow_offgrid_times": True},
    ],
)
def test_what_cannot_be_set(nest, generator, params):
    with pytest.raises(nest.NESTErrors.BadProperty):
        generator.set(params)
    np.testing.assert_array_equal(generator.rate_times, RATES["rate_times"])
    np.testing.assert_array_equal(generator.rate_values, RATES["rate_values"])


def test_times_in_a_step_go_to_its_end(nest, generator):
    generator.set(allow_offgrid_times=True, rate_times=[5.01, 7.0], rate_values=[1.0, 2.0])
    np.testing.assert_allclose(generator.rate_times, [5.1, 7.0])


def test_without_new_times_the_old_ones_stay(nest, generator, recorder):
    generator.set(rate_times=[], rate_values=[])
    np.testing.assert_array_equal(generator.rate_times, RATES["rate_times"])
    assert len(generator.rate_values) == 0
    nest.Simulate(40.0)
    assert counts(recorder)[3] > 1000
