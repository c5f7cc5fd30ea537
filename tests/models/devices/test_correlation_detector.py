"""correlation_detector: bins by hand, what starts it anew, and what it refuses."""

import numpy as np
import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def detect(*times, weights=(1.0, 1.0)):
    detector = nest.Create("correlation_detector", params={"delta_tau": 1.0, "tau_max": 3.0})
    for port in (0, 1):
        source = nest.Create("spike_generator", params={"spike_times": times[port]})
        nest.Connect(source, detector, syn_spec={"receptor_type": port, "weight": weights[port]})
    nest.Simulate(20.0)
    return detector


def test_pairs_by_difference():
    detector = detect([5.0, 10.0], [5.0, 7.0, 9.0], weights=(2.0, -1.5))
    # t_1 - t_0: 0, 2 and 4 (too long) from 5.0; -5 (too long), -3 and -1 from 10.0
    assert detector.count_histogram.tolist() == [1, 0, 1, 1, 0, 1, 0]
    assert detector.histogram.tolist() == [-3.0, 0, -3.0, -3.0, 0, -3.0, 0]
    assert detector.n_events.tolist() == [2, 3]


def test_the_left_edge_of_a_bin_belongs_to_it():
    detector = detect([10.0], [6.5, 7.0, 9.5, 10.5, 13.5])
    assert detector.count_histogram.tolist() == [2, 0, 0, 1, 1, 0, 0]


def test_the_sum_is_compensated():
    nest.resolution = 1.0
    times = np.arange(1.0, 1001.0)
    detector = nest.Create("correlation_detector", params={"delta_tau": 1.0, "tau_max": 0.0})
    for port, weight in enumerate((0.1, 1.0)):
        source = nest.Create("spike_generator", params={"spike_times": times})
        nest.Connect(source, detector, syn_spec={"receptor_type": port, "weight": weight})
    nest.Simulate(1000.0)
    assert detector.count_histogram.tolist() == [1000]
    assert detector.histogram.tolist() == [100.0]  # a plain sum gives 99.9999999999986
    assert detector.histogram_correction[0] != 0.0


def test_setting_counts_to_zero_starts_anew():
    detector = detect([1.0], [1.0])
    detector.n_events = [0, 0]
    assert detector.n_events.tolist() == [0, 0]
    assert not detector.count_histogram.any()
    with pytest.raises(nest.NESTErrors.BadProperty, match=r"\[0 0\]"):
        detector.n_events = [1, 0]


def test_more_bins_than_before():
    detector = detect([1.0], [1.0])
    detector.tau_max = 5.0
    assert len(detector.count_histogram) == 7  # until the next Simulate
    nest.Simulate(1.0)
    assert len(detector.count_histogram) == 11


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"delta_tau": 0.05}, "StepMultipleRequired"),
        ({"delta_tau": 0.0}, "StepMultipleRequired"),
        ({"delta_tau": -1.0}, "StepMultipleRequired"),
        ({"tau_max": 2.5}, "TimeMultipleRequired"),
        ({"tau_max": 1e308}, "TimeMultipleRequired"),
        ({"n_events": 0}, "TypeMismatch"),
        ({"label": "x"}, "UnaccessedDictionaryEntry"),
        ({"start": 0.05}, "BadProperty"),
    ],
)
def test_what_it_refuses(params, error):
    detector = nest.Create("correlation_detector", params={"delta_tau": 1.0, "tau_max": 3.0})
    with pytest.raises(getattr(nest.NESTErrors, error)):
        detector.set(params)
    assert (detector.delta_tau, detector.tau_max) == (1.0, 3.0)
