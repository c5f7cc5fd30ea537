"""Where recorders leave their data: one module for each backend.

`BACKENDS` maps the names that users give as ``record_to`` to the classes; each is called with the
kernel. The kernel does not know this package, the instances are handed down to it.

A backend offers

``follows_runs``
    whether data must arrive before a Run ends, and each Prepare, Run and Cleanup be told of,
``accepts``
    names of the recorder parameters it takes,
``declare(model_name)``
    what a recorder model's defaults show,
``checked(params)``
    checks parameters before a recorder exists (SetDefaults) and returns its own,
``enroll(recorder, params)``, ``withdraw(recorder)``, ``set_status(recorder, params)``
    begin, end and change of recording to it; `params` is what the user gave,
``status(recorder)``
    its entries in a recorder's dictionary,
``prepare(recorders)``, ``post_run()``, ``cleanup()``, ``reset()``
    calls at the end of Prepare, Run, Cleanup and in ResetKernel; a backend that does not follow
    runs gets only the first of a series of ``prepare`` without a change of the network between,
``write(recorder, vp, steps, senders, values=None, offsets=None, integers=None)``
    a chunk of n events from one virtual process.

The arrays of a chunk belong to the backend afterwards: `steps` int64[n], time stamps in steps;
`senders` int64[n]; `values` float64[n, len(value_names)]; `offsets` float64[n], ms to subtract from
the stamps, without them 0; `integers` int64[n, len(integer_names)].

A recorder has ``node_id``, ``model_name``, ``n_vp``, ``value_names`` (quantities that are floats),
optionally ``integer_names`` (quantities that are integers, such as ``targets``; they follow the
floats), ``options`` (a dictionary the backend fills) and ``n_events`` (which the backend counts).
"""

from nestlike.recording.ascii import AsciiBackend
from nestlike.recording.memory import MemoryBackend
from nestlike.recording.screen import ScreenBackend

__all__ = ["BACKENDS", "AsciiBackend", "MemoryBackend", "ScreenBackend", "backends"]

BACKENDS = {"ascii": AsciiBackend, "memory": MemoryBackend, "screen": ScreenBackend}


def backends(kernel) -> dict:
    """Return an instance of every backend, by name."""
    return {name: backend(kernel) for name, backend in BACKENDS.items()}
