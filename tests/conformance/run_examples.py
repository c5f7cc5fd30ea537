"""Run NEST's example scripts, unmodified, on nestlike and on NEST: `make examples`.

    python tests/conformance/run_examples.py [--only PART] [--limit SECONDS]

Each script runs in its own folder of a scratch copy. Prints one line a script: whether
everything that was recorded, connected and placed is identical, or only that it ran where NEST
is not installed. Adds those that end well to passing_examples.txt and those that are identical
to identical_examples.txt; fails if a listed one no longer is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from upstream import ROOT, fetch, grow_list, reference_python, run_limited  # noqa: E402

sys.path.insert(0, str(ROOT))

from nestlike.testing import differences, load_trace  # noqa: E402

PASSING, IDENTICAL = HERE / "passing_examples.txt", HERE / "identical_examples.txt"
WHEEL, SOURCE = "doc/examples/pynest", "pynest/examples"


def scripts(folder: Path, only: str) -> list[Path]:
    """List the scripts; modules that others import have no effect of their own."""
    return sorted(path for path in folder.rglob("*.py") if only in path.as_posix())


def last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:100]


def trace(python: str, simulator: str, script: Path, limit: float):
    """Run a script; return how it ended, its last line, and its trace if it ended well."""
    kept = script.with_name(f"{script.stem}-{simulator}.npz")
    options = ["--network", "--seed", "1", "--simulator", simulator, "-o", kept.name, script.name]
    command = [python, "-W", "ignore", "-m", "nestlike.testing", "record", *options]
    ended, text = run_limited(command, script.parent, limit, shim=simulator == "nestlike")
    return ended, last_line(text), load_trace(kept) if ended == "ok" else None


def run(script: Path, limit: float) -> tuple[str, str]:
    """Return how a script went (`identical`, `differs`, `runs`, or how it ended), and a note."""
    ended, note, own = trace(sys.executable, "nestlike", script, limit)
    if ended != "ok":
        return ended, note
    if not reference_python():
        return "runs", "not compared: NEST is not installed"
    ended, note, reference = trace(reference_python(), "nest", script, limit)
    if ended != "ok":
        return "runs", f"not compared: under NEST {ended} {note}"
    lines = differences(reference, own.arrays)
    if lines:
        return "differs", lines[0][:150]
    return "identical", f"{len(own.arrays)} arrays"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run scripts whose path contains this")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds per run of a script")
    given = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = fetch(WHEEL, SOURCE, Path(scratch))
        for path in scripts(folder, given.only):
            name = path.relative_to(folder).as_posix()
            results[name], note = run(path, given.limit)
            print(f"{name:60s} {results[name]:10s} {note}", flush=True)
    ran = {name for name, result in results.items() if result in ("identical", "differs", "runs")}
    same = {name for name in ran if results[name] == "identical"}
    compared = {name for name, result in results.items() if result != "runs"}
    lost = grow_list(PASSING, ran, set(results)) | grow_list(IDENTICAL, same, compared)
    print(
        f"{len(ran)} of {len(results)} run, {len(same)} identical; lost: {sorted(lost) or 'none'}"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
