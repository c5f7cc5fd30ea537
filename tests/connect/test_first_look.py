"""Where NEST stops connecting, however many connections are looked at together."""

import pytest

import nestlike as nest


def connected_before_the_error(monkeypatch, look: int, threads: int):
    """Return what there is after a delay that is impossible, and what the engine draws next."""
    monkeypatch.setattr("nestlike.connect.interruption.FIRST_LOOK", look)
    nest.ResetKernel()
    nest.set(rng_seed=3, local_num_threads=threads)
    neurons = nest.Create("iaf_psc_exp", 40)
    nest.Connect(neurons[0], neurons[1], syn_spec={"delay": 1.0})
    nest.Simulate(2.0)
    # One delay in three hundred is rounded to one that is longer than the longest so far.
    delay = nest.random.uniform(0.96, 1.0503)
    with pytest.raises(nest.NESTErrors.BadDelay):
        rule = {"rule": "fixed_indegree", "indegree": 30}
        nest.Connect(neurons, neurons, rule, {"delay": delay})
    made = nest.GetConnections().get(["source", "target"])
    nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 1})
    return made, nest.GetConnections().target


@pytest.mark.parametrize("threads", [1, 2])
def test_the_first_look_does_not_matter(monkeypatch, threads):
    few, all_at_once = (connected_before_the_error(monkeypatch, n, threads) for n in (7, 10**6))
    assert few == all_at_once
    assert len(few[0]["source"]) > 10
