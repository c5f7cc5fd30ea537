"""Parameters of devices: times on the grid, spike trains, recorders and their backends."""

import os

import numpy as np
import pytest

import nestlike as nest

ERRORS = nest.NESTErrors


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.data_prefix = ""  # it survives a reset


@pytest.mark.parametrize(
    "model", ["spike_generator", "dc_generator", "spike_recorder", "multimeter"]
)
def test_times_of_activity(model):
    device = nest.Create(model, params={"start": 1, "stop": 2.0})
    device.stop = float("inf")
    assert (device.start, device.stop) == (1.0, np.finfo(float).max)
    for params in ({"start": 1.05}, {"origin": 0.05}, {"start": -1.0}, {"stop": 0.5}):
        with pytest.raises(ERRORS.BadProperty):
            device.set(params)
    assert device.get(["origin", "start"]) == {"origin": 0.0, "start": 1.0}


@pytest.mark.parametrize(
    "params, shown",
    [
        ({"spike_times": [1, 2.5]}, [1.0, 2.0]),
        ({"spike_times": [0.7, 100.1]}, [0.7000000000000001, 100.10000000000001]),
        ({"spike_times": [1.05], "allow_offgrid_times": True}, [1.1]),
        ({"spike_times": [1.05, 3.0000001], "precise_times": True}, [1.05, 3.0000001]),
        ({"spike_times": [0.0], "shift_now_spikes": True}, [0.1]),
        ({"spike_times": []}, []),
    ],
)
def test_spike_times(params, shown):
    assert nest.Create("spike_generator", params=params).spike_times.tolist() == shown


@pytest.mark.parametrize(
    "params, error",
    [
        ({"spike_times": [2.0, 1.0]}, ERRORS.BadProperty),
        ({"spike_times": [1.05]}, ERRORS.BadProperty),
        ({"spike_times": [0.0]}, ERRORS.BadProperty),
        ({"spike_times": [-1.0]}, ERRORS.BadProperty),
        ({"spike_times": [float("nan")]}, ERRORS.BadProperty),
        ({"spike_times": [1.0], "spike_weights": [1.0, 2.0]}, ERRORS.BadProperty),
        ({"spike_times": [1.0], "spike_multiplicities": [1, 2]}, ERRORS.BadProperty),
        ({"spike_times": [1.0], "spike_multiplicities": [1.5]}, ERRORS.TypeMismatch),
        ({"precise_times": True, "allow_offgrid_times": True}, ERRORS.BadProperty),
        ({"spike_times": 1.0}, ERRORS.TypeMismatch),
        ({"spike_times": ["a"]}, ERRORS.TypeMismatch),
        ({"spike_times": [None]}, AttributeError),
    ],
)
def test_spike_generator_refuses(params, error):
    generator = nest.Create("spike_generator")
    with pytest.raises(error):
        generator.set(params)
    assert generator.spike_times.tolist() == []


def test_step_current_generator():
    generator = nest.Create("step_current_generator")
    generator.set(amplitude_times=[1, 2], amplitude_values=[3.0, 4.0])
    assert generator.amplitude_times.tolist() == [1.0, 2.0]
    for params in (
        {"amplitude_times": [1.0]},
        {"amplitude_times": [2.0, 1.0], "amplitude_values": [1.0, 2.0]},
        {"amplitude_times": [1.0], "amplitude_values": [1.0, 2.0]},
        {"amplitude_times": [0.0], "amplitude_values": [1.0]},
        {"amplitude_times": [1.05], "amplitude_values": [1.0]},
        {"allow_offgrid_times": True},
    ):
        with pytest.raises(ERRORS.BadProperty):
            generator.set(params)
    assert generator.amplitude_values.tolist() == [3.0, 4.0]


def test_noise_generator():
    generator = nest.Create("noise_generator", params={"dt": 0.3, "std": 2.0, "std_mod": 1.0})
    assert (generator.dt, generator.y_0) == (0.3, 0.0)
    for dt in (0.05, 0.25, 0.0):
        with pytest.raises(ERRORS.StepMultipleRequired):
            generator.dt = dt
    for params in ({"std": -1.0}, {"std_mod": 3.0}):
        with pytest.raises(ERRORS.BadProperty):
            generator.set(params)


def test_multimeter_intervals():
    meter = nest.Create("multimeter", params={"interval": 0.3, "offset": 0.25})
    assert (meter.interval, meter.offset) == (0.3, 0.3)
    for params in ({"interval": 0.05}, {"interval": 0.25}, {"offset": 0.05}, {"frozen": True}):
        with pytest.raises(ERRORS.BadProperty, match="'multimeter' with node ID 1"):
            meter.set(params)
    meter.record_from = ("V_m", "foo")
    assert meter.record_from == ["V_m", "foo"]


def test_entries_follow_the_backend():
    recorder = nest.Create("spike_recorder")
    assert {"events", "time_in_steps"} <= set(recorder.get())
    recorder.set(record_to="ascii", precision=5, label="x")
    assert [os.path.basename(name) for name in recorder.filenames] == ["x-1-0.dat"]
    assert recorder.precision == 5
    assert "events" not in recorder.get()
    recorder.record_to = "memory"
    assert "filenames" not in recorder.get()
    for params, error in (
        ({"record_to": "foo"}, ERRORS.BadProperty),
        ({"precision": 3}, ERRORS.UnaccessedDictionaryEntry),
        ({"n_events": 5}, ERRORS.BadProperty),
        ({"time_in_steps": 1}, ERRORS.TypeMismatch),
        ({"events": {}}, ERRORS.UnaccessedDictionaryEntry),
    ):
        with pytest.raises(error):
            recorder.set(params)


def test_recorders_inherit_what_defaults_tell_the_backend():
    nest.SetDefaults("multimeter", {"record_to": "ascii", "precision": 7})
    assert nest.GetDefaults("multimeter", "precision") == 7
    assert nest.Create("multimeter").precision == 7
    nest.CopyModel("multimeter", "mine", {"time_in_steps": True})
    assert nest.Create("mine").time_in_steps is True


@pytest.mark.parametrize("model", ["dc_generator", "poisson_generator"])
def test_there_is_no_other_source_of_stimuli(model):
    with pytest.raises(ERRORS.BadProperty, match="Unknown input backend"):
        nest.Create(model, params={"stimulus_source": "mpi"})


def test_a_current_set_after_prepare_holds_from_the_next_run_on():
    generator, neuron = nest.Create("dc_generator"), nest.Create("iaf_psc_alpha")
    meter = nest.Create("multimeter", params={"record_from": ["I"], "interval": 1.0})
    nest.Connect(generator, neuron)
    nest.Connect(meter, generator)
    with nest.RunManager():
        for amplitude in (1.0, 2.0, 3.0):
            nest.Run(2.0)
            generator.amplitude = amplitude
    assert meter.events["I"].tolist() == [0.0, 0.0, 1.0, 1.0, 2.0]
