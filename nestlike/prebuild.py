"""Compile all kernels ahead of time, for wheels that bring their machine code.

    python -m nestlike.prebuild FOLDER [--level x86-64-v3 ...] [--only PART]

Without ``--level`` all levels of this machine's architecture are made, one after the other.
"""

import argparse
import importlib
import os
import pkgutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import nestlike
from nestlike.compiler.kernels import Kernel, prebuild
from nestlike.compiler.prebuilt import levels


def kernels():
    """Yield every kernel that the machine and the models that come with it can ask for."""
    from nestlike.kernel.random.refills import REFILLS
    from nestlike.models import NODE_MODELS, SYNAPSE_MODELS

    for module in _modules():
        yield from (value for value in vars(module).values() if isinstance(value, Kernel))
    yield from (refill.kernel for refill in REFILLS.values())
    for model in NODE_MODELS:
        yield from _of_node(model.load())
    for model in SYNAPSE_MODELS:
        yield from _of_synapse(model.load())


def _modules():
    names = (found.name for found in pkgutil.walk_packages(nestlike.__path__, "nestlike."))
    yield from (
        importlib.import_module(name)
        for name in names
        if name.split(".")[1] in ("connect", "kernel", "numerics")
    )


def _of_node(model):
    from nestlike.kernel.delivery.receptions import receive_kernel
    from nestlike.kernel.running.device_runtime import device_kernel
    from nestlike.kernel.running.neuron_runtime import derive_kernel, update_kernel
    from nestlike.kernel.running.receiver_runtime import update_kernel as receiver_update
    from nestlike.models.neuron import Neuron

    if issubclass(model, Neuron):
        yield derive_kernel(model)
        yield from (update_kernel(model, *variant) for variant in product((True, False), repeat=2))
    elif model.acts:
        yield device_kernel(model)
    elif hasattr(model, "update"):
        yield receiver_update(model)
    if hasattr(model, "receive"):
        yield receive_kernel(model)


def _of_synapse(model):
    from nestlike.kernel.delivery.synapse_events import event_loop

    if model.acts():
        yield event_loop(model, False)
    yield event_loop(model, True)


def build(place: Path, only: str) -> None:
    """Compile into the folder `place`, for the processor that numba was told to compile for."""
    place.mkdir(parents=True, exist_ok=True)
    chosen = {kernel.name: kernel for kernel in kernels() if only in kernel.name}
    prebuild(chosen.values(), str(place))
    size = sum(path.stat().st_size for path in place.iterdir())
    print(f"{place}: {len(chosen)} kernels, {size / 1e6:.1f} MB", flush=True)


def build_level(folder: Path, level: str, only: str) -> None:
    """Compile for a level of processors, in a process where numba knows no other."""
    own = ["-m", "nestlike.prebuild", str(folder / level), "--here", "--only", only]
    target = {"NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": ""}
    subprocess.run([sys.executable, *own], env={**os.environ, **target}, check=True)


def main() -> None:
    """Parse the command line and build."""
    parser = argparse.ArgumentParser(prog="python -m nestlike.prebuild", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--level", action="append", choices=list(levels()), help="default: all")
    parser.add_argument("--only", default="", help="kernels whose name contains this")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        build(given.folder, given.only)
        return
    for level in given.level or levels():
        build_level(given.folder, level, given.only)


if __name__ == "__main__":
    main()
