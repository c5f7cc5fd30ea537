"""The folder of object files: whatever is wrong with it, kernels run, and nothing foreign does."""

import os
import subprocess
import sys
import time
import warnings
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
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        cache.write("second", KEY, b"code")
    assert "others can write" in str(complaints[0].message)
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
    for name in ("NESTLIKE_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", gone):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    cache.write("thing", KEY, b"code")
    assert cache.read("thing", KEY) is None


@needs_posix
def test_only_old_unfinished_files_are_swept(folder):
    old, new = folder / "one.unfinished", folder / "other.unfinished"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 10_000,) * 2)
    cache.write("second", KEY, b"code")
    assert new.exists() and not old.exists()


def run(root, script=SCRIPT, **settings):
    """Run a script in a process of its own; return what it printed last, and its complaints."""
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1", **settings}
    env = {name: value for name, value in env.items() if value is not None}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1], done.stderr


@pytest.fixture(scope="module")
def expected(root):
    printed, complaints = run(root)
    assert complaints == ""
    return printed


def unfinished(folder) -> list:
    """Return the files in a cache folder that are no entries."""
    return [path for path in folder.iterdir() if path.suffix != ".o"]


# A file in place of a folder refuses even a superuser, whom a mode would not stop.
@pytest.mark.parametrize("place", ["home", "cache", "above"])
def test_no_place_to_write(root, tmp_path, expected, place):
    file = tmp_path / "file"
    file.write_text("")
    settings = dict.fromkeys(("NESTLIKE_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"))
    if place == "home":
        settings |= {"HOME": str(file), "USERPROFILE": str(file)}
    else:
        settings["NESTLIKE_CACHE_DIR"] = str(file if place == "cache" else file / "objects")
    printed, complaints = run(root, **settings)
    assert printed == expected
    assert complaints.count("cannot keep the machine code") == 1
    assert file.read_text() == ""


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
"""


@needs_posix
def test_a_full_disk(root, tmp_path, expected):
    objects = tmp_path / "objects"
    printed, complaints = run(root, FULL + SCRIPT, NESTLIKE_CACHE_DIR=str(objects))
    assert printed == expected
    assert complaints.count("cannot keep the machine code") == 1
    assert list(objects.iterdir()) == []


def test_warnings_that_are_errors_stop_nothing(root, tmp_path, expected):
    file = tmp_path / "file"
    file.write_text("")
    strict = {"PYTHONWARNINGS": "error::RuntimeWarning", "NESTLIKE_CACHE_DIR": str(file)}
    assert run(root, **strict) == (expected, "")


def test_processes_that_compile_at_once_and_damaged_entries(root, tmp_path, expected):
    folder = tmp_path / "objects"
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: run(root, NESTLIKE_CACHE_DIR=str(folder)), range(4))
        assert list(found) == [(expected, "")] * 4
    assert unfinished(folder) == []
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = "import sys\n" + SCRIPT + "assert 'numba' not in sys.modules"
    assert run(root, again, NESTLIKE_CACHE_DIR=str(folder)) == (expected, "")  # all is sound
    for path in written:
        path.write_bytes(path.read_bytes()[:-9] + b"corrupted")
    assert run(root, NESTLIKE_CACHE_DIR=str(folder)) == (expected, "")
    assert all(not path.read_bytes().endswith(b"corrupted") for path in written)


KILLED = """
import os, signal
from nestlike.compiler import cache
replace, written = os.replace, []

def killed(here, there):
    written.append(there)
    if len(written) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(here, there)

cache.os.replace = killed
"""


@needs_posix
def test_a_process_killed_while_it_writes(root, tmp_path, expected):
    folder = tmp_path / "objects"
    env = {**os.environ, "PYTHONPATH": str(root), "NESTLIKE_CACHE_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", KILLED + SCRIPT], env=env, capture_output=True)
    assert done.returncode == -9, done.stderr
    (left,) = unfinished(folder)
    assert len(list(folder.iterdir())) == 2
    assert run(root, NESTLIKE_CACHE_DIR=str(folder)) == (expected, "")
    assert unfinished(folder) == [left]
