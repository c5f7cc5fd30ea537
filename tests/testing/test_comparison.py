import numpy as np
import pytest

from nestlike.testing import differences, libm_fingerprint
from nestlike.testing.traces import Trace

STORED = {"V_m": np.array([-70.0, 0.0, np.nan]), "spikes/times": np.array([1.0, 2.0])}


def trace(chaotic=False, libm=None):
    return Trace(STORED, {"chaotic": chaotic, "libm": libm or libm_fingerprint()})


def changed(**arrays):
    return {**STORED, **arrays}


def test_equal_bits_are_equal():
    assert differences(trace(), dict(STORED)) == []


@pytest.mark.parametrize(
    "values",
    [[-70.0, -0.0, np.nan], [np.nextafter(-70.0, 0.0), 0.0, np.nan], [-70.0, 0.0]],
    ids=["sign of zero", "last bit", "shape"],
)
def test_any_bit_counts_where_the_c_library_is_the_same(values):
    (line,) = differences(trace(), changed(V_m=np.array(values)))
    assert line.startswith("V_m")


def test_dtype_and_names_count():
    assert differences(trace(), changed(V_m=STORED["V_m"].astype("float32")))
    assert differences(trace(), {"V_m": STORED["V_m"]}) == ["spikes/times: missing here"]
    assert differences(trace(), changed(U_m=np.zeros(1))) == ["U_m: not in the trace"]


def test_another_c_library_has_a_tolerance_for_values_but_none_for_spikes():
    elsewhere = trace(libm={"exp": "other"})
    assert not differences(elsewhere, changed(V_m=STORED["V_m"] + 1e-8))
    assert differences(elsewhere, changed(V_m=STORED["V_m"] + 1e-6))
    assert differences(elsewhere, {**STORED, "spikes/times": np.array([1.0, 2.0 + 1e-12])})


def test_chaotic_traces_are_compared_only_with_the_same_c_library():
    other = changed(V_m=np.zeros(3))
    assert differences(trace(chaotic=True), other)
    assert not differences(trace(chaotic=True, libm={"exp": "other"}), other)
