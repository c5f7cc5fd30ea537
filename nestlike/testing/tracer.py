"""Run a user's script and collect what all its recorders recorded."""

from __future__ import annotations

import functools
import random
import runpy
import sys
from pathlib import Path

import numpy as np

#: Kernel attributes that are stored with the recordings of each kernel life.
_KERNEL = ("biological_time", "resolution", "network_size", "num_connections")

#: What is stored of connections.
_CONNECTION = ("source", "target", "weight", "delay", "synapse_id", "port")

#: Of larger networks no connections are stored: NEST lists them as Python objects.
_MOST_CONNECTIONS = 1_000_000

#: Functions after which recordings may have grown, those that discard them, and those that
#: make nodes.
_GROWING = ("Simulate", "Run")
_DISCARDING = ("ResetKernel",)
_MAKING = ("Create",)


class Tracer:
    """Keeps the events of every recorder through resets of the kernel.

    A script may clear a recorder (``n_events = 0``) or reset the kernel; each stretch of
    recording in between becomes one segment.

    Parameters
    ----------
    nest : module
        The simulator.
    network : bool
        Whether to keep connections and positions as well, as they are at the end of each life.
    """

    def __init__(self, nest, network=False):
        self.nest = nest
        self.network = network
        self.layers = []
        self.life = 0
        self.segments = {}
        self.arrays = {}

    def collect(self):
        """Take over what the recorders hold now."""
        if not self.nest.network_size:
            return
        for recorder in self.nest.GetNodes({"element_type": "recorder"}):
            status = recorder.get()
            if "events" in status:
                name = f"{self.life}/{status['model']}-{status['global_id']}"
                self._keep(name, {k: np.array(v) for k, v in status["events"].items()})
        for name in _KERNEL:
            self.arrays[f"{self.life}/kernel/{name}"] = np.asarray(getattr(self.nest, name))

    def finish(self):
        """Return all recordings as arrays by name."""
        self.end_life()
        for recorder, segments in self.segments.items():
            for number, events in enumerate(segments):
                for key, values in events.items():
                    self.arrays[f"{recorder}/{number}/{key}"] = values
        return self.arrays

    def reset(self):
        self.end_life()
        self.life += 1

    def end_life(self):
        """Take over what there is before the kernel forgets it."""
        self.collect()
        if self.network and self.nest.network_size:
            self._keep_network()
        self.layers = []

    def _keep_network(self):
        for number, layer in enumerate(self.layers):
            positions = np.array(self.nest.GetPosition(layer))
            self.arrays[f"{self.life}/layer-{number}/positions"] = positions
        if self.nest.num_connections > _MOST_CONNECTIONS:
            return
        connections = self.nest.GetConnections()
        if len(connections):
            columns = connections.get([*_CONNECTION, "target_thread"])
            threads = np.array(columns["target_thread"]).reshape(-1)
            # NEST's threads hand in their connections in the order in which they finish.
            order = np.argsort(threads, kind="stable")
            for name in _CONNECTION:
                values = np.array(columns[name]).reshape(-1)[order]
                self.arrays[f"{self.life}/connections/{name}"] = values

    def made(self, nodes):
        """Remember nodes that have positions."""
        if nodes.spatial is not None:
            self.layers.append(nodes)

    def _keep(self, name, events):
        segments = self.segments.setdefault(name, [])
        if segments and _continues(segments[-1], events):
            segments[-1] = events
        else:
            segments.append(events)

    def watch(self):
        """Wrap the functions of the namespace that record or discard."""
        # The namespace refuses assignment to its functions; its dictionary does not.
        for name in _GROWING:
            _wrap(vars(self.nest), name, after=lambda result: self.collect())
        for name in _MAKING if self.network else ():
            _wrap(vars(self.nest), name, after=self.made)
        for name in _DISCARDING:
            _wrap(vars(self.nest), name, before=self.reset)


def _continues(old, new):
    """Tell whether `new` is `old` with more samples behind it."""
    size = old["times" if "times" in old else "senders"].size
    return set(old) == set(new) and all(
        np.array_equal(old[key], new[key][:size], equal_nan=old[key].dtype.kind == "f")
        for key in old
    )


def _wrap(namespace, name, before=None, after=None):
    function = namespace[name]

    @functools.wraps(function)
    def watched(*args, **kwargs):
        if before:
            before()
        result = function(*args, **kwargs)
        if after:
            after(result)
        return result

    namespace[name] = watched
    return function


def trace_script(nest, script, arguments=(), network=False, seed=None) -> dict[str, np.ndarray]:
    """Run a script with this simulator and return everything its recorders recorded.

    Parameters
    ----------
    nest : module
        The simulator; the script's own ``import nest`` has to mean the same module.
    script : path
        The script, run as ``__main__``.
    arguments : sequence of str
        Its command-line arguments.
    network : bool
        Whether to keep connections and positions of nodes as well.
    seed : int, optional
        Seed for the generators of ``random`` and ``numpy.random`` that the script may use itself.

    Returns
    -------
    dict of str to numpy.ndarray
        ``<kernel life>/<model>-<node id>/<segment>/<key>`` to values. Recordings of child
        processes are not seen, nor those that went to files.
    """
    originals = {name: vars(nest)[name] for name in (*_GROWING, *_DISCARDING, *_MAKING)}
    argv, path = sys.argv, list(sys.path)
    nest.ResetKernel()
    tracer = Tracer(nest, network)
    tracer.watch()
    if seed is not None:
        random.seed(seed)
        np.random.seed(seed)
    sys.argv, sys.path[:0] = [str(script), *arguments], [str(Path(script).resolve().parent)]
    try:
        runpy.run_path(str(script), run_name="__main__")
        return tracer.finish()
    finally:
        sys.argv, sys.path[:] = argv, path
        vars(nest).update(originals)
