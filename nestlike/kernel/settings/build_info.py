"""What ``nest.build_info`` tells: the features that scripts and tests ask for, and where we run."""

import os
import platform
import sys

from nestlike.version import nest_version

_EXIT_CODES = {
    "abort": 134,
    "exception": 125,
    "fatal": 127,
    "scripterror": 126,
    "segfault": 139,
    "skipped": 200,
    "skipped_have_mpi": 202,
    "skipped_no_gsl": 204,
    "skipped_no_mpi": 201,
    "skipped_no_music": 205,
    "skipped_no_threading": 203,
    "success": 0,
    "unknownerror": 10,
    "userabort": 15,
}

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def build_info() -> dict:
    """Return the features of this installation under NEST's keys.

    ``have_gsl``, ``have_boost`` and ``have_threads`` answer whether the models and the
    multithreading that NEST ties to these libraries are there; here they need no library.
    """
    system, cpu = sys.platform, platform.machine()
    info = {
        "built": "at run time",
        "datadir": _PACKAGE,
        "docdir": _PACKAGE,
        "exitcode": 0,
        "host": f"{cpu}-pc-{system}",
        "hostcpu": cpu,
        "hostos": system,
        "hostvendor": "pc",
        "ndebug": True,
        "prefix": sys.prefix,
        "test_exitcodes": dict(_EXIT_CODES),
        "threads_model": "python",
        "version": nest_version,
    }
    info.update(dict.fromkeys(("have_boost", "have_gsl", "have_threads"), True))
    absent = ("have_hdf5", "have_libneurosim", "have_mpi", "have_music", "have_sionlib")
    info.update(dict.fromkeys(absent, False))
    return dict(sorted(info.items()))


def memory_size() -> int:
    """Return the virtual memory of this process in kB, or -1 where the system does not tell."""
    try:
        with open("/proc/self/status", "rb") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(b"VmSize:"))
    except (OSError, StopIteration, ValueError):
        return -1
