"""Compare random programs under NEST 3.10.0 and under nestlike, bit for bit.

    python -m tests.live.compare MODEL [MODEL ...] --cases 50 [--first 0]

The interpreter that can import NEST is named by NESTLIKE_REFERENCE_PYTHON. Prints, for
each model, how many programs were identical (keys, dtypes, shapes, bytes), the seeds of
the others and the first sample that differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .cases import MODELS, make_program

DRIVER = Path(__file__).with_name("run_program.py")
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What comparing the programs of one model gave."""

    model: str
    cases: int = 0
    spiking: int = 0
    errors: int = 0
    unanswered: int = 0
    differences: dict = field(default_factory=dict)

    @property
    def identical(self):
        return self.cases - self.unanswered - len(self.differences)

    def __str__(self):
        text = f"{self.model:24s} {self.identical} of {self.cases - self.unanswered} identical"
        text += f", {self.spiking} spike, {self.errors} with an error both must raise"
        if self.unanswered:
            text += f"; NEST did not finish {self.unanswered} more"
        return text + "".join(f"\n    seed {s}: {d}" for s, d in self.differences.items())


def reference_python():
    """Return the interpreter with NEST 3.10.0, or None."""
    path = os.environ.get("NESTLIKE_REFERENCE_PYTHON")
    return path if path and Path(path).exists() else None


def run_programs(python, module, programs, folder):
    """Run the programs in one process; start another behind each one that ended it."""
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "PYNEST_QUIET": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    if module == "nestlike":
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT), env.get("PYTHONPATH", "")])
    while programs:
        (folder / "programs.json").write_text(json.dumps(programs))
        command = [python, str(DRIVER), module, str(folder / "programs.json"), str(folder)]
        done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True)
        left = [program for program in programs if not result_path(folder, program).exists()]
        if left:
            note = (done.stderr.strip().splitlines() or [""])[-1][:200]
            text = f"ended with status {done.returncode}: {note}"
            result_path(folder, left[0]).with_suffix(".txt").write_text(text)
        programs = left[1:]


def result_path(folder, program):
    return folder / f"{program['model']}-{program['seed']}.npz"


def load(folder, program):
    """Return the arrays of one program, or the line that says how its process ended."""
    path = result_path(folder, program)
    if not path.exists():
        return path.with_suffix(".txt").read_text()
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


def first_difference(expected, found):
    """Return a line about the first difference, or None when all bits are equal."""
    if isinstance(found, str) or isinstance(expected, str):
        return f"NEST: {_brief(expected)}; nestlike: {_brief(found)}"
    if not np.array_equal(expected["errors"], found["errors"]):
        return f"errors: NEST {expected['errors'].tolist()}, here {found['errors'].tolist()}"
    if set(expected) != set(found):
        return f"keys: {sorted(set(expected) ^ set(found))[:8]}"
    # Recordings first: where they start to differ says more than the states at the end.
    names = sorted(expected, key=lambda name: ("[" in name, "kernel" in name, name))
    lines = (_array_difference(name, expected[name], found[name]) for name in names)
    return next((line for line in lines if line), None)


def _brief(result):
    return result if isinstance(result, str) else "completed"


def _array_difference(name, expected, found):
    if expected.dtype != found.dtype or expected.shape != found.shape:
        return f"{name}: {expected.dtype}{expected.shape} here {found.dtype}{found.shape}"
    expected, found = _plain_nan(expected), _plain_nan(found)
    if expected.tobytes() == found.tobytes():
        return None
    rows = zip(expected.ravel(), found.ravel(), strict=True)
    for index, (left, right) in enumerate(rows):
        if left.tobytes() != right.tobytes():
            return f"{name}[{index}] of {expected.size}: NEST {left!r}, here {right!r}"
    return None


def _plain_nan(array):
    """Give every NaN one bit pattern: IEEE 754 leaves sign and payload to the processor."""
    if array.dtype.kind != "f":
        return array
    return np.where(np.isnan(array), np.nan, array)


def spikes(result):
    recorded = (name for name in result if name.startswith("recorder_"))
    return any(result[name].size for name in recorded if name.endswith("/senders"))


def compare_model(model, cases, first=0, python=None, module="nestlike"):
    """Run `cases` random programs of one model under both; returns the Outcome."""
    programs = [make_program(model, seed) for seed in range(first, first + cases)]
    outcome = Outcome(model, cases)
    with tempfile.TemporaryDirectory() as scratch:
        wheel, ours = Path(scratch, "wheel"), Path(scratch, "ours")
        run_programs(reference_python(), "nest", programs, wheel)
        run_programs(python or sys.executable, module, programs, ours)
        for program in programs:
            expected, found = load(wheel, program), load(ours, program)
            if isinstance(expected, str):
                outcome.unanswered += 1
                continue
            difference = first_difference(expected, found)
            if difference:
                outcome.differences[program["seed"]] = difference
            outcome.spiking += spikes(expected)
            outcome.errors += bool(expected["errors"].size)
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", help=f"all, or some of {', '.join(MODELS)}")
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="seed of the first case")
    given = parser.parse_args()
    if reference_python() is None:
        sys.exit("set NESTLIKE_REFERENCE_PYTHON to an interpreter that has NEST 3.10.0")
    models = MODELS if given.models == ["all"] else given.models
    differing = 0
    for model in models:
        outcome = compare_model(model, given.cases, given.first)
        differing += len(outcome.differences)
        print(outcome, flush=True)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
