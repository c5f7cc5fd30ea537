"""The pytest plugin: the fixture and marker `nest_trace`.

A module of its own, outside the package: pytest imports its plugins at every start, and
must not start a simulator in projects whose tests do not ask for one.
"""

import subprocess
import sys
from pathlib import Path

import pytest

MARKER = "nest_trace(script, npz): compare a script's recordings with stored NEST output"


def pytest_configure(config):
    config.addinivalue_line("markers", MARKER)


def check_script(script, npz, *arguments):
    """Run `script` on nestlike in a process of its own; fail unless it gives what is stored."""
    command = [sys.executable, "-m", "nestlike.testing", "check", str(script), str(npz)]
    done = subprocess.run(
        [*command, "--", *arguments] if arguments else command, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


@pytest.fixture
def nest_trace(request):
    """Return `check(script, npz, *arguments)`; a `nest_trace` marker is checked at once.

    Paths in the marker are relative to the test file.
    """
    folder = Path(request.path).parent
    for mark in request.node.iter_markers("nest_trace"):
        script, npz = (folder / path for path in mark.args[:2])
        check_script(script, npz, *mark.args[2:])
    return check_script
