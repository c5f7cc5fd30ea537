"""Targets of stimulators that lie side by side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nestlike as nest
from nestlike.kernel.delivery.static_delivery import CALLS, COUNTS
from nestlike.kernel.delivery.stretches import SHORTEST, stretches


def targets_of(first, inputs, **changes):
    """Return columns as a device runtime has them, all alike but for `changes`."""
    n = len(inputs)
    columns = {
        "first_target": np.array(first, np.int64),
        "input": np.array(inputs, np.uint32),
        "weight": np.ones(n),
        "delay": np.ones(n, np.int32),
        "log": np.zeros(n, np.int64),
        "route": np.zeros(n, np.int64),
    }
    columns["input_in"] = columns["input"].copy()
    for name, (where, value) in changes.items():
        columns[name][where] = value
    return columns


def found(columns):
    """Return the stretches of each device as lists of [begin, end, side by side]."""
    fields = stretches(columns)
    first = fields["first_stretch"]
    return [fields["stretches"][a:b].tolist() for a, b in zip(first, first[1:], strict=False)]


def test_neighbours_are_one_stretch():
    assert found(targets_of([0, 20], range(5, 25))) == [[[0, 20, 1]]]


@pytest.mark.parametrize("name", ["weight", "delay"])
def test_what_differs_ends_a_stretch(name):
    columns = targets_of([0, 20], range(20), **{name: (slice(10, 20), 3)})
    assert found(columns) == [[[0, 10, 1], [10, 20, 1]]]


@pytest.mark.parametrize("change", [{"log": (10, 64)}, {"route": (10, 64)}])
@pytest.mark.parametrize("flag", [0, COUNTS, CALLS])
def test_special_targets_are_taken_singly(change, flag):
    change = {"input": (10, 10 | flag)} if flag else change
    columns = targets_of([0, 20], range(20), **change)
    assert found(columns) == [[[0, 10, 1], [10, 11, 0], [11, 20, 1]]]


def test_scattered_targets_are_one_stretch_of_single_ones():
    inputs = [*range(0, 40, 2), *range(100, 120), 7, 3, 4]
    assert found(targets_of([0, 43], inputs)) == [[[0, 20, 0], [20, 40, 1], [40, 43, 0]]]


def test_devices_do_not_share_stretches():
    columns = targets_of([0, 20, 20, 22, 42], range(42))
    assert found(columns) == [[[0, 20, 1]], [], [[20, 22, 0]], [[22, 42, 1]]]


def test_without_targets_there_is_nothing():
    assert found(targets_of([0, 0, 0], [])) == [[], []]


def test_what_exists_once_sends_to_a_single_stand_in():
    assert found(targets_of([0, 1, 2], [])) == [[[0, 1, 0]], [[1, 2, 0]]]


@given(st.lists(st.lists(st.integers(0, 40), max_size=60), min_size=1, max_size=5))
def test_stretches_cover_every_target_once(devices):
    # Numbers that rise by one now and then, and stand still or fall otherwise.
    inputs = [np.cumsum(np.array(steps, int) < 38) for steps in devices]
    first = np.cumsum([0, *map(len, inputs)])
    columns = targets_of(first, np.concatenate(inputs))
    columns["weight"][::17] = -1.0
    for k, rows in enumerate(found(columns)):
        edges = [first[k], *(end for _, end, _ in rows)]
        assert edges[:-1] == [begin for begin, _, _ in rows]
        assert edges[-1] == first[k + 1]
        for begin, end, plain in rows:
            numbers = columns["input"][begin:end].astype(int)
            assert not plain or (end - begin >= SHORTEST and (np.diff(numbers) == 1).all())
            assert not plain or len(set(columns["weight"][begin:end])) == 1


def potentials_with(monkeypatch, shortest: int):
    """Return potentials of neurons with Poisson input, where stretches have a length at least."""
    monkeypatch.setattr("nestlike.kernel.delivery.stretches.SHORTEST", shortest)
    nest.ResetKernel()
    nest.set(rng_seed=5, local_num_threads=2)
    neurons = nest.Create("iaf_psc_exp", 60, params={"V_m": nest.random.uniform(-70.0, -60.0)})
    generators = nest.Create("poisson_generator", 2, params={"rate": [15_000.0, 2_000.0]})
    recorder = nest.Create("spike_recorder")
    for weight, targets in ((15.0, neurons), (-7.0, neurons[10:50]), (3.0, neurons[::3])):
        nest.Connect(generators, targets, syn_spec={"weight": weight, "delay": 1.3})
    nest.Connect(generators[0], recorder)
    nest.Simulate(20.0)
    return np.array(neurons.V_m), recorder.n_events


def test_stretches_change_no_bit(monkeypatch):
    together, alone = (potentials_with(monkeypatch, shortest) for shortest in (2, 10**6))
    assert np.array_equal(together[0], alone[0])
    assert together[1] == alone[1] > 0
