"""Windows of devices: infinite times, which NEST takes for all three."""

import pytest

import nestlike as nest


@pytest.mark.parametrize(
    ("window", "n_events"),
    [
        ({"origin": 1e308}, 0),
        ({"start": -1e308}, 3),
        ({"start": 1e308, "stop": 1e308}, 0),
        ({"start": -1e308, "stop": -1e308}, 0),
        ({"origin": 1e308, "start": -1e308}, 3),
        ({"origin": -1e308}, 0),
    ],
)
@pytest.mark.parametrize("model", ["spike_recorder", "correlation_detector", "spin_detector"])
def test_infinite_times(model, window, n_events):
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    source = nest.Create("spike_generator", params={"spike_times": [1.0, 2.0, 3.0]})
    recorder = nest.Create(model, params=window)
    nest.Connect(source, recorder)
    nest.Simulate(5.0)
    assert sum(recorder.get("n_events") if model[0] == "c" else [recorder.n_events]) == n_events
