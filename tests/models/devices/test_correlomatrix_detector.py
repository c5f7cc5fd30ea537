"""correlomatrix_detector: pairs by hand, ports, and what it refuses."""

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def detect(*times, weights=(1.0, 1.0)):
    params = {"delta_tau": 0.5, "tau_max": 1.0, "N_channels": len(times)}
    detector = nest.Create("correlomatrix_detector", params=params)
    for port, own in enumerate(times):
        source = nest.Create("spike_generator", params={"spike_times": own})
        nest.Connect(source, detector, syn_spec={"receptor_type": port, "weight": weights[port]})
    nest.Simulate(20.0)
    return detector


def test_pairs_of_two_sources():
    detector = detect([5.0, 5.9], [5.2, 6.2], weights=(2.0, 3.0))
    assert detector.n_events.tolist() == [2, 2]
    counts = detector.count_covariance
    # source 0 with itself: each spike, and 0.9 ms; source 1: each spike, and 1 ms
    assert counts[0, 0].tolist() == [2, 0, 1] and counts[1, 1].tolist() == [2, 0, 1]
    # 1 after 0 by 0.2, 0.3 and 1.2; 0 after 1 by 0.7: up to 0.2 it is the middle bin, for both
    assert counts[1, 0].tolist() == [1, 1, 1] and counts[0, 1].tolist() == [1, 1, 0]
    assert (detector.covariance[1, 0] == 6.0 * counts[1, 0]).all()


def test_ports_follow_the_number_of_channels():
    detector = nest.Create("correlomatrix_detector", params={"N_channels": 3})
    source = nest.Create("poisson_generator")
    nest.Connect(source, detector, syn_spec={"receptor_type": 2})
    with pytest.raises(nest.NESTErrors.UnknownReceptorType, match="0 to 2"):
        nest.Connect(source, detector, syn_spec={"receptor_type": 3})


def test_a_port_that_is_gone_is_not_counted():
    detector = detect([1.0], [1.2])
    detector.N_channels = 1  # NEST writes beyond its arrays then
    assert detector.count_covariance.shape == (1, 1, 3)
    nest.Simulate(5.0)


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"delta_tau": 0.2}, "BadProperty"),
        ({"delta_tau": 0.05}, "StepMultipleRequired"),
        ({"tau_max": 0.7}, "TimeMultipleRequired"),
        ({"N_channels": 0}, "BadProperty"),
        ({"n_events": [0]}, "UnaccessedDictionaryEntry"),
    ],
)
def test_what_it_refuses(params, error):
    detector = nest.Create("correlomatrix_detector")
    with pytest.raises(getattr(nest.NESTErrors, error)):
        detector.set(params)
    assert (detector.delta_tau, detector.tau_max, detector.N_channels) == (0.5, 5.0, 1)


@pytest.mark.parametrize(("resolution", "width"), [(0.2, 1.0), (0.05, 0.5), (1.0, 5.0)])
def test_the_default_bin_stays_on_the_grid(resolution, width):
    nest.resolution = resolution
    assert nest.GetDefaults("correlomatrix_detector", "delta_tau") == width
    assert nest.Create("correlomatrix_detector").delta_tau == width
