"""Kernels compiled ahead of time: used where they fit, passed over where they do not."""

import os
import subprocess
import sys

import pytest

from nestlike.compiler import cache, prebuilt

SCRIPT = """
import sys
from nestlike.kernel.recording.sampling import hand_over
hand_over.address
print("numba" in sys.modules)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with one kernel for the level that most machines can run."""
    path = tmp_path_factory.mktemp("prebuilt")
    if not prebuilt.levels():
        pytest.skip("no levels of processors are known for this architecture")
    level = list(prebuilt.levels())[-1]
    command = ["-m", "nestlike.prebuild", str(path), "--level", level, "--only", "hand_over"]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return path


def run(folder, tmp_path, **settings):
    """Bind the kernel in a process with an empty cache; return what it prints and the cache."""
    own = {"NESTLIKE_PREBUILT_DIR": str(folder), "NESTLIKE_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", SCRIPT]
    env = {**os.environ, "PYNEST_QUIET": "1", "NESTLIKE_JIT": "1", **own, **settings}
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    stored = tmp_path / "cache"
    return done.stdout.strip(), sorted(stored.iterdir()) if stored.exists() else []


def test_nothing_is_compiled(folder, tmp_path):
    assert run(folder, tmp_path) == ("False", [])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("setting", ["NESTLIKE_NATIVE", "NESTLIKE_BOUNDSCHECK"])
def test_who_wants_other_code_gets_it(folder, tmp_path, setting):
    imported, stored = run(folder, tmp_path, **{setting: "1"})
    assert imported == "True" and len(stored) == 1


@pytest.mark.timeout(120)
def test_damaged_code_is_passed_over(folder, tmp_path):
    (path,) = folder.rglob("*.o")
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        imported, stored = run(folder, tmp_path)
    finally:
        path.write_bytes(whole)
    assert imported == "True" and len(stored) == 1


def test_the_key_follows_the_source():
    def one(address):
        return address + 1

    def other(address):
        return address + 2

    keys = {prebuilt.portable_key(f, "f", "1") for f in (one, other)}
    assert len(keys) == 2 and cache.file_name("f", keys.pop()).startswith("f-")
