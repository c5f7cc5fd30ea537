"""Work shared out among processes that are forked for it, where the system can do that.

A child inherits everything, takes one item after the other from a pipe that all read, hands back
what it made when none is left, and ends.  What a child did not do, for whatever reason, is done
here.
"""

import contextlib
import gc
import os
import select
import signal
import struct
import sys
import time
import warnings

from nestlike.compiler import policy

#: More processes than this would each want memory, and there are never so many long items.
MOST_PROCESSES = 8

#: Seconds to wait for children longer than the work here took; one that hangs is given up then.
PATIENCE = 30.0

_NUMBER, _HEADER = struct.Struct("q"), struct.Struct("qq")
#: Numbers that a pipe holds for sure.
_MOST_ITEMS = 512


def share_out(work, items: list) -> list[bytes]:
    """Return ``[work(item) for item in items]``; several at once where processes can be forked.

    Parameters
    ----------
    work : callable
        Returns bytes and changes nothing that matters to others.
    items : list
        Those that take long first.
    """
    n_children = min(len(items), processes()) - 1
    if n_children < 1 or len(items) > _MOST_ITEMS:
        return [work(item) for item in items]
    done = _done_together(work, items, n_children)
    return [done[i] if i in done else work(item) for i, item in enumerate(items)]


def processes() -> int:
    """Return how many processes may work at once; 1 where forking is not safe."""
    # On macOS the system's own libraries do not survive a fork, on Windows there is none.
    return min(MOST_PROCESSES, policy.processors()) if sys.platform == "linux" else 1


def _done_together(work, items, n_children: int) -> dict[int, bytes]:
    """Return what was made, by number of the item, here and in children."""
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        queue = _queue_of(len(items), stack)
        with _interrupts_put_off():
            children = [stack.enter_context(Child(queue, work, items)) for _ in range(n_children)]
        done = {i: work(items[i]) for i in _taken(queue)}
        deadline = time.monotonic() + (time.monotonic() - started) + PATIENCE
        for child in children:
            done.update(child.made(deadline))
    return done


@contextlib.contextmanager
def _interrupts_put_off():
    """Have Ctrl-C wait: a child is not to run on in the user's program, nor to be forgotten."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _queue_of(n: int, stack) -> int:
    """Return the end of a pipe from which to read the numbers 0 .. n - 1, and then no more."""
    queue, there = os.pipe()
    stack.callback(os.close, queue)
    try:
        os.write(there, b"".join(map(_NUMBER.pack, range(n))))
    finally:
        os.close(there)
    return queue


def _taken(queue: int):
    """Yield numbers from a pipe that others read from too: each goes to one reader."""
    while number := os.read(queue, _NUMBER.size):
        yield _NUMBER.unpack(number)[0]


class Child:
    """A forked process that works on items; without any, where the system refuses to make one.

    Leaving the context ends it, whatever it is doing.
    """

    def __init__(self, queue: int, work, items):
        self._number = self._answer = None
        with contextlib.suppress(OSError):
            self._answer, there = os.pipe()
            try:
                self._fork(queue, there, work, items)
            finally:
                os.close(there)

    def _fork(self, queue: int, there: int, work, items) -> None:
        parent = os.getpid()
        with warnings.catch_warnings():
            # Python warns of threads: those of NumPy's linear algebra, and a notebook's.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._number = os.fork()
        if not self._number:
            try:
                _work_as_child(queue, there, work, items, parent)
            finally:
                os._exit(0)  # nothing that was inherited may be flushed or cleaned up twice

    def __enter__(self):
        return self

    def __exit__(self, *unused) -> None:
        if self._number is not None:
            with contextlib.suppress(OSError):
                os.kill(self._number, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(self._number, 0)
        if self._answer is not None:
            os.close(self._answer)

    def made(self, deadline: float) -> dict[int, bytes]:
        """Return what the child has made by the time `deadline`, by number of the item."""
        return {} if self._number is None else _unpacked(_read(self._answer, deadline))


def _work_as_child(queue: int, there: int, work, items, parent: int) -> None:
    gc.disable()  # the parent's garbage may be dear to others
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is the parent's to report
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    made = []
    for i in _taken(queue):
        if os.getppid() != parent:
            return
        with contextlib.suppress(Exception):  # the parent will meet the error itself
            made.append((i, work(items[i])))
    with os.fdopen(there, "wb", closefd=False) as stream:
        for i, data in made:
            stream.write(_HEADER.pack(i, len(data)) + data)


def _read(pipe: int, deadline: float) -> bytes:
    """Return what comes through a pipe until its other end is closed, or the time is up."""
    ready, parts = select.poll(), []
    ready.register(pipe, select.POLLIN | select.POLLHUP)
    while ready.poll(max(0.0, 1e3 * (deadline - time.monotonic()))):
        part = os.read(pipe, 1 << 20)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _unpacked(data: bytes) -> dict[int, bytes]:
    """Return what a child has written; it may have ended in the middle."""
    found, at = {}, 0
    while at + _HEADER.size <= len(data):
        i, size = _HEADER.unpack_from(data, at)
        at += _HEADER.size + size
        if at <= len(data):
            found[i] = data[at - size : at]
    return found
