"""The guide on adding synapses and devices: its files are taken from the page and simulated."""

import re
import subprocess
import sys

import pytest

CHECK = """
import math
import nestlike as nest
from nestlike.kernel import kernel
from nestlike.models import NODE_MODELS, SYNAPSE_MODELS
from depressing_synapse import depressing_synapse, depressing_synapse_lbl
from ramp_generator import ramp_generator

own = (depressing_synapse, depressing_synapse_lbl)
kernel.offer_models((*NODE_MODELS, ramp_generator), (*SYNAPSE_MODELS, *own))
nest.ResetKernel()
nest.verbosity = nest.VerbosityLevel.ERROR
assert {"depressing_synapse", "depressing_synapse_lbl"} <= set(nest.synapse_models)
try:
    nest.SetDefaults("depressing_synapse", {"tau_D": 0.0})
except nest.NESTErrors.BadProperty as error:
    assert "tau_D must be > 0" in str(error)
else:
    raise SystemExit("a time constant of 0 was accepted")

recorder = nest.Create("weight_recorder")
nest.SetDefaults("depressing_synapse", {"weight_recorder": recorder})
spikes = nest.Create("spike_generator", params={"spike_times": [1.0, 11.0, 31.0]})
sender, target = nest.Create("parrot_neuron"), nest.Create("parrot_neuron")
nest.Connect(spikes, sender)
model = {"synapse_model": "depressing_synapse", "weight": 4.0, "d": 0.25}
nest.Connect(sender, target, syn_spec=model)

ramp = nest.Create("ramp_generator", params={"slope": 10.0, "start": 5.0, "stop": 5.5})
neuron = nest.Create("iaf_psc_alpha")
multimeter = nest.Create("multimeter", params={"record_from": ["I"], "interval": 0.1})
nest.Connect(ramp, neuron)
nest.Connect(multimeter, ramp)
nest.Simulate(50.0)

D, last, expected = 1.0, 0.0, []
for t in (2.0, 12.0, 32.0):
    D = 1.0 - (1.0 - D) * math.exp((last - t) / 200.0)
    expected.append(4.0 * D)
    D, last = 0.25 * D, t
assert recorder.events["weights"].tolist() == expected
growth = 10.0 * 0.1
assert max(multimeter.events["I"]) == sum([growth] * 5)
print("as the equations say")
"""


@pytest.mark.timeout(300)
def test_the_models_of_the_guide_run(root, tmp_path, monkeypatch):
    page = (root / "docs" / "adding_a_synapse_or_device.md").read_text()
    names = re.findall(r"`nestlike/models/\w+/(\w+\.py)`", page)
    sources = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for name, source in zip(names, sources, strict=True):
        (tmp_path / name).write_text(source)
    (tmp_path / "check.py").write_text(CHECK)
    monkeypatch.setenv("PYTHONPATH", str(root))
    command = [sys.executable, str(tmp_path / "check.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as the equations say" in done.stdout
