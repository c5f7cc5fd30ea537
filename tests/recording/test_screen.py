"""The backend screen: lines on standard output."""

import numpy as np

from nestlike.recording import BACKENDS, backends
from nestlike.recording.screen import ScreenBackend


def test_lines(network, recorder, capsys):
    screen = ScreenBackend(network)
    multimeter = recorder(value_names=("V_m", "I_syn_ex"))
    screen.enroll(multimeter, {"precision": 2})
    screen.prepare([multimeter])
    values = np.array([[-70.0, 0.0], [-69.996, 1.0]])
    screen.write(multimeter, 0, np.array([10, 20]), np.array([2, 3]), values)
    assert capsys.readouterr().out == "2\t1.00\t-70.00\t0.00\n3\t2.00\t-70.00\t1.00\n"
    assert screen.status(multimeter) == {"precision": 2, "time_in_steps": False, "n_events": 2}


def test_time_in_steps_can_change_at_any_time(network, recorder, capsys):
    screen, spikes = ScreenBackend(network), recorder()
    screen.enroll(spikes)
    network.simulated.value = True
    screen.set_status(spikes, {"time_in_steps": True})
    screen.write(spikes, 0, np.array([80]), np.array([2]))
    assert capsys.readouterr().out == "2\t80\t0.000\n"


def test_every_backend_declares_what_it_shows(network, recorder):
    for backend in backends(network).values():
        shown = backend.declare("spike_recorder")
        backend.enroll(one := recorder())
        assert set(shown) | {"n_events"} == set(backend.status(one))
    assert sorted(BACKENDS) == ["ascii", "memory", "screen"]
