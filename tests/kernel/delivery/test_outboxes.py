"""Lists that compiled code fills: they grow where more comes than was expected."""

import numpy as np

from nestlike.compiler.kernels import kernel
from nestlike.kernel.delivery.emission import post
from nestlike.kernel.delivery.outboxes import Outboxes


@kernel
def post_many(address, n):
    """Post `n` spikes of nodes 0, 1, ..."""
    for i in range(n):
        post(address, i, i % 7, 1)
    return 0


def test_an_outbox_grows():
    outboxes = Outboxes()
    outboxes.expect(3)
    post_many(outboxes.even, 1000)
    _, late, odd = (waiting for waiting in list(outboxes.waiting())[1:])
    even = next(outboxes.waiting())
    assert even.tolist() == list(range(1000))
    assert len(late) == len(odd) == 0
    assert outboxes.count() == 1000
    outboxes.start_count()
    assert outboxes.count() == 0


def test_what_waits_is_kept_when_less_is_expected():
    outboxes = Outboxes()
    outboxes.expect(100)
    post_many(outboxes.odd, 50)
    outboxes.expect(2)
    assert list(outboxes.waiting())[2].tolist() == list(range(50))
    outboxes.clear()
    assert not any(len(waiting) for waiting in outboxes.waiting())


def test_a_recorder_takes_more_spikes_than_were_expected(nest):
    generator = nest.Create("spike_generator", params={"spike_times": [1.0]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    nest.Simulate(2.0)
    generator.spike_times = [2.5] * 20000
    nest.Simulate(2.0)
    assert recorder.n_events == 20001
    assert np.array_equal(recorder.events["times"], [1.0] + [2.5] * 20000)
