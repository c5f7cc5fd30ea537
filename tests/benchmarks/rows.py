"""What `make bench` measures: the rows of its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Figure(NamedTuple):
    """What a figure is, the bar for it and its unit.

    The bar is the highest ratio or, as a text ``"+ 4"``, the greatest difference; or ``""``.
    """

    what: str
    bar: float | str
    unit: str = "s"


@dataclass(frozen=True)
class Row:
    """One script, timed under both simulators, and what is shown of it.

    Attributes
    ----------
    title : str
    script : str
        Its name, and arguments.
    shown : dict of str to Figure
        By the word before it in the last line that the script prints.  The word ``process`` stands
        for the time of the whole process.
    repeats : int, default 3
    first_run : bool, default False
        Whether no machine code has been kept of earlier runs.
    brought : bool, default False
        Whether machine code comes with the package, as in a wheel made by ``make wheel``.
    same : str, default "spikes"
        Word before a digest that must be the same in all runs.
    large : bool, default False
        Whether it is left out unless asked for.
    """

    title: str
    script: str
    shown: dict[str, Figure]
    repeats: int = 3
    first_run: bool = False
    brought: bool = False
    same: str = "spikes"
    large: bool = False


def brunel(title: str, arguments: str, bar: float, large: bool = False) -> Row:
    """Return the row of a random network: Connect, Prepare, Simulate."""
    shown = {"build": Figure("Connect and Prepare", 0.2), "simulate": Figure("simulate", bar)}
    return Row(title, f"brunel.py {arguments}", shown, large=large)


def microcircuit(scale: str, threads: int, memory: float, large: bool = False) -> Row:
    """Return the row of the cortical microcircuit: build, simulate, memory."""
    shown = {
        "build": Figure("build", 0.3),
        "simulate": Figure("simulate, 1 s", 0.3),
        "grown": Figure("memory", memory, "MB"),
    }
    script = f"cortical_microcircuit.py {scale} 1000 {threads}"
    title = f"cortical microcircuit, scale {scale}, {threads} threads"
    return Row(title, script, shown, repeats=1 if large else 3, large=large)


def build(title: str, arguments: str, memory: tuple[float, float]) -> Row:
    grown, peak = memory
    shown = {
        "both": Figure("Connect and Prepare, CPU", 0.2),
        "bytes": Figure("bytes per connection", grown, "B"),
        "peak": Figure("the same, at most", peak, "B"),
    }
    return Row(title, f"build.py {arguments}", shown)


ONE_NEURON = "one neuron, multimeter and recorder, 1,000 ms, whole process"
FIVE = "five models, 100 ms, whole process"
RANDOM = "Brunel network, 12,500 neurons, 15.6 M connections"

ROWS = (
    Row(ONE_NEURON, "one_neuron.py", {"process": Figure("later runs", 0.4)}, repeats=7),
    Row(ONE_NEURON, "one_neuron.py", {"process": Figure("first run", "+ 3")}, first_run=True),
    Row(FIVE, "five_models.py", {"process": Figure("first run", "+ 4")}, first_run=True),
    Row(
        FIVE,
        "five_models.py",
        {"process": Figure("first run, machine code brought by the wheel", "+ 4")},
        first_run=True,
        brought=True,
    ),
    Row(
        "10,000 `iaf_psc_alpha`, a neuron's step",
        "update.py",
        {"per_update_ns": Figure("update", 0.25, "ns")},
    ),
    brunel(RANDOM, "iaf_psc_alpha shared 1 300", 0.2),
    brunel(f"{RANDOM}, 2 threads", "iaf_psc_alpha shared 1 300 2", 0.25),
    brunel(f"{RANDOM}, `iaf_psc_delta`", "iaf_psc_delta shared 1 300", 0.2),
    brunel(f"{RANDOM}, delays drawn from 0.1 to 4 ms", "iaf_psc_alpha delays 1 300", 0.2),
    brunel(f"{RANDOM}, weights drawn", "iaf_psc_alpha weights 1 300", 0.3),
    build("15 M connections, `fixed_indegree`", "fixed_indegree", (0.3, 0.45)),
    build("the same, weights drawn", "fixed_indegree weights", (0.3, 0.45)),
    build("the same, weights and delays drawn", "fixed_indegree delays", (0.3, 0.45)),
    build("5,000 x 5,000, `pairwise_bernoulli`, p = 0.1", "pairwise_bernoulli", (0.3, 0.45)),
    Row(
        "100 x 100 grid, Gaussian kernel and mask", "layers.py", {"connect": Figure("Connect", 0.5)}
    ),
    microcircuit("0.1", 2, 0.35),
    microcircuit("0.3", 2, 0.35),
    # NEST refuses more than 134,217,726 connections on a thread.
    microcircuit("1.0", 4, 0.35, large=True),
    Row(
        "10,000 `aeif_cond_exp`, random network, Poisson input",
        "aeif_network.py",
        {"simulate": Figure("simulate", 0.4)},
    ),
    Row(
        "1,000 neurons, multimeter on 5 recordables, 1 s at 0.1 ms",
        "multimeter.py",
        {"both": Figure("simulate and read, CPU", 0.4), "MB": Figure("memory", "", "MB")},
        same="records",
    ),
    Row(
        "100,000 nodes",
        "asking_nodes.py",
        {
            "get": Figure("get a parameter", 0.05),
            "set_scalar": Figure("set it", 0.05),
            "set_array": Figure("set it from an array", 0.05),
            "set_list": Figure("set it from a list", 0.05),
            "set_normal": Figure("set it from `nest.random.normal`", 0.05),
        },
        same="values",
    ),
    Row(
        "1,000,000 connections",
        "asking_connections.py",
        {
            "find": Figure("`GetConnections`", 0.05),
            "get_weight": Figure("`get('weight')`", 0.05),
            "get_four": Figure("`get` of source, target, weight, delay", 0.05),
            "set_array": Figure("set from an array", 0.05),
            "set_list": Figure("set from a list", 0.05),
            "as_array": Figure("`nestlike.views.column`", 0.05),
        },
        same="values",
    ),
    Row(
        "one node or connection after the other",
        "asking_singly.py",
        {
            "create_each": Figure("Create", 1.0),
            "connect_each": Figure("Connect", 1.0),
            "get_each": Figure("get", 1.0),
            "set_each": Figure("set", 1.0),
        },
        same="answers",
    ),
    Row(
        "two layers of 100 x 100",
        "asking_layers.py",
        {
            "mask": Figure("SelectNodesByMask", 1.0),
            "nearest_many": Figure("FindNearestElement", 1.0),
            "targets": Figure("GetTargetNodes", 1.0),
        },
        same="answers",
    ),
    Row(
        "1,000 x (ResetKernel, 1,000 neurons, 10 ms)",
        "resets.py 1000",
        {
            "round": Figure("a round", 0.5),
            "tenth": Figure("resident memory after 100", "", "MB"),
            "end": Figure("resident memory after 1,000", "", "MB"),
        },
    ),
)

#: Questions, asked thousands of times each, with all that the scripts print: by what they are
#: about, {heading of columns: script}.
QUESTIONS = {
    "collections of nodes": {
        ", 1,000 nodes": "node_collections.py 1000",
        ", 1,000,000 nodes": "node_collections.py 1000000",
    },
    "small questions and changes": {"": "asking_kernel.py"},
}
