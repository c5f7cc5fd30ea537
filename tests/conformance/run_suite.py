"""Run NEST's own test suite, unmodified, against nestlike: `make conformance`.

    python tests/conformance/run_suite.py [--only PART] [--jobs N] [--limit SECONDS]

One pytest process per file, so that a crash or an endless loop costs one file. Prints a
table by area, adds what passes to passing.txt, and fails if a listed item does not pass.
"""

from __future__ import annotations

import argparse
import collections
import fnmatch
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from upstream import ROOT, drop, fetch, grow_list, read_list, run_limited  # noqa: E402

PASSING = HERE / "passing.txt"
REPORT = ROOT / "conformance-report"
WHEEL, SOURCE = "share/nest/testsuite/pytests", "testsuite/pytests"
OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:nestlike", "--timeout", "120"]
OUTCOMES = ("passed", "failed", "error", "skipped", "not run")


def areas() -> list[tuple[str, str]]:
    lines = (HERE / "areas.tsv").read_text().splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def area_of(name: str, table) -> str:
    """Return the area of a file: the first pattern of areas.tsv that matches."""
    return next((area for pattern, area in table if fnmatch.fnmatch(name, pattern)), "other")


def test_files(folder: Path, only: str) -> list[str]:
    """List the test files; those that need MPI are left out."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("test_*.py"))
    return sorted(n for n in names if not n.startswith("mpi_") and only in n)


def outcome(case) -> str:
    kinds = {child.tag for child in case}
    for tag, name in (("failure", "failed"), ("error", "error"), ("skipped", "skipped")):
        if tag in kinds:
            return name
    return "passed"


def run_file(folder: Path, name: str, limit: float) -> dict[str, str]:
    """Run one file; return {item: outcome}, with the file itself as item if it crashed."""
    report = REPORT / (name.replace("/", "__") + ".xml")
    report.unlink(missing_ok=True)
    settings = ["-c", str(REPORT / "pytest.ini"), f"--rootdir={folder}"]
    command = [sys.executable, "-m", "pytest", *OPTIONS, *settings]
    ended, text = run_limited([*command, f"--junit-xml={report}", name], folder, limit)
    report.with_suffix(".txt").write_text(f"{ended}\n{text}")
    if not report.exists():
        return {f"{name}::{ended}": "not run"}
    cases = ElementTree.parse(report).iter("testcase")
    return {f"{name}::{case.get('classname')}::{case.get('name')}": outcome(case) for case in cases}


def renamed(listed: set[str], results: dict[str, str]) -> set[str]:
    """Return listed items that go by another name now.

    Names of parametrised items tell the position in the list of models, which grows. They count as
    renamed where at least as many items of their file pass as are listed.
    """
    passing = collections.Counter(i.split("::")[0] for i, r in results.items() if r == "passed")
    expected = collections.Counter(item.split("::")[0] for item in listed)
    gone = (item for item in listed if item not in results)
    return {i for i in gone if passing[i.split("::")[0]] >= expected[i.split("::")[0]]}


def print_table(results: dict[str, str]) -> None:
    table, counts = areas(), collections.defaultdict(collections.Counter)
    for item, result in results.items():
        for area in (area_of(item.split("::")[0], table), "all"):
            counts[area][result] += 1
    print(f"{'area':32s}" + "".join(f"{name:>9s}" for name in OUTCOMES))
    for area in sorted(counts, key=lambda name: (name == "all", name)):
        print(f"{area:32s}" + "".join(f"{counts[area][name]:9d}" for name in OUTCOMES))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run files whose path contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds per file")
    given = parser.parse_args()
    REPORT.mkdir(exist_ok=True)
    (REPORT / "pytest.ini").write_text("[pytest]\n")  # pytest's own defaults, not this project's
    results = {}
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(given.jobs) as pool:
        folder = fetch(WHEEL, SOURCE, Path(scratch))
        names = test_files(folder, given.only)
        for found in pool.map(lambda name: run_file(folder, name, given.limit), names):
            results.update(found)
    print_table(results)
    before = len(read_list(PASSING))
    passed = {item for item, result in results.items() if result == "passed"}
    # A listed item whose file was run counts as run, even if its file no longer collects it.
    seen = {item for item in read_list(PASSING) if item.split("::")[0] in names}
    drop(PASSING, renamed(seen, results))
    lost = grow_list(PASSING, passed, seen & read_list(PASSING))
    print(f"passing list: {before} items before, {len(read_list(PASSING))} now, {len(lost)} lost")
    print("".join(f"LOST {item}\n" for item in sorted(lost)), end="")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
