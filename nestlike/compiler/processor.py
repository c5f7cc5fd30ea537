"""What this machine's processor is and can do, if possible without asking LLVM.

Linux says so in a file; loading LLVM takes a hundred times as long as reading it.
"""

import platform
import sys
from functools import cache
from itertools import takewhile

_SAYS = "/proc/cpuinfo"
_SAME = {"amd64": "x86_64", "aarch64": "arm64"}

#: What Linux and LLVM call by different names.
_NAMES = {
    "abm": "lzcnt",
    "bmi1": "bmi",
    "lahf_lm": "sahf",
    "pni": "sse3",
    "sse4_1": "sse4.1",
    "sse4_2": "sse4.2",
}
#: What tells kinds of processors apart; the rest differs between processors of a kind, or in time.
_KIND = ("vendor_id", "cpu family", "model", "model name", "stepping", "flags")
#: What every such processor can do: a container that hides it may hide more.
_EVERYWHERE = "sse2"


def architecture() -> str:
    """Return ``"x86_64"``, ``"arm64"`` or what else Python calls the machine."""
    machine = platform.machine().lower()
    return _SAME.get(machine, machine)


@cache
def description() -> tuple[str, ...]:
    """Return what decides which machine code LLVM makes for this processor."""
    found = _by_linux()
    if found:
        return tuple(f"{name}: {found[name]}" for name in _KIND)
    import llvmlite.binding as llvm

    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


@cache
def features() -> frozenset[str]:
    """Return LLVM's names of what this processor can do."""
    if found := _by_linux():
        return frozenset(_NAMES.get(name, name) for name in found["flags"].split())
    import llvmlite.binding as llvm

    return frozenset(name for name, has in llvm.get_host_cpu_features().items() if has)


@cache
def _by_linux() -> dict[str, str]:
    """Return what Linux knows of the first processor; nothing where that is not all we need.

    Processors of other architectures may differ within a machine.
    """
    if sys.platform != "linux" or architecture() != "x86_64":
        return {}
    try:
        with open(_SAYS, encoding="utf-8", errors="replace") as file:
            pairs = [line.partition(":") for line in takewhile(str.strip, file)]
    except OSError:
        return {}
    found = {name.strip(): value.strip() for name, _, value in pairs}
    if not found.keys() >= set(_KIND) or _EVERYWHERE not in found["flags"].split():
        return {}
    return found
