"""Object files that came with the installation: made for a level of processors, not for one.

They spare the first run of a model its compilation.  An installation without them, such as a
checkout, compiles what it needs for its own processor.
"""

import os
from functools import cache

from nestlike.compiler import cache as objects
from nestlike.compiler import policy, processor
from nestlike.compiler.fingerprint import digest

_V2 = frozenset("cx16 popcnt sahf sse3 sse4.1 sse4.2 ssse3".split())
_V3 = _V2 | frozenset("avx avx2 bmi bmi2 f16c fma lzcnt movbe xsave".split())
_V4 = _V3 | frozenset("avx512f avx512bw avx512cd avx512dq avx512vl".split())

#: Levels by architecture, the best first, with the features that a processor must have.
LEVELS = {
    "x86_64": {"x86-64-v4": _V4, "x86-64-v3": _V3, "x86-64-v2": _V2},
    "arm64": {"generic": frozenset()},
}


def levels() -> dict[str, frozenset]:
    """Return the levels of this machine's architecture and the features they need."""
    return LEVELS.get(processor.architecture(), {})


def folder() -> str:
    """Return where the objects are: ``NESTLIKE_PREBUILT_DIR`` or a folder of the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.environ.get("NESTLIKE_PREBUILT_DIR") or os.path.join(package, "prebuilt")


def read(function, name: str, layout: str) -> tuple[bytes, str] | None:
    """Return the object for `function` and the name of its symbol, if there is a sound one."""
    if policy.mode() != "jit" or policy.wants_native():
        return None
    places = _usable(folder())
    key = portable_key(function, name, layout) if places else ""
    for place in places:
        code = objects.stored(os.path.join(place, objects.file_name(name, key)), key)
        if code is not None:
            return code, symbol_of(name, key)
    return None


def write(wanted: list[tuple], layout: str, place: str) -> None:
    """Compile functions, each with a name and a number of arguments, into the folder `place`."""
    from nestlike.compiler.build import Wanted, object_codes

    missing = {}
    for function, name, count in wanted:
        key = portable_key(function, name, layout)
        path = os.path.join(place, objects.file_name(name, key))
        if not os.path.exists(path):
            missing[path] = key, Wanted(function, symbol_of(name, key), count)
    codes = object_codes([entry for _, entry in missing.values()])
    for (path, (key, _)), code in zip(missing.items(), codes, strict=True):
        with open(path, "wb") as stream:
            stream.write(objects.packed(key, code))


def portable_key(function, name: str, layout: str) -> str:
    """Return a digest of all that decides whether the object for `function` is still right."""
    return digest(function, name, "prebuilt", layout)


def symbol_of(name: str, key: str) -> str:
    """Return the name of the C function in an object file."""
    return f"nestlike_{name}_{key[:16]}"


@cache
def _usable(root: str) -> list[str]:
    """Return the folders of objects that this processor can run, the best first."""
    if not os.path.isdir(root):
        return []
    able = [name for name, needed in levels().items() if needed <= processor.features()]
    return [os.path.join(root, name) for name in able]
