"""Messages have the form and the stream of NEST's."""

import re

import pytest

from nestlike.kernel.clock import Clock
from nestlike.kernel.messages import Messages
from nestlike.kernel.settings.kernel_settings import KernelSettings
from nestlike.kernel.verbosity import VerbosityLevel

STAMP = r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"


@pytest.fixture
def settings():
    return KernelSettings(Clock())


def test_level_decides_the_stream(settings, capsys):
    messages = Messages(settings)
    messages.message(VerbosityLevel.INFO, "here", "note")
    messages.message(VerbosityLevel.WARNING, "here", "careful")
    shown = capsys.readouterr()
    assert re.fullmatch(rf"\[INFO\] {STAMP}\] note\n", shown.out)
    assert re.fullmatch(rf"\[WARNING\] {STAMP}\] careful\n", shown.err)


def test_messages_below_verbosity_are_silent(settings, capsys):
    settings._values["verbosity"] = VerbosityLevel.ERROR
    Messages(settings).message(VerbosityLevel.WARNING, "here", "careful")
    assert capsys.readouterr() == ("", "")


def test_debugging_shows_the_place(settings, capsys):
    settings._values["verbosity"] = VerbosityLevel.ALL
    Messages(settings).message(VerbosityLevel.INFO, "Part::act", "note", "file.py", 7)
    expected = rf"\[INFO\] {STAMP} file.py:7 @ Part::act\] note\n"
    assert re.fullmatch(expected, capsys.readouterr().out)


def test_simulation_lines(settings, capsys):
    messages = Messages(settings)
    messages.preparing(1)
    messages.simulation_started(2, 10.0, 1)
    out = capsys.readouterr().out
    assert "Preparing 1 node for simulation.\n" in out
    assert out.endswith(
        "Number of local nodes: 2\nSimulation time (ms): 10\n"
        "Number of OpenMP threads: 1\nNot using MPI\n"
    )


def test_progress_is_padded_with_zeros_after_a_message(settings, capsys):
    messages = Messages(settings)
    messages.progress(0.1, 50, 0.01)
    messages.preparing(1)
    messages.progress(16.0, 0, 0.0)
    out = capsys.readouterr().out
    assert out.startswith("\r[  50% ] Model time: 0.1 ms, Real-time factor: 0.0100")
    assert out.endswith("\r[ 000% ] Model time: 16.0 ms, Real-time factor: 0.0000")
