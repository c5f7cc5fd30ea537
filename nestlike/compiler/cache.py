"""The per-user folder of object files: private, checksummed, and never trusted blindly."""

import contextlib
import functools
import hashlib
import importlib.util
import os
import stat
import sys
import time
import warnings
from pathlib import Path

_MAGIC = b"nestlike object 1\n"

#: What says that there is no place to keep objects; pathlib raises the second without a home.
_NO_PLACE = (OSError, RuntimeError)

#: How files are called while they are written, and after how many seconds nobody writes any more.
_UNFINISHED, _ABANDONED = ".unfinished", 3600.0


def folder() -> Path:
    """Return the cache folder: ``NESTLIKE_CACHE_DIR`` or the platform's place for caches."""
    if chosen := os.environ.get("NESTLIKE_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "nestlike"


def read(name: str, key: str) -> bytes | None:
    """Return the object stored under `key`, or None where there is no sound and private entry."""
    with contextlib.suppress(*_NO_PLACE):
        path = _path(name, key)
        if not (_private(path.parent) and _private(path)):
            return None
        return unpacked(key, path.read_bytes())
    return None


def packed(key: str, code: bytes) -> bytes:
    """Return `code` in the form in which it is stored: with a checksum."""
    return _MAGIC + hashlib.sha256(key.encode() + code).digest() + code


def unpacked(key: str, data: bytes) -> bytes | None:
    """Return the code in stored `data`, or None if it is damaged or belongs to another key."""
    code = data[len(_MAGIC) + 32 :]
    return code if data == packed(key, code) else None


def file_name(name: str, key: str) -> str:
    """Return the name of the file that holds the object `name` under `key`."""
    return f"{name}-{key[:32]}.o"


def write(name: str, key: str, code: bytes) -> None:
    """Store `code` under `key`; where that cannot be done, say so once and go on."""
    try:
        _store(_path(name, key), packed(key, code))
    except _NO_PLACE as reason:
        _complain(str(reason))


def _store(path: Path, data: bytes) -> None:
    """Put a whole file in place at once, so that nobody ever reads a part of it."""
    import tempfile  # only where something is compiled

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _private(path.parent):
        raise PermissionError(f"{path.parent} is not this user's own, or others can write it")
    _sweep(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if not path.exists():  # Windows refuses to replace what another process reads
            raise


def _sweep(place: Path) -> None:
    """Remove what processes that were killed while they wrote have left."""
    for path in place.glob("*" + _UNFINISHED):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink()


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


def _path(name: str, key: str) -> Path:
    return folder() / file_name(name, key)


def _private(path: Path) -> bool:
    """Return whether only this user can have written `path`."""
    if not hasattr(os, "getuid"):
        return True
    status = path.stat()
    writable_by_others = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return status.st_uid == os.getuid() and not writable_by_others


def version_of(package: str) -> str:
    """Return what tells versions of numba or llvmlite apart, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return "none"
    return hashlib.sha256(Path(found.origin).with_name("_version.py").read_bytes()).hexdigest()
