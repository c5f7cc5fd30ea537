"""The per-user folder of object files: private, checksummed, and never trusted blindly."""

import contextlib
import functools
import importlib.util
import os
import stat
import sys
import time
import warnings

from nestlike.compiler.hashing import SIZE, hash_of

_MAGIC = b"nestlike object 2\n"

#: How files are called while they are written, and after how many seconds nobody writes any more.
_UNFINISHED, _ABANDONED = ".unfinished", 3600.0


def folder() -> str:
    """Return the cache folder: ``NESTLIKE_CACHE_DIR`` or the platform's place for caches."""
    if chosen := os.environ.get("NESTLIKE_CACHE_DIR"):
        return chosen
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA") or _at_home("AppData", "Local")
    elif sys.platform == "darwin":
        root = _at_home("Library", "Caches")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or _at_home(".cache")
    return os.path.join(root, "nestlike")


def _at_home(*names: str) -> str:
    home = os.path.expanduser("~")
    if home == "~":
        raise FileNotFoundError("this user has no home folder")
    return os.path.join(home, *names)


def read(name: str, key: str) -> bytes | None:
    """Return the object stored under `key`, or None where there is no sound and private entry."""
    with contextlib.suppress(OSError):
        path = _path(name, key)
        if _private(os.path.dirname(path)) and _private(path):
            return stored(path, key)
    return None


def stored(path: str, key: str) -> bytes | None:
    """Return the object in the file `path`, or None where there is none or no sound one."""
    with contextlib.suppress(OSError), open(path, "rb") as stream:
        return unpacked(key, stream.read())
    return None


def packed(key: str, code: bytes) -> bytes:
    """Return `code` in the form in which it is stored: with a checksum."""
    return _MAGIC + hash_of(key.encode() + code).digest() + code


def unpacked(key: str, data: bytes) -> bytes | None:
    """Return the code in stored `data`, or None if it is damaged or belongs to another key."""
    code = data[len(_MAGIC) + SIZE :]
    return code if data == packed(key, code) else None


def file_name(name: str, key: str) -> str:
    """Return the name of the file that holds the object `name` under `key`."""
    return f"{name}-{key[:32]}.o"


def write(name: str, key: str, code: bytes) -> None:
    """Store `code` under `key`; where that cannot be done, say so once and go on."""
    try:
        _store(_path(name, key), packed(key, code))
    except OSError as reason:
        _complain(str(reason))


def _store(path: str, data: bytes) -> None:
    """Put a whole file in place at once, so that nobody ever reads a part of it."""
    import tempfile  # only where something is compiled

    place = os.path.dirname(path)
    os.makedirs(place, mode=0o700, exist_ok=True)
    if not _private(place):
        raise PermissionError(f"{place} is not this user's own, or others can write it")
    _sweep(place)
    handle, temporary = tempfile.mkstemp(dir=place, suffix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if not os.path.exists(path):  # Windows refuses to replace what another process reads
            raise


def _sweep(place: str) -> None:
    """Remove what processes that were killed while they wrote have left."""
    for file in os.scandir(place):
        with contextlib.suppress(OSError):
            if file.name.endswith(_UNFINISHED) and time.time() - file.stat().st_mtime > _ABANDONED:
                os.unlink(file)


@functools.cache
def _complain(reason: str) -> None:
    # A script that makes errors of warnings is to run on: it has not done anything wrong.
    with contextlib.suppress(RuntimeWarning):
        warnings.warn(
            f"nestlike cannot keep the machine code it makes ({reason}), and will make it again in"
            " every process. NESTLIKE_CACHE_DIR names a folder for it.",
            RuntimeWarning,
            stacklevel=2,
        )


def _path(name: str, key: str) -> str:
    return os.path.join(folder(), file_name(name, key))


def _private(path: str) -> bool:
    """Return whether only this user can have written `path`."""
    if not hasattr(os, "getuid"):
        return True
    status = os.stat(path)
    writable_by_others = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return status.st_uid == os.getuid() and not writable_by_others


def version_of(package: str) -> str:
    """Return what tells versions of numba or llvmlite apart, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return "none"
    with open(os.path.join(os.path.dirname(found.origin), "_version.py"), "rb") as stream:
        return hash_of(stream.read()).hexdigest()
