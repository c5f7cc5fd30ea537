"""Machine code of a kernel: from the cache of object files, or compiled now and stored there."""

import sys
import warnings
from functools import cache

from nestlike.compiler import cache as objects
from nestlike.compiler import policy
from nestlike.compiler.fingerprint import digest

#: Raised by one whenever the layout of object files or the calling convention changes.
LAYOUT_VERSION = "4"

#: What a kernel returns when numba's bounds check stopped it.
OUT_OF_BOUNDS = -(1 << 40)

_loader = None
_jitted: list = []


def machine_code(function, name: str, count: int) -> int:
    """Return the address of compiled `function`, which takes `count` integers."""
    key = digest(function, name, policy.mode(), LAYOUT_VERSION, *environment())
    symbol = f"nestlike_{name}_{key[:16]}"
    try:
        code = objects.read(name, key)
        if code is None:
            from nestlike.compiler.build import object_code

            code = object_code(function, symbol, count)
            objects.write(name, key, code)
        return loader().load(code, symbol)
    except LoadError as error:
        return _jit_instead(function, count, error)


class LoadError(Exception):
    """An object file was sound but could not be linked into this process."""


class Loader:
    """Links object files into the running process through LLVM, without numba."""

    def __init__(self):
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        target = llvm.Target.from_default_triple().create_target_machine(jit=True)
        self._llvm = llvm
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)

    def load(self, code: bytes, symbol: str) -> int:
        try:
            self._engine.add_object_file(self._llvm.ObjectFileRef.from_data(code))
            self._engine.finalize_object()
            address = self._engine.get_function_address(symbol)
        except (RuntimeError, OSError) as error:
            raise LoadError(str(error)) from error
        if not address:
            raise LoadError(f"no symbol {symbol}")
        return address


def loader() -> Loader:
    """Return the process's one loader, made at the first call."""
    global _loader
    if _loader is None:
        _loader = Loader()
    return _loader


@cache
def environment() -> tuple[str, ...]:
    """Return the versions and processor features that machine code depends on."""
    import llvmlite
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features().flatten()
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        python,
        objects.numba_version(),
        llvmlite.__version__,
        llvm.get_host_cpu_name(),
        features,
    )


def _jit_instead(function, count: int, error: Exception) -> int:
    from nestlike.compiler.build import jit_address

    warnings.warn(
        f"nestlike cannot load object files here ({error}); it compiles in every process instead.",
        RuntimeWarning,
        stacklevel=4,
    )
    address, keep = jit_address(function, count)
    _jitted.append(keep)
    return address
