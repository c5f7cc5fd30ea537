"""Machine code of a kernel: from the cache of object files, or compiled now and stored there."""

import contextlib
import ctypes
import math
import struct
import sys
import warnings
from functools import cache

from nestlike.compiler import c_library, linker, policy, prebuilt, processor
from nestlike.compiler import cache as objects
from nestlike.compiler.fingerprint import digest

#: Raised by one whenever object files or the calling convention become different.
LAYOUT_VERSION = "7"

#: What a kernel returns when numba's bounds check stopped it.
OUT_OF_BOUNDS = -(1 << 40)

#: Three times the argument, plus the bits of e as the C library knows it.
_PROBE = """
declare double @exp(double)
define i64 @nestlike_probe(i64 %x) {
  %product = mul i64 %x, 3
  %e = call double @exp(double 1.0)
  %bits = bitcast double %e to i64
  %sum = add i64 %product, %bits
  ret i64 %sum
}
"""

_loader = None
_jitted: list = []


def machine_codes(wanted: list[tuple]) -> list[int]:
    """Return the addresses of functions, compiled now where no earlier process has left the code.

    Parameters
    ----------
    wanted : list of (function, str, int)
        Functions, names of their objects, and how many integers they take.
    """
    found = [_find(function, name) for function, name, _ in wanted]
    missing = [i for i, code in enumerate(found) if code is None]
    for i, code in zip(missing, _compile([wanted[i] for i in missing]), strict=True):
        found[i] = code
    return [_load(*one, *code) for one, code in zip(wanted, found, strict=True)]


def _find(function, name: str) -> tuple[bytes, str] | None:
    """Return the object and its symbol, if it came with the installation or is in the cache."""
    if came := prebuilt.read(function, name, LAYOUT_VERSION):
        return came
    key = _key(function, name)
    code = objects.read(name, key)
    return code and (code, prebuilt.symbol_of(name, key))


def _compile(missing: list[tuple]) -> list[tuple[bytes, str]]:
    """Compile for this processor, and leave the objects in the user's cache."""
    if not missing:
        return []
    from nestlike.compiler.build import Wanted, object_codes

    keys = [_key(function, name) for function, name, _ in missing]
    wanted = [
        Wanted(function, prebuilt.symbol_of(name, key), count)
        for (function, name, count), key in zip(missing, keys, strict=True)
    ]
    codes = object_codes(wanted)
    for (_, name, _), key, code in zip(missing, keys, codes, strict=True):
        objects.write(name, key, code)
    return [(code, entry.symbol) for code, entry in zip(codes, wanted, strict=True)]


def _load(function, name: str, count: int, code: bytes, symbol: str) -> int:
    try:
        return _link(code, symbol)
    except LoadError as error:
        return _jit_instead(function, count, error)


def _link(code: bytes, symbol: str) -> int:
    if linker.is_able():
        try:
            return linker.link(code, symbol)
        except (linker.NotUnderstoodError, OSError):
            pass  # LLVM may know how
    return loader().load(code, symbol)


def _key(function, name: str) -> str:
    return digest(function, name, policy.mode(), LAYOUT_VERSION, *environment())


def is_at_hand(function, name: str) -> bool:
    """Return whether machine code of `function` has only to be loaded."""
    return _find(function, name) is not None


class LoadError(Exception):
    """An object file was sound but could not be linked into this process."""


class Loader:
    """Links object files into the running process through LLVM, without numba."""

    def __init__(self):
        import llvmlite.binding as llvm

        llvm.check_jit_execution()  # LLVM ends the process where memory must not be executed
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        target = llvm.Target.from_default_triple().create_target_machine(jit=True)
        self._llvm = llvm
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)

        self._machine = target
        self._missing = [name for name in policy.C_LIBRARY if not _supply(llvm, name)]

        self._test()

    def _test(self) -> None:
        """Load a function whose value is known, before anything that matters."""
        code = self._machine.emit_object(self._llvm.parse_assembly(_PROBE))
        probe = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(self.load(code, "nestlike_probe"))
        expected = 3 * 14 + struct.unpack("q", struct.pack("d", math.exp(1.0)))[0]
        if probe(14) != expected:
            raise LoadError("loaded code gives a wrong value")

    def load(self, code: bytes, symbol: str) -> int:
        # LLVM ends the process over an unknown symbol, so it must not meet one.
        if any(b"\0" + name.encode() + b"\0" in code for name in self._missing):
            raise LoadError(f"the C library lacks one of {self._missing}")
        try:
            self._engine.add_object_file(self._llvm.ObjectFileRef.from_data(code))
            self._engine.finalize_object()
            address = self._engine.get_function_address(symbol)
        except (RuntimeError, OSError) as error:
            raise LoadError(str(error)) from error
        if not address:
            raise LoadError(f"no symbol {symbol}")
        return address


def _supply(llvm, name: str) -> bool:
    """Make a function of the C library known to LLVM; return whether it is."""
    if llvm.address_of_symbol(name) is not None:
        return True
    address = c_library.address_of(name)
    if address is not None:
        llvm.add_symbol(name, address)
    return address is not None


def loader() -> Loader:
    """Return the process's one loader, made at the first call."""
    global _loader
    if _loader is None:
        _loader = Loader()
    return _loader


@cache
def environment() -> tuple[str, ...]:
    """Return the versions and processor features that machine code depends on."""
    python = ".".join(map(str, sys.version_info[:3]))
    packages = map(objects.version_of, ("numba", "llvmlite"))
    return python, *packages, *processor.description()


def _jit_instead(function, count: int, error: Exception) -> int:
    from nestlike.compiler.build import jit_address

    # A script that makes errors of warnings is to run on: it has not done anything wrong.
    with contextlib.suppress(RuntimeWarning):
        warnings.warn(
            f"nestlike cannot load object files here ({error}), and compiles in every process"
            " instead.",
            RuntimeWarning,
            stacklevel=4,
        )
    address, keep = jit_address(function, count)
    _jitted.append(keep)
    return address
