"""Object files that came with the installation: made for a level of processors, not for one.

They spare the first run of a model its compilation.  An installation without them, such as a
checkout, compiles what it needs for its own processor.
"""

import os
from functools import cache
from pathlib import Path

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


def folder() -> Path:
    """Return where the objects are: ``NESTLIKE_PREBUILT_DIR`` or a folder of the package."""
    chosen = os.environ.get("NESTLIKE_PREBUILT_DIR")
    return Path(chosen) if chosen else Path(__file__).parents[1] / "prebuilt"


def read(function, name: str, layout: str) -> tuple[bytes, str] | None:
    """Return the object for `function` and the name of its symbol, if there is a sound one."""
    if policy.mode() != "jit" or policy.wants_native():
        return None
    for place in _usable(folder()):
        key = portable_key(function, name, layout)
        try:
            code = objects.unpacked(key, (place / objects.file_name(name, key)).read_bytes())
        except OSError:
            continue
        if code is not None:
            return code, symbol_of(name, key)
    return None


def write(wanted: list[tuple], layout: str, place: Path) -> None:
    """Compile functions, each with a name and a number of arguments, into the folder `place`."""
    from nestlike.compiler.build import Wanted, object_codes

    missing = {}
    for function, name, count in wanted:
        key = portable_key(function, name, layout)
        path = place / objects.file_name(name, key)
        if not path.exists():
            missing[path] = key, Wanted(function, symbol_of(name, key), count)
    codes = object_codes([entry for _, entry in missing.values()])
    for (path, (key, _)), code in zip(missing.items(), codes, strict=True):
        path.write_bytes(objects.packed(key, code))


def portable_key(function, name: str, layout: str) -> str:
    """Return a digest of all that decides whether the object for `function` is still right."""
    return digest(function, name, "prebuilt", layout)


def symbol_of(name: str, key: str) -> str:
    """Return the name of the C function in an object file."""
    return f"nestlike_{name}_{key[:16]}"


@cache
def _usable(root: Path) -> list[Path]:
    """Return the folders of objects that this processor can run, the best first."""
    if not root.is_dir():
        return []
    return [root / name for name, needed in levels().items() if needed <= processor.features()]
