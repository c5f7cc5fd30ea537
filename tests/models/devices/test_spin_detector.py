"""spin_detector: what pairs of spikes mean, and when the last one is recorded."""

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def test_two_spikes_at_once_turn_on_and_one_turns_off():
    source = nest.Create("spike_generator", params={"spike_times": [1.0, 1.0, 2.0, 3.0, 3.0]})
    detector = nest.Create("spin_detector")
    nest.Connect(source, detector)
    nest.Simulate(5.0)
    assert detector.events["state"].tolist() == [1, 0, 1]
    assert detector.events["times"].tolist() == [1.0, 2.0, 3.0]
    assert detector.n_events == 3


def test_a_last_spike_waits_for_the_detectors_own_update():
    before = nest.Create("spin_detector")
    source = nest.Create("spike_generator", params={"spike_times": [1.0]})
    after = nest.Create("spin_detector")
    nest.Connect(source, before + after)
    nest.Simulate(1.0)
    assert (before.n_events, after.n_events) == (0, 1)
    nest.Simulate(1.0)
    assert (before.n_events, after.n_events) == (1, 1)


def test_what_is_outside_the_window_is_not_heard():
    source = nest.Create("spike_generator", params={"spike_times": [1.0, 1.0, 2.0, 3.0]})
    detector = nest.Create("spin_detector", params={"start": 1.0, "stop": 2.0})
    nest.Connect(source, detector)
    nest.Simulate(5.0)
    assert detector.events["times"].tolist() == [2.0]


def test_it_writes_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a data path would outlive the test
    source = nest.Create("spike_generator", params={"spike_times": [1.0, 1.0, 2.0]})
    detector = nest.Create("spin_detector", params={"record_to": "ascii"})
    nest.Connect(source, detector)
    nest.Simulate(5.0)
    lines = (tmp_path / "spin_detector-2-0.dat").read_text().splitlines()[2:]
    assert lines == ["sender\ttime_ms\tstate", "1\t1.000\t1", "1\t2.000\t0"]


def test_spikes_must_stand_for_states():
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(nest.Create("iaf_psc_alpha"), nest.Create("spin_detector"))
