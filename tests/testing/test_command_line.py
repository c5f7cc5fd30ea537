"""Record and check a script in processes of their own, and through the pytest fixture."""

import os
import subprocess
import sys

import pytest

from nestlike.testing import load_trace

SCRIPT = """
import sys
import nest
neuron = nest.Create("iaf_psc_alpha", params={"I_e": float(sys.argv[1])})
recorder = nest.Create("spike_recorder")
multimeter = nest.Create("multimeter", params={"record_from": ["V_m"]})
nest.Connect(neuron, recorder)
nest.Connect(multimeter, neuron)
nest.Simulate(50.0)
recorder.n_events = 0
nest.Simulate(50.0)
nest.ResetKernel()
nest.Connect(nest.Create("poisson_generator", params={"rate": 100.0}), nest.Create("parrot_neuron"))
nest.Simulate(10.0)
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return path


def command(*arguments):
    line = [sys.executable, "-m", "nestlike.testing", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True)


def test_record_then_check(script, tmp_path):
    stored = tmp_path / "script.npz"
    recorded = command("record", script, "-o", stored, "--simulator", "nestlike", "--", "400.0")
    assert recorded.returncode == 0, recorded.stderr
    same = command("check", script, stored, "--", "400.0")
    assert same.returncode == 0 and "bit for bit" in same.stdout, same.stdout + same.stderr
    other = command("check", script, stored, "--", "401.0")
    assert other.returncode == 1 and "V_m[" in other.stdout


MARKED = """
import pytest

from nestlike.testing import load_trace

@pytest.mark.nest_trace("script.py", "script.npz", "400.0")
def test_marked(nest_trace):
    pass

def test_called(nest_trace):
    nest_trace("script.py", "script.npz", "400.0")
"""


def test_plugin(script, tmp_path, root):
    recording = ["record", script, "-o", tmp_path / "script.npz", "--simulator", "nestlike"]
    assert command(*recording, "--", "400.0").returncode == 0
    (tmp_path / "test_mine.py").write_text(MARKED)
    plugin = ["-p", "no:nestlike", "-p", "nestlike_pytest", "-p", "no:cacheprovider"]
    line = [sys.executable, "-m", "pytest", "-q", *plugin, "test_mine.py"]
    env = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_record_the_network(script, tmp_path):
    stored = tmp_path / "network.npz"
    options = ["--network", "--simulator", "nestlike", "--", "400.0"]
    recorded = command("record", script, "-o", stored, *options)
    assert recorded.returncode == 0, recorded.stderr
    arrays = load_trace(stored).arrays
    assert arrays["0/connections/source"].tolist() == [1, 3]
    assert arrays["1/connections/target"].tolist() == [2]
    assert command("check", script, stored, "--", "400.0").returncode == 0
