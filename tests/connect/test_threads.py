"""How many operating-system threads connect never changes a bit."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.kernel.running.parallel import WORTH_THREADS


@pytest.fixture(autouse=True)
def reset():
    yield
    nest.ResetKernel()


def built(rule):
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.QUIET
    nest.local_num_threads = 3
    nodes = nest.Create("iaf_psc_exp", 400)
    weight = nest.math.redraw(nest.random.normal(20.0, 8.0), 0.0, 1e3)
    delay = nest.math.redraw(nest.random.normal(1.5, 0.75), 0.05, 1e3)
    for _ in range(2):
        nest.Connect(nodes, nodes, rule, {"weight": weight, "delay": delay})
    found = nest.GetConnections().get(["source", "target", "weight", "delay"])
    return [np.array(found[name]) for name in sorted(found)]


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "fixed_total_number", "N": WORTH_THREADS // 4},
        {"rule": "fixed_indegree", "indegree": WORTH_THREADS // 1600},
        {"rule": "pairwise_bernoulli", "p": 0.2},
    ],
)
def test_connections_are_the_same_in_threads(monkeypatch, rule):
    monkeypatch.setenv("NESTLIKE_THREADS", "1")
    alone = built(rule)
    monkeypatch.setenv("NESTLIKE_THREADS", "3")
    together = built(rule)
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
