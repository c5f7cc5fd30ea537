"""Run NEST's example scripts, unmodified, on nestlike: `make examples`.

    python tests/conformance/run_examples.py [--only PART] [--limit SECONDS]

Each script runs in its own folder of a scratch copy. Prints one line a script and adds
those that end well to passing_examples.txt; fails if a listed one no longer does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from upstream import fetch, grow_list, run_limited  # noqa: E402

PASSING = HERE / "passing_examples.txt"
WHEEL, SOURCE = "doc/examples/pynest", "pynest/examples"


def scripts(folder: Path, only: str) -> list[Path]:
    """List the scripts; modules that others import have no effect of their own."""
    found = (path for path in folder.rglob("*.py") if only in path.as_posix())
    return sorted(path for path in found if "import nest" in path.read_text(errors="replace"))


def last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:100]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run scripts whose path contains this")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds per script")
    given = parser.parse_args()
    passed, seen = set(), set()
    with tempfile.TemporaryDirectory() as scratch:
        folder = fetch(WHEEL, SOURCE, Path(scratch))
        for path in scripts(folder, given.only):
            name = path.relative_to(folder).as_posix()
            command = [sys.executable, "-W", "ignore", path.name]
            ended, text = run_limited(command, path.parent, given.limit)
            seen.add(name)
            passed.update({name} if ended == "ok" else ())
            note = "" if ended == "ok" else last_line(text)
            print(f"{name:70s} {ended:10s} {note}", flush=True)
    lost = grow_list(PASSING, passed, seen)
    print(f"{len(passed)} of {len(seen)} run; lost: {sorted(lost) or 'none'}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
