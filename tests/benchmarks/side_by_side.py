"""Time the same scripts under NEST 3.10.0 and under nestlike: `make bench`.

    python -m tests.benchmarks.side_by_side [WORD ...] [--repeats N] [--large]

Prints the table of docs/benchmarks.md, with the machine and the date.  WORDs choose rows whose
script or title holds one of them.  `--large` adds what takes many minutes or much memory: the
cortical microcircuit at full scale.  The curves of growth are printed by `curves.py`.

Runs alternate between the two, so that a busy machine slows both; medians are compared.  Where a
script prints a digest of its results, it must be the same in all runs.  The interpreter with NEST
is named by NESTLIKE_REFERENCE_PYTHON; without it, only nestlike is timed.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path

from tests.benchmarks.rows import QUESTIONS, ROWS, Figure, Row

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def commands(script: str) -> dict[str, list[str]]:
    """Return how each simulator runs a script; arguments follow its name."""
    name, *arguments = script.split()
    path = str(HERE / name)
    found = {"nestlike": [sys.executable, "-m", "nestlike", path, *arguments]}
    reference = os.environ.get("NESTLIKE_REFERENCE_PYTHON")
    return {"NEST": [reference, path, *arguments], **found} if reference else found


def environment(cache: str | None = None, brought: str = "") -> dict[str, str]:
    # Installed packages have their bytecode; a checkout has it after the first run, if it may.
    settings = {"PYNEST_QUIET": "1", "OMP_WAIT_POLICY": "PASSIVE", "PYTHONDONTWRITEBYTECODE": ""}
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    cached = {"NESTLIKE_CACHE_DIR": cache, "NESTLIKE_PREBUILT_DIR": brought} if cache else {}
    return {**os.environ, **settings, **cached, "PYTHONPATH": paths}


@cache
def machine_code() -> str:
    """Return a folder with the machine code that a wheel brings."""
    folder = str(ROOT / "bench-report" / "prebuilt")
    command = [sys.executable, "-m", "nestlike.prebuild", folder]
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    return folder


def run_once(command: list[str], env: dict[str, str]) -> tuple[float, str]:
    """Run a command; return the wall time of the whole process and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return elapsed, done.stdout


def word_after(word: str, printed: str) -> str:
    """Return what a script prints after a word in its last line."""
    words = printed.strip().splitlines()[-1].split()
    return words[words.index(word) + 1]


def number_after(word: str):
    """Return what reads the number that a script prints after a word.

    The word ``process`` stands for the wall time of the whole process.
    """
    if word == "process":
        return lambda elapsed, printed: elapsed
    return lambda elapsed, printed: float(word_after(word, printed))


def run(script, repeats, warm_up=True, first_run=False, brought="") -> dict[str, list]:
    """Return {simulator: what `run_once` returned} of interleaved runs."""
    runs = {name: [] for name in commands(script)}
    for repeat in range(-1 if warm_up else 0, repeats):
        for name, command in commands(script).items():
            with tempfile.TemporaryDirectory() as empty:
                env = environment(empty if first_run else None, brought)
                found = run_once(command, env)
            if repeat >= 0:
                runs[name].append(found)
    return runs


def medians_of(runs: dict[str, list], value) -> dict[str, float]:
    """Return {simulator: median} of what `value` reads from each run."""
    return {name: statistics.median(value(*each) for each in own) for name, own in runs.items()}


def require_same(script: str, word: str, runs: dict[str, list]) -> None:
    """End with an error if what the scripts print after a word is not the same everywhere."""
    printed = [text for own in runs.values() for _, text in own if f"{word} " in text]
    found = {word_after(word, text) for text in printed}
    if len(found) > 1:
        sys.exit(f"{script}: {word} differ: {found}")


def figure(value: float) -> str:
    """Return a number with three digits that count."""
    return f"{value:.3g}" if abs(value) < 1e3 else f"{value:,.0f}"


def line(title: str, shown: Figure, medians: dict[str, float]) -> str:
    """Return a line of the table."""
    ours, theirs, unit = medians["nestlike"], medians.get("NEST"), shown.unit
    cells = [f"{title}: {shown.what}", "", f"{figure(ours)} {unit}", "", str(shown.bar)]
    if theirs is not None:
        cells[1] = f"{figure(theirs)} {unit}"
        difference = str(shown.bar).startswith("+")
        cells[3] = f"{ours - theirs:+.1f} {unit}" if difference else f"{ours / theirs:.2g}"
    return "| " + " | ".join(cells) + " |"


def report(row: Row, repeats: int | None) -> None:
    """Measure and print the lines of a row."""
    brought = machine_code() if row.brought else ""
    warm_up = not (row.first_run or row.large)
    runs = run(row.script, repeats or row.repeats, warm_up, row.first_run, brought)
    require_same(row.script, row.same, runs)
    for word, shown in row.shown.items():
        print(line(row.title, shown, medians_of(runs, number_after(word))), flush=True)


def report_questions(about: str, scripts: dict[str, str]) -> None:
    """Print how long questions take that scripts ask, by the heading of their columns."""
    names = list(commands(next(iter(scripts.values()))))
    headings = [name + heading for name in names for heading in scripts]
    print(f"\n| {about}, us each | " + " | ".join(headings) + " |")
    print("|---" * (1 + len(headings)) + "|")
    printed = {}
    for script in scripts.values():
        printed[script] = run(script, 1, warm_up=False)
        require_same(script, "answers", printed[script])
    words = next(iter(printed.values()))["nestlike"][0][1].strip().splitlines()[-1].split()[2::2]
    for word in words:
        found = [medians_of(runs, number_after(word)) for runs in printed.values()]
        cells = [figure(medians[name]) for name in names for medians in found]
        print("| " + " | ".join([f"`{word}`", *cells]) + " |", flush=True)


def machine() -> str:
    """Return the date, and what it was measured on."""
    with open("/proc/cpuinfo") as file:
        model = next((each.split(":")[1].strip() for each in file if "model name" in each), "")
    cores = len(os.sched_getaffinity(0))
    system, python = platform.system(), platform.python_version()
    return f"Measured on {date.today()}: {model}, {cores} cores, {system}, Python {python}."


def chosen(words: list[str], large: bool) -> list[Row]:
    """Return the rows that are asked for."""
    rows = [row for row in ROWS if large or not row.large]
    if not words:
        return rows
    return [row for row in rows if any(word in f"{row.script} {row.title}" for word in words)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--large", action="store_true")
    given = parser.parse_args()
    print(f"{machine()}\n\n| what | NEST | nestlike | ratio | bar |\n|---|---|---|---|---|")
    for row in chosen(given.words, given.large):
        report(row, given.repeats)
    for about, scripts in QUESTIONS.items():
        if not given.words or any(word in about for word in given.words):
            report_questions(about, scripts)


if __name__ == "__main__":
    main()
