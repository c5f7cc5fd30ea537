"""Object files put into the process without LLVM: the same results, or left to LLVM."""

import contextlib
import ctypes
import math
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from nestlike.compiler import c_library, linker, objects, prebuilt, processor
from nestlike.compiler.kernels import Kernel
from nestlike.compiler.views import f64

needs_linker = pytest.mark.skipif(not linker.is_able(), reason="another platform's object files")


def grow(address, n):
    """Use a constant, functions of the C library, a loop that becomes vectors and a block."""
    values = f64(address, n)
    for i in range(n):
        values[i] = values[i] * 1.1 + 0.3
    for i in range(n):
        values[i] = math.exp(values[i]) + math.pow(values[i], 1.5)
    values[0] = 0.0
    return n


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    """Return the object file that is kept of `grow`."""
    folder = tmp_path_factory.mktemp("objects")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NESTLIKE_CACHE_DIR", str(folder))
        patch.setenv("NESTLIKE_JIT", "1")
        assert Kernel(grow).address
    (path,) = folder.iterdir()
    stored = path.read_bytes()
    return stored[stored.index(b"\x7fELF") :]


@pytest.fixture(scope="module")
def symbol(code):
    return re.search(rb"nestlike_grow_\w+", code).group().decode()


def results(address):
    values = np.linspace(0.1, 2.0, 37)
    assert ctypes.CFUNCTYPE(*[ctypes.c_int64] * 3)(address)(values.ctypes.data, 37) == 37
    return values.tolist()


@needs_linker
def test_the_same_as_by_llvm(code, symbol):
    found = results(linker.link(code, symbol))
    assert found == results(objects.Loader().load(code, symbol))
    assert found == results(linker.link(code, symbol))


@needs_linker
def test_half_a_file_is_not_understood(code, symbol):
    for n in range(0, len(code), 7):
        with pytest.raises(linker.NotUnderstoodError):
            linker.link(code[:n], symbol)


@needs_linker
def test_damage_is_understood_or_not_and_no_other_error(code, symbol, monkeypatch):
    monkeypatch.setattr(linker, "_memory", lambda size: 1 << 40)
    monkeypatch.setattr(linker, "_put", lambda image, address: None)
    places = np.random.default_rng(1)
    for _ in range(2000):
        other = bytearray(code)
        other[places.integers(len(code))] = places.integers(256)
        with contextlib.suppress(linker.NotUnderstoodError):
            linker.link(bytes(other), symbol)


@needs_linker
@pytest.mark.parametrize("at", [0, 4, 5, 6, 16, 18, 40, 58, 60])
def test_another_kind_of_file_is_not_understood(code, symbol, at):
    other = bytearray(code)
    other[at] ^= 0x41
    with pytest.raises(linker.NotUnderstoodError):
        linker.link(bytes(other), symbol)


@needs_linker
def test_what_else_it_refers_to_is_not_understood(code, symbol):
    for other in (code.replace(b"\0exp\0", b"\0eyp\0"), code.replace(b"\0exp\0", b"\0abs\0")):
        with pytest.raises(linker.NotUnderstoodError, match="a reference to"):
            linker.link(other, symbol)
    with pytest.raises(linker.NotUnderstoodError):
        linker.link(code, "shrink")
    with pytest.raises(linker.NotUnderstoodError):
        linker.link(code, "exp")


@needs_linker
@pytest.mark.parametrize("error", [linker.NotUnderstoodError, OSError])
def test_llvm_takes_what_is_left(code, symbol, monkeypatch, error):
    def refuse(*arguments):
        raise error("refused by the test")

    monkeypatch.setattr(linker, "link", refuse)
    values = np.linspace(0.1, 2.0, 37)
    assert Kernel(grow)(values.ctypes.data, 37) == 37
    assert values.tolist() == results(objects.Loader().load(code, symbol))


# numba, once it has compiled anything, has LLVM take detours to the same functions.
BY_LLVM = """
from nestlike.compiler import c_library, objects, policy
import llvmlite.binding as llvm
objects.loader()
for name in policy.C_LIBRARY:
    assert c_library.address_of(name) == llvm.address_of_symbol(name) is not None, name
"""


def test_functions_of_the_c_library_are_those_that_llvm_takes(root):
    assert c_library.address_of("no_such_function") is None
    env = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", BY_LLVM]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_levels_of_processors_are_those_that_llvm_finds():
    import llvmlite.binding as llvm

    present = {name for name, has in llvm.get_host_cpu_features().items() if has}
    for name, needed in prebuilt.levels().items():
        assert (needed <= processor.features()) == (needed <= present), name


HIDDEN = "".join(f"{name} : \n" for name in processor._KIND)


@pytest.mark.parametrize("text", ["", "processor : 0\nflags : avx\n\n", HIDDEN, None])
def test_where_linux_says_too_little_llvm_is_asked(monkeypatch, tmp_path, text):
    import llvmlite.binding as llvm

    place = tmp_path / "cpuinfo"
    if text is not None:
        place.write_text(text)
    monkeypatch.setattr(processor, "_SAYS", str(place))
    for function in (processor._by_linux, processor.description, processor.features):
        function.cache_clear()
    try:
        assert processor.description()[0] == llvm.get_host_cpu_name()
        assert "popcnt" in processor.features() or processor.architecture() != "x86_64"
    finally:
        for function in (processor._by_linux, processor.description, processor.features):
            function.cache_clear()


SCRIPT = """
import sys
from nestlike.kernel.recording.sampling import hand_over
hand_over.address
print(sorted({"numba", "llvmlite"} & set(sys.modules)))
"""


@needs_linker
def test_later_processes_load_no_llvm(root, tmp_path):
    settings = {"NESTLIKE_CACHE_DIR": str(tmp_path / "objects"), "NESTLIKE_JIT": "1"}
    env = {**os.environ, "PYTHONPATH": str(root), **settings}
    printed = [
        subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [done.stdout.strip() for done in printed] == ["['llvmlite', 'numba']", "[]"], printed


REFUSED = """
import ctypes
from nestlike.compiler import objects
REFUSE_EXECUTION = 65, 1, 0, 0, 0
if ctypes.CDLL(None).prctl(*REFUSE_EXECUTION):
    raise SystemExit("not to be had")
try:
    objects._link(open(0, "rb").read(), "{symbol}")
except OSError as error:
    raise SystemExit(str(error))
"""


@needs_linker
def test_where_the_system_refuses_to_execute_memory_there_is_an_error(root, code, symbol):
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1"}
    command = [sys.executable, "-c", REFUSED.format(symbol=symbol)]
    done = subprocess.run(command, input=code, env=env, capture_output=True)
    message = done.stderr.decode()
    if "not to be had" in message:
        pytest.skip("this system cannot refuse it")
    assert done.returncode == 1 and "executable memory" in message
