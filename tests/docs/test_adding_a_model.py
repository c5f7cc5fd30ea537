"""The guide on adding a model: its file is taken from the page and simulated."""

import re
import subprocess
import sys

import pytest

CHECK = """
import sys
import nestlike as nest
from nestlike.kernel import kernel
from nestlike.models import NODE_MODELS, SYNAPSE_MODELS
from perfect_integrator import perfect_integrator

kernel.offer_models((*NODE_MODELS, perfect_integrator), SYNAPSE_MODELS)
nest.ResetKernel()
nest.verbosity = nest.VerbosityLevel.ERROR
assert "perfect_integrator" in nest.node_models
try:
    nest.Create("perfect_integrator", params={"C_m": 0.0})
except nest.NESTErrors.BadProperty as error:
    assert "C_m must be strictly positive" in str(error)
else:
    raise SystemExit("a capacitance of 0 was accepted")

nest.ResetKernel()
neuron = nest.Create("perfect_integrator", params={"I_e": 256.0, "C_m": 256.0, "V_th": 1.05})
multimeter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.1})
recorder = nest.Create("spike_recorder")
spikes = nest.Create("spike_generator", params={"spike_times": [6.0]})
nest.Connect(multimeter, neuron)
nest.Connect(neuron, recorder)
nest.Connect(spikes, neuron, syn_spec={"weight": 0.5})
nest.Simulate(10.0)

expected, V, waiting = [], 0.0, 0
for step in range(90):  # what the multimeter has received by 10 ms
    if waiting:
        waiting -= 1
    else:
        # The spike of 6.0 ms, delayed by 1 ms, is added in the step that ends at 7.0 ms.
        V = V + 256.0 * (0.1 / 256.0) + (0.5 if step == 69 else 0.0)
    if V >= 1.05:
        V, waiting = 0.0, 20
    expected.append(V)
assert multimeter.events["V_m"].tolist() == expected
assert recorder.n_events == sum(b < a for a, b in zip(expected, expected[1:])) > 2
print("as the equation says")
"""


@pytest.mark.timeout(300)
def test_the_model_of_the_guide_runs(root, tmp_path, monkeypatch):
    page = (root / "docs" / "adding_a_model.md").read_text()
    (source,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "perfect_integrator.py").write_text(source)
    (tmp_path / "check.py").write_text(CHECK)
    monkeypatch.setenv("PYTHONPATH", str(root))
    command = [sys.executable, str(tmp_path / "check.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as the equation says" in done.stdout
