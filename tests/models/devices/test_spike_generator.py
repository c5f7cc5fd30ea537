"""spike_generator: what makes it go through its times again."""

import pytest

import nestlike as nest

TIMES = [1.0, 2.0, 12.0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"origin": 10.0}, [1.0, 2.0, 11.0, 12.0]),
        ({"origin": 9.5, "spike_weights": [1.0, 1.0, 1.0]}, [1.0, 2.0, 10.5, 11.5]),
        ({"start": 0.0}, TIMES),
    ],
)
def test_a_new_origin_starts_over(change, expected):
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    source, recorder = nest.Create("spike_generator"), nest.Create("spike_recorder")
    source.spike_times = TIMES
    nest.Connect(source, recorder)
    nest.Simulate(10.0)
    source.set(change)
    nest.Simulate(10.0)
    assert recorder.events["times"].tolist() == expected
