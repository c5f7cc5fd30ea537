"""Stored traces: arrays by name, with what is needed to know how to compare them."""

from __future__ import annotations

import json
import platform
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nestlike.testing.fingerprint import libm_fingerprint

#: Name under which the origin of the arrays is stored beside them.
_ORIGIN = "__origin__"


@dataclass(frozen=True)
class Trace:
    """Recorded arrays and where they come from.

    Attributes
    ----------
    arrays : dict of str to numpy.ndarray
        The recordings.
    origin : dict
        Versions, platform, ``libm`` fingerprint, and the options
        ``chaotic``, ``network`` and ``seed`` of the recording.
    """

    arrays: dict[str, np.ndarray]
    origin: dict

    @property
    def same_libm(self) -> bool:
        """Whether the C library here gives the same bits as where this was recorded."""
        return self.origin["libm"] == libm_fingerprint()


def describe_origin(simulator, chaotic=False, network=False, seed=None) -> dict:
    """Return what a trace says about the machine and the simulator it comes from."""
    return {
        "simulator": simulator.__name__,
        "version": simulator.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "platform": f"{sys.platform} {platform.machine()} {' '.join(platform.libc_ver())}".strip(),
        "libm": libm_fingerprint(),
        "chaotic": chaotic,
        # Only where it was asked for, so that other files stay as they are.
        **({"network": True} if network else {}),
        **({} if seed is None else {"seed": seed}),
    }


def save_trace(path, arrays: dict, origin: dict) -> None:
    """Store arrays and their origin in one compressed file.

    Equal arrays give a file of equal bytes, so that recording again changes nothing in
    version control unless a number changed.
    """
    text = np.asarray(json.dumps(origin, sort_keys=True))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, values in sorted({**arrays, _ORIGIN: text}.items()):
            header = zipfile.ZipInfo(f"{name}.npy")
            header.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(header, "w") as entry:
                np.lib.format.write_array(entry, np.asarray(values), allow_pickle=False)


def load_trace(path) -> Trace:
    """Read a stored trace.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file holds no trace.
    """
    with np.load(Path(path), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    if _ORIGIN not in arrays:
        raise ValueError(f"{path} is not a trace: record it with `python -m nestlike.testing`")
    return Trace(arrays, json.loads(str(arrays.pop(_ORIGIN))))
