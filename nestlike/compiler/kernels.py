"""The `kernel` decorator: a plain function with an address, compiled when first needed."""

import ctypes
import threading
import weakref
from collections.abc import Iterable
from types import MethodType

from nestlike.compiler import policy, prebuilt, views
from nestlike.compiler.objects import LAYOUT_VERSION, OUT_OF_BOUNDS, is_at_hand, machine_codes

_CALLABLE = {}
_BINDING = threading.RLock()
#: Steps of interpreted code, each some microseconds, that take as long as calling machine code,
#: as loading it, and as compiling it.
_CALLING, _LOADING, _COMPILING = 50, 2_000, 50_000


class Kernel:
    """A function of int64 arguments that can be called from Python and by address.

    Parameters
    ----------
    function : callable
        Takes int64 arguments and returns an int64; 0 means that all went well.
    name : str, optional
        Name of the object file; default the function's own name.
    """

    def __init__(self, function, name: str | None = None):
        self.function = function
        self.name = name or function.__name__
        self.__doc__ = function.__doc__
        self._address = 0
        self._entry = None
        self._put_off = 0
        self._at_hand: bool | None = None

    @property
    def address(self) -> int:
        """Address under which compiled code calls this kernel."""
        if not self._address:
            self._bind()
        return self._address

    @property
    def is_loaded(self) -> bool:
        """Whether machine code is at hand, so that a call takes no more than a microsecond."""
        return self._entry is not None and policy.mode() != "python"

    def __call__(self, *arguments: int) -> int:
        if self._entry is None:
            self._bind()
        result = self._entry(*arguments)
        if result == OUT_OF_BOUNDS:
            raise IndexError(f"The kernel {self.name} went out of the bounds of an array.")
        return result

    def pays(self, steps: int) -> bool:
        """Return whether this kernel is sooner done than interpreted code.

        Parameters
        ----------
        steps : int
            What interpreted code would have to do now; what it did instead of this kernel before
            counts as well, for there may be more to come.
        """
        if self._address:
            return steps >= _CALLING
        self._put_off += steps
        if self._put_off < _LOADING:
            return False
        if self._at_hand is None:
            self._at_hand = policy.mode() == "jit" and is_at_hand(self.function, self.name)
        return self._at_hand or self._put_off >= _COMPILING

    @property
    def count(self) -> int:
        """Number of arguments."""
        return self.function.__code__.co_argcount

    def _bind(self) -> None:
        make_ready([self])

    def _bind_to(self, address: int) -> None:
        self._address, self._entry = address, _c_function(self.count)(address)

    def _bind_to_python(self) -> None:
        views.FUNCTIONS[id(self)] = self.function
        self._address, self._entry = id(self), self.function


def make_ready(kernels: Iterable[Kernel]) -> None:
    """Load the machine code of kernels, so that it does not happen one by one where it is wanted.

    What no earlier process has left is compiled, several kernels at once where that is possible.
    """
    with _BINDING:  # threads may want the same kernel
        missing = [kernel for kernel in dict.fromkeys(kernels) if kernel._entry is None]
        if policy.mode() == "python":
            for kernel in missing:
                kernel._bind_to_python()
            return
        wanted = [(kernel.function, kernel.name, kernel.count) for kernel in missing]
        for kernel, address in zip(missing, machine_codes(wanted), strict=True):
            kernel._bind_to(address)


def prebuild(kernels: Iterable[Kernel], place: str) -> None:
    """Store object files for the processor that numba compiles for in the folder `place`."""
    wanted = [(kernel.function, kernel.name, kernel.count) for kernel in kernels]
    prebuilt.write(wanted, LAYOUT_VERSION, place)


class Callback:
    """A Python function that compiled code calls by address, with `count` integers.

    The object that a method belongs to is not kept alive.
    """

    def __init__(self, function, count: int):
        function = _weakly(function)
        self._entry = _c_function(count)(function)
        self.address = ctypes.cast(self._entry, ctypes.c_void_p).value
        views.FUNCTIONS[self.address] = function
        weakref.finalize(self, views.FUNCTIONS.pop, self.address, None).atexit = False


def _weakly(function):
    if not isinstance(function, MethodType):
        return function
    method = weakref.WeakMethod(function)
    return lambda *arguments: method()(*arguments)


def _c_function(count: int):
    """Return the ctypes type of functions of `count` integers."""
    if count not in _CALLABLE:
        _CALLABLE[count] = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * count)
    return _CALLABLE[count]


def inlined(function):
    """Have the code of a plain function put wherever compiled code calls it.

    The compiler leaves long functions out of line, and a call takes some nanoseconds.
    """
    function.is_inlined = True
    return function


def kernel(function) -> Kernel:
    """Wrap a plain function of int64 arguments as a `Kernel`."""
    return Kernel(function)
