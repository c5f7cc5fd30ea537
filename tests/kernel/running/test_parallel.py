"""Work on several processes gives the same in threads, and says what goes wrong first."""

import threading

import pytest

from nestlike.kernel.running.parallel import WORTH_THREADS, for_each_process


@pytest.mark.parametrize("work", [0, WORTH_THREADS])
@pytest.mark.parametrize("n_threads", ["1", "2", "8"])
def test_results_are_in_order(monkeypatch, work, n_threads):
    monkeypatch.setenv("NESTLIKE_THREADS", n_threads)
    assert for_each_process(lambda vp: vp * vp, 5, work) == [0, 1, 4, 9, 16]
    assert threading.active_count() == 1


def test_the_first_process_that_fails_is_heard(monkeypatch):
    monkeypatch.setenv("NESTLIKE_THREADS", "3")

    def fail(vp):
        if vp:
            raise ValueError(vp)

    with pytest.raises(ValueError, match="1"):
        for_each_process(fail, 3, WORTH_THREADS)
    assert threading.active_count() == 1
