"""Arrays that grow, and shrink again, without being copied.

Large ones lie in pages of their own, which Linux moves to where there is room.  Pages take memory
once they are written, so that room for more rows costs nothing, and what is given back is free at
once: the C library keeps much of what it is given back for later.

Pages are huge ones as long as these come quickly.  The host of a virtual machine may have taken
free memory away; bringing 2 MB back takes it some milliseconds, ten times as long as writing them,
while small pages are mostly found in memory that the machine still has.
"""

import mmap
import sys
from contextlib import suppress
from time import perf_counter

import numpy as np

#: Bytes from which on pages of their own are worth asking for.
LARGE = 1 << 21
#: Bytes of a huge page, and seconds that it may take; 512 small ones take no longer.
HUGE, SLOW = 1 << 21, 1.5e-3
_MOVES_PAGES = sys.platform == "linux"


class GrowingArray:
    """An array whose number of rows may change.

    Parameters
    ----------
    n : int
        Number of rows, not initialised.
    dtype : data-type
    width : tuple of int, default ()
        Shape of a row.

    Attributes
    ----------
    rows : ndarray, shape (n, *width)
    """

    def __init__(self, n: int, dtype, width: tuple = ()):
        self._dtype, self._width = np.dtype(dtype), width
        self._pages = None
        self._reached = 0
        self._allocate(n)

    @property
    def dtype(self) -> np.dtype:
        return self._dtype

    def _size(self, n: int) -> int:
        return n * self._dtype.itemsize * int(np.prod(self._width, dtype=np.int64))

    def _allocate(self, n: int) -> None:
        if self._size(n) < LARGE or not _MOVES_PAGES:
            self.rows = np.empty((n, *self._width), self._dtype)
            return
        self._pages, self._reached = _pages(self._size(n)), 0
        self._look(n)

    def _look(self, n: int) -> None:
        flat = np.frombuffer(self._pages, self._dtype, n * int(np.prod(self._width, dtype=int)))
        self.rows = flat.reshape(n, *self._width)

    def reach(self, n: int) -> None:
        """Get memory for the first `n` rows, which are about to be written."""
        end = self._size(n)
        if self._pages is None or end <= self._reached:
            return
        first = self._reached + -(self.rows.ctypes.data + self._reached) % HUGE
        self._reached = max(end, first)
        for place in range(first, end, HUGE):
            start = perf_counter()
            self._pages[place] = self._pages[place]
            self._reached = place + HUGE
            if perf_counter() - start > SLOW:
                _advise(self._pages, "MADV_NOHUGEPAGE")
                self._reached = sys.maxsize
                return

    def resize(self, n: int, used: int) -> None:
        """Have `n` rows from now on, of which the first `used` keep their values.

        Raises
        ------
        MemoryError
            If there is not so much.
        """
        if self._pages is not None and self._size(n) >= LARGE and self._move(n):
            return
        if self._pages is None and not _MOVES_PAGES and 2 * used > n:
            # Most of what there is stays in its memory; what is new is filled with zeros.
            self.rows.resize((n, *self._width), refcheck=False)
            return
        old, self._pages = self.rows, None
        self._allocate(n)
        self.rows[:used] = old[:used]

    def _move(self, n: int) -> bool:
        """Give the pages another size, unless somebody else looks at them."""
        before = len(self.rows)
        self.rows = None
        try:
            self._pages.resize(self._size(n))
        except BufferError:
            self._look(before)
            return False
        except OSError as error:
            self._look(before)
            raise MemoryError(f"There is no memory for {n} rows of a table.") from error
        self._look(n)
        return True


def _pages(size: int) -> mmap.mmap:
    try:
        pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError as error:
        raise MemoryError(f"There is no memory for {size} bytes of a table.") from error
    _advise(pages, "MADV_HUGEPAGE")
    return pages


def _advise(pages, name: str) -> None:
    """Say how pages are to be had; not all systems know of huge ones."""
    with suppress(AttributeError, OSError):
        pages.madvise(getattr(mmap, name))


def shortened(array, n: int):
    """Return the first `n` elements of a contiguous array, as (n,), and give back other memory.

    The array must not be used any more.
    """
    pages = _pages_of(array)
    if pages is None and array.base is None:
        array.resize(n, refcheck=False)
        return array
    flat = array.reshape(-1)
    if pages is None:
        return flat[:n].copy()
    begin = flat.ctypes.data - np.frombuffer(pages, np.uint8).ctypes.data
    _forget(pages, begin + n * array.itemsize, begin + array.nbytes)
    return flat[:n]


def _pages_of(array):
    while isinstance(array, np.ndarray):
        array = array.base
    if isinstance(array, memoryview):
        array = array.obj
    return array if isinstance(array, mmap.mmap) else None


def _forget(pages, begin: int, end: int) -> None:
    """Give back the memory of whole pages in a stretch of bytes."""
    first = -(-begin // mmap.PAGESIZE) * mmap.PAGESIZE
    if end > first:
        pages.madvise(mmap.MADV_DONTNEED, first, end - first)
