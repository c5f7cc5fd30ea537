import types

import numpy as np
import pytest

from nestlike.testing import load_trace, save_trace
from nestlike.testing.traces import describe_origin

SIMULATOR = types.SimpleNamespace(__name__="nest", __version__="3.10.0")


def test_what_is_stored_comes_back(tmp_path):
    arrays = {"0/multimeter-2/V_m": np.linspace(-70, -55, 7), "ids": np.array([1, 2])}
    save_trace(tmp_path / "a.npz", arrays, describe_origin(SIMULATOR))
    trace = load_trace(tmp_path / "a.npz")
    assert set(trace.arrays) == set(arrays)
    assert all(trace.arrays[name].tobytes() == arrays[name].tobytes() for name in arrays)
    assert trace.origin["version"] == "3.10.0" and trace.same_libm


def test_recording_again_gives_the_same_bytes(tmp_path):
    for name in ("a.npz", "b.npz"):
        save_trace(tmp_path / name, {"x": np.arange(5)}, describe_origin(SIMULATOR))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_file_that_is_no_trace_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", x=np.zeros(2))
    with pytest.raises(ValueError, match="is not a trace"):
        load_trace(tmp_path / "other.npz")
