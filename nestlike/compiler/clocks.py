"""The system's clock as a C function that compiled code calls by address, on every platform.

Its value is two integers that it writes to memory: seconds and a fraction, or ticks alone.
"""

import ctypes
import sys
import time
from functools import cache

from nestlike.compiler import views
from nestlike.declared import Declared


class SystemClock(Declared):
    """A clock that never goes backwards.

    Attributes
    ----------
    function : int
        Address of a C function of two integers.
    number : int
        First argument of the function, the second is where it writes to; -1 if the place is all
        that it takes.
    multiple : int
        Ticks in a unit of the first integer written; the second one counts ticks.
    tick : float
        Length of a tick in s.
    """

    function: int
    number: int
    multiple: int
    tick: float

    def arguments(self, place: int) -> tuple[int, int]:
        """Return what to call the function with so that it writes to the address `place`."""
        return (place, 0) if self.number < 0 else (self.number, place)


@cache
def system_clock() -> SystemClock:
    """Return the clock of this platform; it is read without a call of the system's kernel."""
    if sys.platform == "win32":
        return _performance_counter()
    function = ctypes.CDLL(None).clock_gettime
    function.argtypes = (ctypes.c_int, ctypes.c_void_p)
    # The monotonic clock of macOS counts microseconds; this one is finer.
    number = getattr(time, "CLOCK_UPTIME_RAW", None)
    number = time.CLOCK_MONOTONIC if number is None else number
    return SystemClock(_address(function, 2), number, 10**9, 1e-9)


def _performance_counter() -> SystemClock:
    frequency = ctypes.c_int64()
    library = ctypes.WinDLL("kernel32")
    library.QueryPerformanceFrequency(ctypes.byref(frequency))
    function = library.QueryPerformanceCounter
    function.argtypes = (ctypes.c_void_p,)
    return SystemClock(_address(function, 1), -1, 1, 1.0 / frequency.value)


def _address(function, count: int) -> int:
    """Return the address of a C function; kernels that run as Python find it by that, too."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    views.FUNCTIONS[address] = lambda *arguments: function(*map(int, arguments[:count]))
    return address
