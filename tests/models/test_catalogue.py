"""The catalogue: every model's file is listed, and read when the model is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import nestlike.models
from nestlike.kernel import kernel
from nestlike.models import NODE_MODELS, SYNAPSE_MODELS

FOLDER = Path(nestlike.models.__file__).parent
FOLDERS = ("devices", "neurons", "synapses")


@pytest.mark.parametrize("listed", [*NODE_MODELS, *SYNAPSE_MODELS], ids=lambda each: each.name())
def test_what_is_listed_is_there(listed):
    model = listed.load()
    assert model.name() == listed.name()
    if listed in NODE_MODELS:
        assert model.number() == listed.number()


def test_what_is_there_is_listed():
    modules = {
        each.load().__module__.split(".")[-2:][1] for each in (*NODE_MODELS, *SYNAPSE_MODELS)
    }
    files = [
        path for kind in ("devices", "neurons", "synapses") for path in FOLDER.glob(f"{kind}/*.py")
    ]
    assert {path.stem for path in files} - {"__init__"} == modules


def test_synapses_are_in_the_order_of_nest():
    numbers = [each.load().modelid for each in SYNAPSE_MODELS]
    assert numbers == sorted(numbers)


SCRIPT = """
import sys
import nestlike as nest
nest.verbosity = nest.verbosity.ERROR
nest.node_models, nest.synapse_models
nest.ResetKernel()
nest.resolution = 0.2
nest.Create("iaf_psc_delta")
try:
    nest.Create("iaf_psc_detla")
except nest.NESTErrors.UnknownModelName as error:
    assert "iaf_psc_delta" in str(error)
folders = ("devices", "neurons", "synapses")
print([name for name in sys.modules if name.startswith("nestlike.models.")
       and name.split(".")[2] in folders and name.count(".") == 3])
"""


def test_files_of_other_models_are_not_read(root):
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True)
    assert done.stdout == "['nestlike.models.neurons.iaf_psc_delta']\n", done.stdout + done.stderr


@pytest.mark.parametrize("resolutions", [(0.7,), (0.7, 0.1), (0.3, 0.7, 0.25)])
def test_a_model_needed_late_has_the_defaults_of_one_needed_early(nest, resolutions):
    def defaults(early):
        nest.ResetKernel()
        names = [each.name() for each in NODE_MODELS]
        before = [kernel.models.nodes[name] for name in names] if early else []
        for resolution in resolutions:
            nest.resolution = resolution
        after = [kernel.models.nodes[name] for name in names]
        assert not early or all(one is other for one, other in zip(before, after, strict=True))
        return [entry.defaults for entry in after]

    assert defaults(early=False) == defaults(early=True)


def test_copies_are_numbered_one_after_the_other(nest):
    for existing, first in (("iaf_psc_alpha", 106), ("static_synapse", len(SYNAPSE_MODELS))):
        for k in range(3):
            nest.CopyModel(existing, f"{existing}_{k}")
            existing = f"{existing}_{k}"
            table = (
                kernel.models.nodes if existing in kernel.models.nodes else kernel.models.synapses
            )
            assert table[existing].number == first + k
            assert list(table)[-1] == existing and existing in table
