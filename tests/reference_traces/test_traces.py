"""Every stored trace of NEST 3.10.0 against nestlike."""

import json
import runpy
from pathlib import Path

import pytest

TRACES = Path(__file__).resolve().parents[2] / "reference_traces"
MANIFEST = json.loads((TRACES / "manifest.json").read_text())


def test_manifest_is_complete():
    cases = {path.stem for path in (TRACES / "cases").glob("*.py")}
    recorded = {path.stem for path in (TRACES / "recorded").glob("*.npz")}
    assert cases == recorded == set(MANIFEST), "run `make record`"


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_trace(nest, name):
    from nestlike.testing import differences, load_trace

    trace = load_trace(TRACES / MANIFEST[name]["recorded"])
    if trace.origin["chaotic"] and not trace.same_libm:
        pytest.skip("chaotic, and recorded with another C library")
    found = runpy.run_path(str(TRACES / "cases" / f"{name}.py"))["run"](nest)
    assert not differences(trace, found)
