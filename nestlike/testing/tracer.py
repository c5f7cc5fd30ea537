"""Run a user's script and collect what all its recorders recorded."""

from __future__ import annotations

import functools
import runpy
import sys
from pathlib import Path

import numpy as np

#: Kernel attributes that are stored with the recordings of each kernel life.
_KERNEL = ("biological_time", "resolution", "network_size", "num_connections")

#: Functions after which recordings may have grown, and those that discard them.
_GROWING = ("Simulate", "Run")
_DISCARDING = ("ResetKernel",)


class Tracer:
    """Keeps the events of every recorder through resets of the kernel.

    A script may clear a recorder (``n_events = 0``) or reset the kernel; each stretch of
    recording in between becomes one segment.
    """

    def __init__(self, nest):
        self.nest = nest
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
        self.collect()
        for recorder, segments in self.segments.items():
            for number, events in enumerate(segments):
                for key, values in events.items():
                    self.arrays[f"{recorder}/{number}/{key}"] = values
        return self.arrays

    def reset(self):
        self.collect()
        self.life += 1

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
            _wrap(vars(self.nest), name, after=self.collect)
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
            after()
        return result

    namespace[name] = watched
    return function


def trace_script(nest, script, arguments=()) -> dict[str, np.ndarray]:
    """Run a script with this simulator and return everything its recorders recorded.

    Parameters
    ----------
    nest : module
        The simulator; the script's own ``import nest`` has to mean the same module.
    script : path
        The script, run as ``__main__``.
    arguments : sequence of str
        Its command-line arguments.

    Returns
    -------
    dict of str to numpy.ndarray
        ``<kernel life>/<model>-<node id>/<segment>/<key>`` to values. Recordings of child
        processes are not seen, nor those that went to files.
    """
    originals = {name: vars(nest)[name] for name in (*_GROWING, *_DISCARDING)}
    argv, path = sys.argv, list(sys.path)
    nest.ResetKernel()
    tracer = Tracer(nest)
    tracer.watch()
    sys.argv, sys.path[:0] = [str(script), *arguments], [str(Path(script).resolve().parent)]
    try:
        runpy.run_path(str(script), run_name="__main__")
        return tracer.finish()
    finally:
        sys.argv, sys.path[:] = argv, path
        vars(nest).update(originals)
