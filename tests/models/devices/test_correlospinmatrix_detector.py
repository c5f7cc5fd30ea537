"""correlospinmatrix_detector: pulses of binary neurons by hand, and who may be the source."""

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def quiet_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def detect(*pulses):
    """Return the counts for neurons that are each on from one time to another."""
    params = {"delta_tau": 0.5, "tau_max": 1.0, "N_channels": len(pulses)}
    detector = nest.Create("correlospinmatrix_detector", params=params)
    for port, (on, off) in enumerate(pulses):
        source = nest.Create("spike_generator", params={"spike_times": [on, on, off]})
        nest.Connect(source, detector, syn_spec={"receptor_type": port})
    # A pulse counts when the next spike has come.
    last = nest.Create("spike_generator", params={"spike_times": [15.0]})
    nest.Connect(last, detector)
    nest.Simulate(20.0)
    return detector.count_covariance


def test_a_pulse_with_itself():
    # 2 ms are 20 steps; shifted by 0.5 ms 15 of them are left
    assert detect((3.0, 5.0)).tolist() == [[[10, 15, 20, 15, 10]]]


def test_pulses_of_two_neurons():
    counts = detect((3.0, 5.0), (4.0, 4.5))
    assert counts[0, 1].tolist() == [5, 5, 5, 5, 0]
    assert counts[1, 0].tolist() == [0, 5, 5, 5, 5]


def test_two_spikes_may_come_as_one_event():
    params = {"spike_times": [3.0, 5.0, 9.0], "spike_multiplicities": [2, 1, 1]}
    source = nest.Create("spike_generator", params=params)
    detector = nest.Create("correlospinmatrix_detector")
    nest.Connect(source, detector)
    nest.Simulate(20.0)
    assert detector.count_covariance[0, 0].max() == 20


def test_spikes_must_stand_for_states():
    detector = nest.Create("correlospinmatrix_detector")
    for model in ("parrot_neuron", "spike_generator"):
        nest.Connect(nest.Create(model), detector)
    for model in ("iaf_psc_alpha", "poisson_generator"):
        with pytest.raises(nest.NESTErrors.IllegalConnection, match="different things"):
            nest.Connect(nest.Create(model), detector)


@pytest.mark.parametrize("name", ["delta_tau", "tau_max", "Tstart", "Tstop"])
def test_times_are_not_negative(name):
    detector = nest.Create("correlospinmatrix_detector")
    with pytest.raises(nest.NESTErrors.BadProperty, match=f"{name} must not be negative"):
        detector.set({name: -1.0})
