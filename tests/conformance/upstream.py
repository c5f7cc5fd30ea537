"""Where NEST's own test suite and examples come from, and how they are run.

They are taken from an installed wheel, or else from the source distribution, copied to a
scratch folder and run unmodified with `nest` meaning nestlike. Nothing is kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIM = ROOT / "nestlike" / "shim"
LOCATE = "import importlib.util as u; print(u.find_spec('nest').submodule_search_locations[0])"
SDIST = ["download", "--no-deps", "--no-binary", "nest-simulator", "nest-simulator==3.10.0"]


def reference_python() -> str | None:
    """Return the interpreter that has NEST 3.10.0, if there is one."""
    return os.environ.get("NESTLIKE_REFERENCE_PYTHON")


def _from_wheel(inside: str) -> Path | None:
    python = reference_python()
    if not python:
        return None
    done = subprocess.run([python, "-c", LOCATE], capture_output=True, text=True)
    found = Path(done.stdout.strip(), inside)
    return found if done.returncode == 0 and found.is_dir() else None


def _from_source(inside: str, scratch: Path) -> Path:
    subprocess.run([sys.executable, "-m", "pip", *SDIST, "-d", str(scratch)], check=True)
    with tarfile.open(next(scratch.glob("nest_simulator-*.tar.gz"))) as archive:
        archive.extractall(scratch)
    return next(scratch.glob("nest_simulator-*/")) / inside


def fetch(in_wheel: str, in_source: str, scratch: Path) -> Path:
    """Return a private copy of a folder that NEST publishes."""
    found = _from_wheel(in_wheel) or _from_source(in_source, scratch)
    return Path(shutil.copytree(found, scratch / "copy", symlinks=True))


def environment(shim: bool = True) -> dict[str, str]:
    """Return the environment in which `import nest` means nestlike, or NEST without the shim."""
    paths = [str(SHIM) if shim else "", str(ROOT), os.environ.get("PYTHONPATH", "")]
    settings = {"PYNEST_QUIET": "1", "MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE"}
    return {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def run_limited(command, folder, limit: float, shim: bool = True) -> tuple[str, str]:
    """Run a command; return how it ended (`ok`, `timeout`, `status N`) and what it printed."""
    options = {"cwd": folder, "env": environment(shim), "capture_output": True, "text": True}
    try:
        done = subprocess.run(command, timeout=limit, **options)
    except subprocess.TimeoutExpired:
        return "timeout", ""
    ended = "ok" if done.returncode == 0 else f"status {done.returncode}"
    return ended, done.stdout[-2000:] + done.stderr[-2000:]


def read_list(path: Path) -> set[str]:
    return set(path.read_text().splitlines()) if path.exists() else set()


def drop(path: Path, names: set[str]) -> None:
    """Take names off a list."""
    path.write_text("".join(f"{name}\n" for name in sorted(read_list(path) - names)))


def grow_list(path: Path, passed: set[str], seen: set[str]) -> set[str]:
    """Add what passed to the list; return what is in it, was run now, and did not pass."""
    known = read_list(path)
    path.write_text("".join(f"{name}\n" for name in sorted(known | passed)))
    return (known & seen) - passed
