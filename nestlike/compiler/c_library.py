"""Where the functions of the C library are that kernels may call."""

import ctypes
from functools import cache

#: What holds them, by platform; the first stands for what the process has loaded already.
_LIBRARIES = (None, "libm.so.6", "ucrtbase", "msvcrt", "vcruntime140")


@cache
def address_of(name: str) -> int | None:
    """Return the address of a function, or None if there is no such function."""
    for library in _LIBRARIES:
        try:
            function = getattr(ctypes.CDLL(library), name)
        except (OSError, AttributeError, TypeError):  # Windows takes no None
            continue
        return ctypes.cast(function, ctypes.c_void_p).value
    return None
