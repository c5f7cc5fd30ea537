"""Kernels: the same results compiled, checked and as plain Python; failures that can be seen."""

import gc
import os
import subprocess
import sys
import weakref

import numpy as np
import pytest

from nestlike.compiler import objects, views
from nestlike.compiler.fingerprint import digest
from nestlike.compiler.kernels import Callback, Kernel
from nestlike.compiler.views import f64


def add_up(address, n):
    """Put the sum of `n` doubles behind them."""
    values = f64(address, n + 1)
    values[n] = 0.0
    for i in range(n):
        values[n] += values[i]
    return 0


def one_too_far(address, n):
    """Write behind the end of an array of `n` doubles, as a planted mistake."""
    values = f64(address, n)
    for i in range(n + 1):
        values[i] = 1.0
    return 0


@pytest.mark.parametrize(
    "settings",
    [{}, {"NESTLIKE_BOUNDSCHECK": "1"}, {"NESTLIKE_JIT": "0"}],
    ids=["jit", "bounds", "python"],
)
def test_every_mode_gives_the_same(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("NESTLIKE_CACHE_DIR", str(tmp_path / "objects"))
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    values = np.array([0.1, 0.2, 0.3, np.nan])
    assert Kernel(add_up)(values.ctypes.data, 3) == 0
    assert values[3] == 0.1 + 0.2 + 0.3


def test_bounds_check_stops_a_kernel(monkeypatch):
    monkeypatch.setenv("NESTLIKE_BOUNDSCHECK", "1")
    monkeypatch.delenv("NESTLIKE_JIT", raising=False)
    values = np.zeros(4)
    with pytest.raises(IndexError, match="one_too_far went out of the bounds"):
        Kernel(one_too_far)(values.ctypes.data, 3)
    assert values.tolist() == [1.0, 1.0, 1.0, 0.0]


def before_the_first(address, n):
    """Write before the beginning of an array of `n` doubles, as a planted mistake."""
    f64(address, n)[n - 4] = 1.0
    return 0


def test_bounds_check_refuses_negative_indices(monkeypatch):
    monkeypatch.setenv("NESTLIKE_BOUNDSCHECK", "1")
    monkeypatch.delenv("NESTLIKE_JIT", raising=False)
    values = np.zeros(4)
    with pytest.raises(IndexError):
        Kernel(before_the_first)(values.ctypes.data, 3)
    assert not values.any()


def halved(x):
    """Return half of a number."""
    return 0.5 * x


def halve(address):
    """Halve the double at an address."""
    f64(address, 1)[0] = halved(f64(address, 1)[0])
    return 0


def halve_twice(address):
    """Divide the double at an address by four."""
    f64(address, 1)[0] = halved(halved(f64(address, 1)[0]))
    return 0


def test_checks_are_never_missing_silently(monkeypatch, tmp_path):
    monkeypatch.setenv("NESTLIKE_CACHE_DIR", str(tmp_path / "objects"))
    monkeypatch.setenv("NESTLIKE_JIT", "1")
    monkeypatch.setenv("NESTLIKE_BOUNDSCHECK", "0")
    value = np.ones(1)
    Kernel(halve)(value.ctypes.data)
    monkeypatch.setenv("NESTLIKE_BOUNDSCHECK", "1")
    with pytest.raises(RuntimeError, match="halved has been compiled for NESTLIKE_BOUNDSCHECK=0"):
        Kernel(halve_twice)(value.ctypes.data)
    assert value[0] == 0.5


def test_plain_python_checks_bounds(monkeypatch):
    monkeypatch.setenv("NESTLIKE_JIT", "0")
    values = np.zeros(4)
    with pytest.raises(IndexError):
        Kernel(one_too_far)(values.ctypes.data, 3)


PLANTED = """
import nestlike as nest
from nestlike.compiler.kernels import Callback, Kernel
from nestlike.compiler.views import f64
import nestlike.numerics.propagators  # whatever is imported must not matter
from nestlike.kernel.running import {module} as place

def planted(address, origin, first, last):
    values = f64(address, 1)
    return 0 if values[first + 1] == 0.5 else 1

def network():
    nest.ResetKernel()
    neuron = nest.Create("iaf_psc_alpha", params={{"I_e": 400.0}})
    multimeter = nest.Create("multimeter", params={{"record_from": ["V_m"]}})
    nest.Connect(multimeter, neuron)
    nest.Simulate(20.0)
    return multimeter

sound = place.hand_over
place.hand_over = Kernel(planted)
try:
    network()
except IndexError as error:
    assert "bounds" in str(error), error
else:
    raise SystemExit("not noticed")
place.hand_over = sound
assert network().n_events == 19
print("noticed, and the kernel can go on")
"""


@pytest.mark.parametrize("setting", ["NESTLIKE_BOUNDSCHECK=1", "NESTLIKE_JIT=0"])
def test_a_planted_mistake_raises_from_simulate(root, setting):
    name, value = setting.split("=")
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1", name: value}
    script = PLANTED.format(module="process")
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "noticed" in done.stdout


def test_where_loading_fails_it_compiles_visibly(monkeypatch, tmp_path):
    monkeypatch.setenv("NESTLIKE_CACHE_DIR", str(tmp_path / "objects"))
    monkeypatch.delenv("NESTLIKE_JIT", raising=False)

    def refuse(self, code, symbol):
        raise objects.LoadError("refused by the test")

    monkeypatch.setattr(objects.linker, "is_able", lambda: False)
    monkeypatch.setattr(objects.Loader, "load", refuse)
    values = np.array([1.0, 2.0, 0.0])
    kernel = Kernel(add_up)
    with pytest.warns(RuntimeWarning, match="refused by the test"):
        assert kernel(values.ctypes.data, 2) == 0
    assert values[2] == 3.0


@pytest.mark.filterwarnings("error")
def test_where_loading_fails_and_warnings_are_errors_it_compiles(monkeypatch):
    monkeypatch.delenv("NESTLIKE_JIT", raising=False)

    def refuse(code, symbol):
        raise objects.LoadError("refused by the test")

    monkeypatch.setattr(objects, "_link", refuse)
    values = np.array([1.0, 2.0, 0.0])
    assert Kernel(add_up)(values.ctypes.data, 2) == 0 and values[2] == 3.0


def test_where_numba_must_not_compile_the_way_out_is_named(monkeypatch, tmp_path):
    import numba

    monkeypatch.setenv("NESTLIKE_CACHE_DIR", str(tmp_path / "objects"))
    monkeypatch.delenv("NESTLIKE_JIT", raising=False)
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
    with pytest.raises(RuntimeError, match="NESTLIKE_JIT=0"):
        assert Kernel(add_up).address


OWN_NUMBA = """
import numba, numpy as np
from nestlike.compiler.kernels import Kernel

@numba.njit
def backwards(n):
    values = np.arange(n) * 2.0
    return values[::-1].copy(), values[-1]

Kernel(lambda address: address + 1, "one_more").address
assert backwards(3)[0].tolist() == [4.0, 2.0, 0.0] and backwards(3)[1] == 4.0
"""


def test_numba_works_as_usual_beside_kernels(root, tmp_path):
    env = {**os.environ, "PYTHONPATH": str(root), "NESTLIKE_CACHE_DIR": str(tmp_path / "objects")}
    command = [sys.executable, "-c", OWN_NUMBA]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def made(factor):
    def scaled(x, y):
        return x * factor + y

    return scaled


def test_digest_sees_closures_constants_and_callees():
    assert digest(made(2)) == digest(made(2))
    assert digest(made(2)) != digest(made(3))
    assert digest(add_up) != digest(one_too_far)
    assert digest(add_up) != digest(add_up, "another processor")


def test_import_is_light(root):
    heavy = "{'numba', 'scipy', 'matplotlib'}"
    check = f"import sys, nestlike; print(sorted({heavy} & set(sys.modules)))"
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1"}
    done = subprocess.run([sys.executable, "-c", check], env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


class Owner:
    def __init__(self):
        self.calls = []
        self.callback = Callback(self.note, 4)

    def note(self, *arguments):
        self.calls.append(arguments)
        return 7


def test_a_callback_does_not_keep_its_owner_alive():
    owner = Owner()
    address = owner.callback.address
    assert views.FUNCTIONS[address](1, 2, 3, 4) == 7
    assert owner.calls == [(1, 2, 3, 4)]
    left = weakref.ref(owner)
    gc.disable()
    try:
        del owner
        assert left() is None
    finally:
        gc.enable()
    assert address not in views.FUNCTIONS


def test_machine_code_pays_sooner_where_it_is_at_hand(monkeypatch):
    from nestlike.compiler import kernels

    monkeypatch.setenv("NESTLIKE_JIT", "1")
    for at_hand in (False, True):
        monkeypatch.setattr(kernels, "is_at_hand", lambda function, name, found=at_hand: found)
        kernel = kernels.Kernel(lambda n: 0, "nothing")
        assert not kernel.pays(1500)
        assert kernel.pays(1500) == at_hand  # the steps before count as well
        assert kernel.pays(50_000)
        kernel._address = 1
        assert kernel.pays(60) and not kernel.pays(10)


UNUSUAL = """
import ctypes, math, numpy as np
from nestlike.compiler.kernels import Kernel
from nestlike.compiler.views import f64

def smooth(x):
    return np.exp(-x) + math.hypot(x, 1.0)

def unusual(address):
    values = f64(address, 2)
    values[1] = smooth(values[0]) + np.float64(np.arctan2(values[0], 2.0))
    return 0

def usual(address):
    f64(address, 2)[0] += 1.0
    return 0

values = np.array([0.5, 0.0])
Kernel(usual)(values.ctypes.data)
assert Kernel(unusual)(values.ctypes.data) == 0
expected = np.exp(-1.5) + math.hypot(1.5, 1.0) + np.arctan2(1.5, 2.0)
assert math.isclose(values[1], expected), values
"""


@pytest.mark.parametrize("script", [UNUSUAL, UNUSUAL + OWN_NUMBA], ids=["kernels", "numba too"])
def test_kernels_made_of_what_kernels_are_not_made_of(root, tmp_path, script):
    env = {**os.environ, "PYTHONPATH": str(root), "NESTLIKE_CACHE_DIR": str(tmp_path / "objects")}
    path = tmp_path / "script.py"
    path.write_text(script)
    done = subprocess.run([sys.executable, path], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
