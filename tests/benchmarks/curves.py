"""Print how cost grows with size under NEST 3.10.0 and under nestlike, as tables.

    python -m tests.benchmarks.curves [synapses] [neurons] [--sizes N ...] [--degree 100]
        [--threads N] [--repeats 1]

Runs growth.py at every size, the two simulators in turn; medians are shown, and what they were
divided by those of the smallest size: the growth.  The outputs of both must be the same.

The curve over neurons takes two threads by default.  NEST keeps 19 bits for the number of a node
on its thread; with more than 524,288 on one, spikes of later ones reach the targets of others.
"""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks.side_by_side import medians_of, number_after, run, word_after

SIZES = {
    "synapses": [1_000_000 * n for n in (1, 2, 4, 8, 15, 30, 60)],
    "neurons": [1_000, 10_000, 100_000, 1_000_000],
}
THREADS = {"synapses": 1, "neurons": 2}
#: What growth.py prints, by heading.
SHOWN = {
    "ns per neuron and step": "per_step",
    "ns per event": "per_event",
    "build, ns per connection": "build_per_connection",
    "bytes per neuron": "bytes_per_neuron",
    "bytes per connection": "bytes_per_connection",
}


def measure(curve: str, size: int, degree: int, threads: int, repeats: int) -> dict:
    """Return {simulator: {word: median}} at one size."""
    script = f"growth.py {curve} {size} {degree} {threads}"
    runs = run(script, repeats, warm_up=False)
    digests = {word_after("spikes", printed) for own in runs.values() for _, printed in own}
    if len(digests) > 1:
        sys.exit(f"{script}: outputs differ: {digests}")
    found = {name: {} for name in runs}
    for word in SHOWN.values():
        for name, median in medians_of(runs, number_after(word)).items():
            found[name][word] = median
    return found


def table(curve: str, heading: str, points: dict) -> str:
    """Return a table of one quantity: a row per size, value and growth per simulator."""
    word = SHOWN[heading]
    first = next(iter(points.values()))
    names = list(first)
    titles = [curve, *names, *(f"growth, {name}" for name in names)]
    lines = [f"{heading}:", "", "| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
    for size, found in points.items():
        values = [f"{found[name][word]:.3g}" for name in names]
        growth = [f"{found[name][word] / first[name][word]:.2f}" for name in names]
        lines.append("| " + " | ".join([f"{size:,}", *values, *growth]) + " |")
    return "\n".join([*lines, ""])


def show(curve: str, sizes=None, degree: int = 100, threads=None, repeats: int = 1) -> None:
    """Measure one curve and print its tables.

    Parameters
    ----------
    curve : str
        ``synapses``: the in-degree grows with the network; ``neurons``: it stays at `degree`.
    sizes : list of int, optional
        Numbers of synapses or neurons; all of `SIZES` if left out.
    threads : int, optional
        As in `THREADS` if left out.
    """
    points = {}
    for size in sizes or SIZES[curve]:
        points[size] = measure(curve, size, degree, threads or THREADS[curve], repeats)
        print(f"{curve} {size:,}: {points[size]}", file=sys.stderr, flush=True)
    for heading in SHOWN:
        print(table(curve, heading, points), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("curves", nargs="*", choices=[*SIZES, []], default=[])
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--degree", type=int, default=100)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--repeats", type=int, default=1)
    given = parser.parse_args()
    for curve in given.curves or SIZES:
        show(curve, given.sizes, given.degree, given.threads, given.repeats)


if __name__ == "__main__":
    main()
