"""The backend memory: what `events` holds, and when its parameters can be set."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.kernel.errors import BadProperty, TypeMismatch
from nestlike.recording.memory import Columns, MemoryBackend


def ints(*values):
    return np.array(values, np.int64)


@pytest.fixture
def memory(network):
    return MemoryBackend(network)


def enrolled(backend, recorder, params=()):
    backend.enroll(recorder, dict(params))
    backend.prepare([recorder])
    return recorder


def test_without_data_all_arrays_are_float64(memory, recorder):
    multimeter = enrolled(memory, recorder(value_names=("V_m",)), {"time_in_steps": True})
    events = memory.status(multimeter)["events"]
    assert list(events) == ["V_m", "offsets", "senders", "times"]
    assert {array.dtype for array in events.values()} == {np.dtype(np.float64)}


def test_recorded_quantities_show_after_prepare(memory, recorder):
    voltmeter = recorder(value_names=("V_m",))
    memory.enroll(voltmeter)
    assert list(memory.status(voltmeter)["events"]) == ["senders", "times"]


def test_times_are_exact_and_senders_integer(memory, recorder, network):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(3, 7), ints(5, 6))
    events = memory.status(spikes)["events"]
    assert events["senders"].dtype == np.int64
    assert events["times"].tolist() == [network.time.ms_from_steps(n) for n in (3, 7)]
    assert memory.status(spikes)["n_events"] == 2


def test_offsets_are_subtracted_or_shown(memory, recorder):
    in_ms, in_steps = recorder(1), recorder(2)
    enrolled(memory, in_ms)
    enrolled(memory, in_steps, {"time_in_steps": True})
    for spikes in (in_ms, in_steps):
        memory.write(spikes, 0, ints(10, 20), ints(4, 4), offsets=np.array([0.05, 0.0]))
        memory.write(spikes, 0, ints(30), ints(5))  # from a neuron on the grid
    assert memory.status(in_ms)["events"]["times"].tolist() == [1.0 - 0.05, 2.0, 3.0]
    events = memory.status(in_steps)["events"]
    assert events["times"].dtype == np.int64
    assert events["times"].tolist() == [10, 20, 30]
    assert events["offsets"].tolist() == [0.05, 0.0, 0.0]


def test_processes_follow_each_other(memory, recorder):
    spikes = enrolled(memory, recorder(n_vp=2))
    for vp, sender in ((1, 3), (0, 2), (1, 5), (0, 4)):
        memory.write(spikes, vp, ints(1), ints(sender))
    assert memory.status(spikes)["events"]["senders"].tolist() == [2, 4, 3, 5]


def test_integer_quantities_stay_integer(memory, recorder):
    weights = enrolled(memory, recorder(value_names=("weights",), integers=("targets", "ports")))
    memory.write(weights, 0, ints(1), ints(2), np.array([[0.5]]), None, np.array([[7, 1]]))
    events = memory.status(weights)["events"]
    assert events["targets"].dtype == np.int64
    assert (events["weights"][0], events["targets"][0], events["ports"][0]) == (0.5, 7, 1)


def test_arrays_belong_to_the_user(memory, recorder):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(1), ints(2))
    memory.status(spikes)["events"]["senders"][:] = 99
    assert memory.status(spikes)["events"]["senders"].tolist() == [2]


def test_n_events_zero_drops_the_data(memory, recorder):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(1), ints(2))
    with pytest.raises(BadProperty, match="can only be set to 0"):
        memory.set_status(spikes, {"n_events": 1})
    memory.set_status(spikes, {"n_events": 0})
    assert memory.status(spikes)["n_events"] == len(memory.status(spikes)["events"]["times"]) == 0


def test_time_in_steps_is_fixed_after_simulate(memory, recorder, network):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(1), ints(2))
    network.simulated.value = True
    with pytest.raises(BadProperty, match="time_in_steps"):
        memory.set_status(spikes, {"n_events": 0, "time_in_steps": False})
    assert memory.status(spikes)["n_events"] == 1


@pytest.mark.parametrize("params", [{"n_events": 0.0}, {"time_in_steps": 1}])
def test_wrong_types_change_nothing(memory, recorder, params):
    spikes = enrolled(memory, recorder())
    with pytest.raises(TypeMismatch):
        memory.set_status(spikes, params)
    assert memory.status(spikes)["time_in_steps"] is False


def test_choosing_memory_again_keeps_the_data(memory, recorder):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(1), ints(2))
    memory.enroll(spikes)
    assert len(memory.status(spikes)["events"]["times"]) == 1
    memory.withdraw(spikes)
    memory.enroll(spikes)
    status = memory.status(spikes)
    # The number of events is the recorder's, not the backend's: it stays, as in NEST.
    assert (len(status["events"]["times"]), status["n_events"]) == (0, 1)


def test_reset_forgets_everything(memory, recorder):
    spikes = enrolled(memory, recorder())
    memory.write(spikes, 0, ints(1), ints(2))
    memory.reset()
    assert len(memory.status(recorder())["events"]["times"]) == 0


@given(st.lists(st.sampled_from([1, 2, 5000]), max_size=40), st.integers(0, 1200))
def test_chunks_of_any_size_keep_their_order(sizes, n_small):
    columns, expected = Columns(), []
    for n in sizes + [1] * n_small:
        chunk = np.arange(len(expected), len(expected) + n)
        columns.append((chunk, -chunk))
        expected += chunk.tolist()
    chunks = columns.chunks()
    assert [row for chunk in chunks for row in chunk[0].tolist()] == expected
    assert len(chunks) < 2 * len(sizes) + 512 + n_small / 512
