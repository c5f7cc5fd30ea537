"""Input indices of 16 and of 32 bits: the same sums, whatever lies in the ring buffer before."""

import os
import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from nestlike.compiler.layouts import TABLE
from nestlike.kernel import kernel
from nestlike.kernel.delivery.static_delivery import STATIC
from nestlike.kernel.records import Records

#: Neurons of two channels that fill the first 80,000 cells of a ring buffer.
MANY = 40_000
N = 30
WEIGHTS = {"one": 20.0, "positive": (5.0, 30.0), "negative": (-9.0, -1.0), "any": (-30.0, 30.0)}
DELAYS = {"same": 1.5, "drawn": (1.0, 4.0)}


def widths():
    """Return the bytes of an input index in each table, ascending."""
    tables = [process.connections.records for process in kernel.simulation.assembly.processes]
    fields = [value for t in tables for (_, name), value in t.kept.items() if name == "input"]
    return sorted({indices.itemsize for indices in fields})


def values(given, shape, seed=1):
    """Return a value, or an array of values between two limits."""
    rng = np.random.default_rng(seed)
    return rng.uniform(*given, shape) if isinstance(given, tuple) else given


def cells(nest, weight=WEIGHTS["any"], delay=DELAYS["drawn"]):
    """Make a small network that needs no random numbers."""
    made = nest.Create("iaf_psc_exp", N, {"V_m": np.linspace(-70.0, -56.0, N), "I_e": 400.0})
    synapse = {"weight": values(weight, (N, N)), "delay": values(delay, (N, N), 2)}
    nest.Connect(made, made, "all_to_all", synapse)
    return made


def ends():
    """Return source and target of all connections between neurons."""
    import nestlike as nest

    found = nest.GetConnections(synapse_model="static_synapse")
    return np.array(found.get(["source", "target"], output="pandas"))


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(("weight", "delay"), product(WEIGHTS, DELAYS))
def test_neurons_that_come_first_change_nothing(nest, threads, weight, delay):
    found = []
    for n, width in ((0, 2), (MANY * threads, 4)):
        nest.ResetKernel()
        nest.local_num_threads = threads
        if n:
            nest.Create("iaf_psc_alpha", n)
        made = cells(nest, WEIGHTS[weight], DELAYS[delay])
        nest.Simulate(20.0)
        assert widths() == [width]
        found.append((np.array(made.V_m), ends() - n))
    for narrow, wide in zip(*found, strict=True):
        assert np.array_equal(narrow, wide)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_network_grows_beyond_16_bits(nest, threads):
    nest.local_num_threads = threads
    made = cells(nest)
    nest.Simulate(10.0)
    before = ends()
    assert widths() == [2]
    nest.Create("iaf_psc_alpha", MANY * threads)
    far, near = nest.Create("iaf_psc_alpha", 2), made[:1]
    nest.Simulate(10.0)
    assert widths() == [2] and np.array_equal(ends(), before)
    nest.Connect(made, far, "all_to_all", {"weight": 50.0, "delay": 2.0})
    nest.Simulate(10.0)
    assert widths() == [4]
    assert far.V_m[0] == far.V_m[1] > -70.0
    to_far = nest.GetConnections(made, far)
    assert len(to_far) == 2 * N and set(to_far.targets()) == set(far.tolist())
    assert len(nest.GetConnections(made, near)) == N
    to_far.weight = -20.0
    assert nest.GetConnections(made, far[:1]).weight == [-20.0] * N
    nest.Disconnect(nest.GetConnections(made, far))
    nest.Simulate(10.0)
    assert sorted(ends().tolist()) == sorted(before.tolist())


def test_receptors_that_differ(nest):
    found = []
    for n, width in ((0, 2), (MANY, 4)):
        nest.ResetKernel()
        if n:
            nest.Create("iaf_psc_alpha", n)
        made = nest.Create(
            "iaf_psc_exp_multisynapse", N, {"tau_syn": [1.0, 2.0, 5.0], "I_e": 400.0}
        )
        made.V_m = np.linspace(-70.0, -56.0, N)
        ports = np.random.default_rng(3).integers(1, 4, (N, N))
        nest.Connect(made, made, "all_to_all", {"weight": 9.0, "receptor_type": ports})
        nest.Simulate(20.0)
        assert widths() == [width]
        found.append(np.array(made.V_m))
    assert np.array_equal(*found)


