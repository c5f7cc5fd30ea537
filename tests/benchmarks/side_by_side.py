"""Time the same scripts under NEST 3.10.0 and under nestlike: `make bench`.

    python -m tests.benchmarks.side_by_side [--repeats 5]

Runs alternate between the two, so that a busy machine slows both; medians are compared.
The interpreter with NEST is named by NESTLIKE_REFERENCE_PYTHON; without it, only
nestlike is timed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def commands(script: str) -> dict[str, list[str]]:
    """Return how each simulator runs a script; arguments follow its name."""
    name, *arguments = script.split()
    path = str(HERE / name)
    found = {"nestlike": [sys.executable, "-m", "nestlike", path, *arguments]}
    reference = os.environ.get("NESTLIKE_REFERENCE_PYTHON")
    return {"NEST": [reference, path, *arguments], **found} if reference else found


def environment(cache: str | None = None) -> dict[str, str]:
    # Installed packages have their bytecode; a checkout has it after the first run, if it may.
    settings = {"PYNEST_QUIET": "1", "OMP_WAIT_POLICY": "PASSIVE", "PYTHONDONTWRITEBYTECODE": ""}
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    cached = {"NESTLIKE_CACHE_DIR": cache} if cache else {}
    return {**os.environ, **settings, **cached, "PYTHONPATH": paths}


def run_once(command: list[str], cache: str | None) -> tuple[float, str]:
    """Run a command; return the wall time of the whole process and what it printed."""
    env = environment(cache)
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return elapsed, done.stdout


def whole_process(elapsed: float, printed: str) -> float:
    return elapsed


def last_number(elapsed: float, printed: str) -> float:
    """Return the measured value, which the script printed at the end of its last line."""
    return float(printed.strip().splitlines()[-1].split()[-1])


def word_after(word: str, printed: str) -> str:
    """Return what a script prints after a word in its last line."""
    words = printed.strip().splitlines()[-1].split()
    return words[words.index(word) + 1]


def number_after(word: str):
    """Return what reads the number that a script prints after a word."""
    return lambda elapsed, printed: float(word_after(word, printed))


def simulate_alike(script: str, repeats: int) -> dict[str, float]:
    """Return {simulator: median seconds of Simulate}, if all spikes are the same."""
    digests = set()

    def value(elapsed: float, printed: str) -> float:
        digests.add(word_after("spikes", printed))
        return float(word_after("simulate", printed))

    medians = measure(script, repeats, value=value)
    if len(digests) > 1:
        sys.exit(f"{script}: spikes differ: {digests}")
    return medians


def run(script, repeats, first_run=False, warm_up=True) -> dict[str, list]:
    """Return {simulator: what `run_once` returned} of interleaved runs."""
    runs = {name: [] for name in commands(script)}
    for repeat in range(-1 if warm_up else 0, repeats):
        for name, command in commands(script).items():
            with tempfile.TemporaryDirectory() as empty:
                found = run_once(command, empty if first_run else None)
            if repeat >= 0:
                runs[name].append(found)
    return runs


def medians_of(runs: dict[str, list], value) -> dict[str, float]:
    """Return {simulator: median} of what `value` reads from each run."""
    return {name: statistics.median(value(*each) for each in own) for name, own in runs.items()}


def measure(script, repeats, value=whole_process, **options) -> dict[str, float]:
    """Return {simulator: median} of interleaved runs; options are those of `run`."""
    return medians_of(run(script, repeats, **options), value)


def report(title: str, unit: str, medians: dict[str, float], bar: str) -> None:
    text = ", ".join(f"{name} {value:.3f} {unit}" for name, value in medians.items())
    if "NEST" in medians:
        ours, theirs = medians["nestlike"], medians["NEST"]
        text += f"; ratio {ours / theirs:.2f}, difference {ours - theirs:+.3f} {unit} (bar: {bar})"
    print(f"{title}: {text}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    repeats = max(3, parser.parse_args().repeats)
    warm = measure("one_neuron.py", repeats)
    report("one neuron, whole process, later runs", "s", warm, "ratio 0.6")
    cold = measure("one_neuron.py", 3, first_run=True, warm_up=False)
    report("one neuron, whole process, first run", "s", cold, "difference 3 s")
    five = measure("five_models.py", 3, first_run=True, warm_up=False)
    report("five models, whole process, first run", "s", five, "difference 4 s")
    update = measure("update.py", repeats, value=last_number)
    report("iaf_psc_alpha, per neuron and step", "ns", update, "ratio 0.25")
    layers = measure("layers.py", 3, value=last_number)
    report("Connect of a 100 x 100 grid, Gaussian kernel and circle", "s", layers, "ratio 0.5")
    for script in ("build.py fixed_indegree", "build.py pairwise_bernoulli"):
        runs = run(script, 3, warm_up=False)
        for word, unit, bar in (("both", "s", 0.3), ("bytes", "B", 0.3), ("peak", "B", 0.45)):
            found = medians_of(runs, number_after(word))
            report(f"{script}, {word}", unit, found, f"ratio {bar}")
    report("aeif_cond_exp network", "s", simulate_alike("aeif_network.py", 3), "ratio 0.4")
    for kind in ("shared", "weights", "delays"):
        script = f"brunel.py iaf_psc_alpha {kind} 0.5 100"
        report(script, "s", simulate_alike(script, 3), "ratio 0.2, weights 0.3")


if __name__ == "__main__":
    main()
