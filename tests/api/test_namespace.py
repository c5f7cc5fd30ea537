"""The module object: descriptors, refusals, deprecated functions, the public names."""

import importlib
import os
import subprocess
import sys
import types
import warnings

import pytest

import nestlike as nest


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.QUIET
    yield
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.INFO


def test_kernel_attributes_are_descriptors():
    assert isinstance(nest, types.ModuleType)
    assert type(nest) is nest.NestModule
    assert type(nest).keep_source_table._default is True
    assert type(nest).network_size._readonly
    assert "defaults to ``0.1``" in type(nest).resolution.__doc__


@pytest.mark.parametrize(
    "statement",
    ["nest.foo = 1", "nest.Simulate = 1", "nest.network_size = 1", "nest.foo", "nest.modules"],
)
def test_attribute_errors(statement):
    with pytest.raises(AttributeError):
        exec(statement)


def test_unknown_and_readonly_parameters():
    with pytest.raises(ValueError, match="resolution"):
        nest.set(resolutoin=0.2)
    with pytest.raises(ValueError, match="readonly"):
        nest.SetKernelStatus({"network_size": 1})
    nest.dict_miss_is_error = False
    wishes = {"foo": 1, "rng_seed": 7}
    with pytest.warns(UserWarning, match="foo"):
        nest.SetKernelStatus(wishes)
    assert wishes == {"rng_seed": 7} == {"rng_seed": nest.rng_seed}


def test_get():
    assert nest.get("resolution", "rng_seed") == nest.get(["resolution", "rng_seed"])
    assert nest.get("resolution") == 0.1
    assert nest.kernel_status is not nest.kernel_status
    for unknown in ("foo", ["resolution", "foo"]):
        with pytest.raises(KeyError):
            nest.get(unknown)
    with pytest.raises(TypeError):
        nest.GetKernelStatus(3)


def test_verbosity_outlives_a_reset():
    nest.ResetKernel()
    assert nest.verbosity is nest.VerbosityLevel.QUIET


def test_old_verbosity_functions_warn_once():
    code = (
        "import warnings, nestlike as nest\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n"
        "    nest.set_verbosity('M_ERROR'); nest.set_verbosity('M_ERROR')\n"
        "assert [w.category for w in caught] == [UserWarning]\n"
        "assert nest.verbosity == 30\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "error"), [("M_FOO", AttributeError), ("WARNING", IndexError), (30, AttributeError)]
)
def test_bad_old_verbosities(name, error):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(error):
            nest.set_verbosity(name)


def test_one_process():
    nest.local_num_threads = 3
    assert nest.GetLocalVPs() == range(3)
    assert (nest.Rank(), nest.NumProcesses()) == (0, 1)


def test_public_names_exist():
    for name in set(nest.__all__) - {"cycle_time_log", "raster_plot", "voltage_trace"}:
        assert hasattr(nest, name), name
    assert nest.__version__ == "3.10.0"


def test_import_is_light_and_can_be_quiet():
    code = "import sys, nestlike; print([m for m in ('numba', 'scipy') if m in sys.modules])"
    environment = {**os.environ, "PYNEST_QUIET": "1"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_the_module_is_not_loaded_again():
    nest.CopyModel("iaf_psc_alpha", "mine")
    with pytest.raises(AttributeError):
        importlib.reload(nest)
    assert len(nest.Create("mine", 2)) == nest.network_size == 2
