"""Kernels beside other code that numba compiles in the same process: each finds what it needs."""

import os
import subprocess
import sys

import pytest

THEIRS = """
import numba
import numpy as np

@numba.njit
def theirs(x):
    return max(x, 1)

@numba.njit
def theirs_of_arrays(x):
    return np.linalg.norm(x) + x[-1]

assert theirs(2) == 2
"""
ARRAYS = """
assert theirs_of_arrays(np.array([3.0, 4.0])) == 9.0
"""
OURS = """
from nestlike.compiler.kernels import Kernel

def clipped(a):
    return max(a, 3)

def rounded(a):
    return int(max(1.5 * a, 3.0))

assert Kernel(clipped)(4) == 4
assert Kernel(rounded)(4) == 6
"""


@pytest.mark.parametrize(
    "script", [THEIRS + OURS + ARRAYS, OURS + THEIRS + ARRAYS], ids=["before", "after"]
)
def test_other_code_is_compiled(root, tmp_path, script):
    own = {"PYTHONPATH": str(root), "PYNEST_QUIET": "1", "NESTLIKE_JIT": "1"}
    env = {**os.environ, **own, "NESTLIKE_CACHE_DIR": str(tmp_path / "objects")}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
