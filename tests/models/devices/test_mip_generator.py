"""mip_generator: one mother process for all targets on all virtual processes."""

import numpy as np
import pytest


def trains(nest, p_copy, threads, n=4):
    """Return the spike times of parrots, by parrot."""
    nest.set(local_num_threads=threads)
    generator = nest.Create("mip_generator", params={"rate": 800.0, "p_copy": p_copy})
    parrots, recorder = nest.Create("parrot_neuron", n), nest.Create("spike_recorder")
    nest.Connect(generator, parrots)
    nest.Connect(parrots, recorder)
    nest.Simulate(500.0)
    events = recorder.events
    return [np.sort(events["times"][events["senders"] == i]) for i in parrots.tolist()]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_certain_copies_are_alike_everywhere(nest, threads):
    first, *others = trains(nest, 1.0, threads)
    assert len(first) == pytest.approx(400, rel=0.2)
    for other in others:
        np.testing.assert_array_equal(other, first)


def test_copies_thin_the_mother(nest):
    first, second, *_ = trains(nest, 0.5, 2)
    assert len(first) == pytest.approx(200, rel=0.25)
    assert not np.array_equal(first, second)
    assert len(np.intersect1d(first, second)) > 50


@pytest.mark.parametrize("params", [{"rate": -1.0}, {"p_copy": 1.1}, {"p_copy": -0.1}])
def test_impossible_parameters(nest, params):
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.Create("mip_generator", params=params)