@pytest.mark.parametrize("model", ["stdp_synapse", "bernoulli_synapse"])
def test_synapses_that_act_know_their_targets(nest, model):
    nest.local_num_threads = 2
    first, between, second = (nest.Create("iaf_psc_exp", N, {"I_e": 400.0}) for _ in range(3))
    nest.Connect(first + second, first + second, {"rule": "fixed_indegree", "indegree": 20})
    for sources, targets in ((first, second), (second, first)):
        nest.Connect(sources, targets, "all_to_all", {"synapse_model": model, "weight": 3.0})
    both, found = first + second, []
    made = nest.GetConnections(both, both, model)
    for _ in range(3):
        found.append(sorted(zip(made.sources(), made.targets(), strict=True)))
        nest.Simulate(10.0)
        nest.Create("iaf_psc_alpha", 5)
    nest.SetDefaults(model, {"weight_recorder": nest.Create("weight_recorder")})
    nest.Simulate(10.0)
    nest.Connect(between, second[:1], "all_to_all", {"synapse_model": model})
    nest.Simulate(10.0)
    made = nest.GetConnections(both, both, model)
    found.append(sorted(zip(made.sources(), made.targets(), strict=True)))
    assert found[1:] == found[:1] * 3
    assert len(nest.GetConnections(target=second[:1], synapse_model=model)) == 2 * N


N_SLOTS, WIDTH = 7, 70_000


def table(kind, one_weight, delays, n=101):
    """Return a TABLE record of `n` connections, and what they should add at step 12."""
    rng = np.random.default_rng(n)
    ring = np.zeros((N_SLOTS, WIDTH))
    places = rng.integers(0, min(WIDTH, np.iinfo(kind).max), n).astype(kind)
    weight = rng.normal(size=1 if one_weight else n)
    delay = rng.integers(1, N_SLOTS, n).astype(delays or np.int32)
    delay = delay if delays else delay[:1]
    expected = ring.copy()
    for i in range(3, n):
        row = (12 + int(delay[i % len(delay)])) % N_SLOTS
        expected[row, places[i]] += weight[i % len(weight)]
    records = Records(TABLE)
    records.set(
        ring=ring, row_bytes=8 * WIDTH, width=WIDTH, n_slots=N_SLOTS, n=n,
        input=places, input_bytes=places.itemsize, weight=weight, one_weight=one_weight,
        delay=delay, one_delay=not delays, delay_bytes=delay.itemsize,
    )  # fmt: skip
    return records, places, ring, expected


KINDS = (np.uint16, np.uint32), (False, True), (None, np.uint16, np.int32)


@pytest.mark.parametrize(
    "setting", ["NESTLIKE_BOUNDSCHECK=0", "NESTLIKE_BOUNDSCHECK=1", "NESTLIKE_JIT=0"]
)
def test_every_loop_adds_up(root, setting):
    """With NESTLIKE_BOUNDSCHECK=1 and NESTLIKE_JIT=0 an index out of bounds is noticed."""
    name, value = setting.split("=")
    # A process of its own, for numba compiles what kernels share with or without checks, not both.
    env = {**os.environ, "PYTHONPATH": str(root), "NESTLIKE_JIT": "1", name: value}
    command = [sys.executable, __file__, str(not setting.endswith("CHECK=0"))]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "all add up\n"), done.stderr


def every_loop_adds_up(checked):
    for kind, one_weight, delays in product(*KINDS):
        records, places, ring, expected = table(kind, one_weight, delays)
        assert STATIC[places.itemsize](records.address, 3, len(places), 12) == 0
        assert np.array_equal(ring, expected)
        if checked:
            records.set(width=int(places[3:].max()))
            with pytest.raises(IndexError):
                STATIC[places.itemsize](records.address, 3, len(places), 12)
    print("all add up")


if __name__ == "__main__":
    every_loop_adds_up(sys.argv[1] == "True")
