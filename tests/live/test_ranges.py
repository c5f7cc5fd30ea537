"""The tables of ranges name every parameter that can be set."""

import json
import random
import subprocess

import pytest

from .cases import NEURON_MODELS
from .compare import reference_python
from .ranges import NEURONS
from .receptor_arrays import RECEPTOR_ARRAYS

# Not varied: structural plasticity is another mechanism; the others are states that
# only change what they say about themselves.
NOT_VARIED = {"synaptic_elements"}

SETTABLE = """
import json, sys, nest
nest.verbosity = nest.VerbosityLevel.QUIET
found = {}
for model in json.loads(sys.argv[1]):
    node, names = nest.Create(model), []
    for name, value in node.get().items():
        try:
            node.set({name: value})
            names.append(name)
        except nest.NESTError:
            pass
    found[model] = names
print(json.dumps(found))
"""


def varied(model):
    if model in RECEPTOR_ARRAYS:
        return set(RECEPTOR_ARRAYS[model][0](random.Random(0))[0])
    return set(NEURONS[model])


@pytest.mark.live
@pytest.mark.skipif(reference_python() is None, reason="no NEST 3.10.0 to ask")
def test_every_settable_parameter_is_varied():
    command = [reference_python(), "-c", SETTABLE, json.dumps(NEURON_MODELS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    settable = json.loads(done.stdout.strip().splitlines()[-1])
    missing = {model: set(names) - varied(model) for model, names in settable.items()}
    left = {model: names - NOT_VARIED for model, names in missing.items() if names - NOT_VARIED}
    assert not left
