"""gamma_sup_generator and ppd_sup_generator: rates, what goes on, and what is refused."""

import numpy as np
import pytest

from nestlike.models.thinning import COUNTS_FROM, draw_transitions
from nestlike.numerics import engine as engines
from nestlike.numerics.binomial import binomial
from nestlike.numerics.engine_state import STATE_WORDS
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson


def count(nest, model, duration=500.0, **parameters):
    generator = nest.Create(model, params=parameters)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(duration)
    return recorder.n_events


@pytest.mark.parametrize("model", ["gamma_sup_generator", "ppd_sup_generator"])
@pytest.mark.parametrize("n_proc", [3, 400])
def test_the_rate_is_that_of_all_processes(nest, model, n_proc):
    expected = 0.5 * 100.0 * n_proc
    assert count(nest, model, rate=100.0, n_proc=n_proc) == pytest.approx(expected, rel=0.2)


def test_intervals_are_regular_for_a_large_shape(nest):
    generator = nest.Create("gamma_sup_generator", params={"rate": 20.0, "gamma_shape": 50})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(3000.0)
    intervals = np.diff(recorder.events["times"])
    assert intervals.std() / intervals.mean() < 0.3


def test_no_interval_is_shorter_than_the_dead_time(nest):
    generator = nest.Create("ppd_sup_generator", params={"rate": 100.0, "dead_time": 7.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(1000.0)
    assert np.diff(recorder.events["times"]).min() >= 7.0


def test_old_targets_keep_their_stages(nest):
    generator = nest.Create("gamma_sup_generator", params={"gamma_shape": 9, "rate": 100.0})
    recorders = nest.Create("spike_recorder", 2)
    nest.Connect(generator, recorders[0])
    nest.Simulate(1.0)
    generator.set(gamma_shape=1, n_proc=40)
    nest.Connect(generator, recorders[1])
    nest.Simulate(1000.0)
    # One process that takes a stage at the present rate of 100 Hz, and 40 that fire at it.
    assert recorders[0].n_events == pytest.approx(1000.0 / 90.0, abs=8)
    assert recorders[1].n_events == pytest.approx(4000.0, rel=0.1)


@pytest.mark.parametrize(
    ("model", "refused"),
    [
        ("gamma_sup_generator", {"gamma_shape": 0}),
        ("gamma_sup_generator", {"rate": -1.0}),
        ("gamma_sup_generator", {"n_proc": 0}),
        ("ppd_sup_generator", {"dead_time": -0.1}),
        ("ppd_sup_generator", {"rate": -1.0}),
        ("ppd_sup_generator", {"rate": -0.0}),
        ("ppd_sup_generator", {"rate": 100.0, "dead_time": 10.0}),
        ("ppd_sup_generator", {"n_proc": 0}),
        ("ppd_sup_generator", {"relative_amplitude": 1.1}),
        ("ppd_sup_generator", {"relative_amplitude": -0.1}),
    ],
)
def test_refused(nest, model, refused):
    generator = nest.Create(model, 2)
    with pytest.raises(nest.NESTErrors.BadProperty):
        generator.set(refused)
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.SetDefaults(model, refused)


@pytest.mark.parametrize(
    ("n", "p", "law"),
    [
        (100, 0.01, "poisson"),
        (99, 0.01, "binomial"),
        (100, 0.0101, "binomial"),
        (499, 0.0002, "poisson"),
        (5, 0.01, "binomial"),
        (1000, 0.0101, "binomial"),
    ],
)
def test_which_law(n, p, law):
    one, other = np.zeros((2, STATE_WORDS), np.uint64)
    for engine in (one, other):
        engines.seed(engine, "mt19937_64", [n, 7])
    memory, own = np.zeros(COUNTS_FROM), np.zeros(max(POISSON_STATE_SIZE, COUNTS_FROM))
    found = [draw_transitions(one, memory, float(n), p) for _ in range(50)]
    draw = {
        "poisson": lambda: poisson(other, own, p * n),
        "binomial": lambda: binomial(other, own, n, p),
    }
    assert found == [draw[law]() for _ in range(50)]
    assert draw_transitions(one, memory, 0.0, p) == 0.0
