"""The folder of object files: whatever is wrong with it, kernels run, and nothing foreign does."""

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from nestlike.compiler import cache

KEY = "0123456789abcdef" * 4
SCRIPT = """
import nestlike as nest
neuron = nest.Create("iaf_psc_delta", params={"I_e": 400.0})
recorder = nest.Create("spike_recorder")
nest.Connect(neuron, recorder)
nest.Simulate(100.0)
print(recorder.events["times"].tolist())
"""
needs_posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes are POSIX")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a private cache folder with one entry."""
    path = tmp_path / "objects"
    monkeypatch.setenv("NESTLIKE_CACHE_DIR", str(path))
    cache.write("thing", KEY, b"code")
    return path


def entry(folder):
    (path,) = folder.iterdir()
    return path


def test_what_was_written_is_read(folder):
    assert cache.read("thing", KEY) == b"code"
    assert cache.read("thing", KEY[::-1]) is None
    assert cache.read("other", KEY) is None


@needs_posix
def test_folder_and_entries_are_private(folder):
    assert folder.stat().st_mode & 0o777 == 0o700
    assert entry(folder).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", [0, 20, -1])
def test_one_changed_byte_is_a_miss(folder, at):
    data = bytearray(entry(folder).read_bytes())
    data[at] ^= 1
    entry(folder).write_bytes(data)
    assert cache.read("thing", KEY) is None


@pytest.mark.parametrize("length", [0, 10, 51])
def test_a_truncated_entry_is_a_miss(folder, length):
    entry(folder).write_bytes(entry(folder).read_bytes()[:length])
    assert cache.read("thing", KEY) is None


def test_an_entry_under_another_name_is_a_miss(folder):
    entry(folder).rename(folder / f"thing-{KEY[::-1][:32]}.o")
    assert cache.read("thing", KEY[::-1]) is None


@needs_posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_others_can_write_is_not_used(folder, mode):
    folder.chmod(mode)
    assert cache.read("thing", KEY) is None
    cache.write("second", KEY, b"code")
    assert len(list(folder.iterdir())) == 1


@needs_posix
def test_an_entry_others_can_write_is_a_miss(folder):
    entry(folder).chmod(0o620)
    assert cache.read("thing", KEY) is None


@needs_posix
def test_a_folder_of_another_user_is_not_used(folder, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert cache.read("thing", KEY) is None
    cache.write("second", KEY, b"code")
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("gone", ["USERPROFILE", "HOME"])
def test_no_home_at_all(monkeypatch, gone):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    for name in ("NESTLIKE_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", gone):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache.Path, "home", no_home)
    cache.write("thing", KEY, b"code")
    assert cache.read("thing", KEY) is None


def run(root, **settings):
    """Run SCRIPT in a process of its own and return what it printed."""
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1", **settings}
    env = {name: value for name, value in env.items() if value is not None}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def expected(root):
    return run(root)


def test_a_home_that_cannot_be_written(root, tmp_path, expected):
    # A file in place of the folder refuses even a superuser, whom a mode would not stop.
    home = tmp_path / "home"
    home.write_text("")
    places = dict.fromkeys(("NESTLIKE_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"))
    assert run(root, HOME=str(home), USERPROFILE=str(home), **places) == expected
    assert home.read_text() == ""


def test_two_processes_that_compile_at_once_and_damaged_entries(root, tmp_path, expected):
    folder = tmp_path / "objects"
    with ThreadPoolExecutor(2) as pool:
        both = pool.map(lambda _: run(root, NESTLIKE_CACHE_DIR=str(folder)), range(2))
        assert list(both) == [expected] * 2
    assert {path.suffix for path in folder.iterdir()} == {".o"}
    sizes = {path: path.stat().st_size for path in folder.iterdir()}
    for path in sizes:
        path.write_bytes(path.read_bytes()[:-9] + b"corrupted")
    assert run(root, NESTLIKE_CACHE_DIR=str(folder)) == expected
    assert all(not path.read_bytes().endswith(b"corrupted") for path in sizes)


def spikes(current):
    """Return the spike times of one neuron, simulated in this process."""
    import nestlike as nest

    nest.ResetKernel()
    neuron = nest.Create("iaf_psc_delta", params={"I_e": current})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(100.0)
    return recorder.events["times"].tolist()


def _child(pipe, current):
    pipe.send(spikes(current))
    pipe.close()


def in_child(method, current):
    context = multiprocessing.get_context(method)
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, current))
    process.start()
    assert here.poll(60), "the child does not answer"
    found = here.recv()
    process.join(10)
    assert process.exitcode == 0
    return found


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fork_after_a_simulation(nest):
    expected = spikes(400.0)
    assert in_child("fork", 400.0) == expected
    assert in_child("fork", 500.0) == spikes(500.0)


SPAWNING = """
import multiprocessing, sys
import nestlike as nest

def spikes(current):
    nest.ResetKernel()
    neuron = nest.Create("iaf_psc_delta", params={"I_e": current})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(100.0)
    return recorder.events["times"].tolist()

if __name__ == "__main__":
    here = spikes(400.0)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(spikes, [400.0, 400.0]) == [here, here]
    print(here)
"""


def test_spawn_after_a_simulation(root, tmp_path, expected):
    (tmp_path / "script.py").write_text(SPAWNING)
    env = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(tmp_path / "script.py")]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == expected
