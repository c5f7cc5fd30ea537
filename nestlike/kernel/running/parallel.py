"""Work on several virtual processes at once; their tables and engines are their own."""

import threading
from collections.abc import Callable

from nestlike.compiler import mode
from nestlike.compiler.policy import processors

#: Less work than this (about as many nanoseconds, times ten) is done before threads have started.
WORTH_THREADS = 200_000


def threads_to_use(n_vp: int) -> int:
    """Return how many threads to run: NESTLIKE_THREADS, or what the machine has."""
    if mode() == "python":
        return 1
    return max(1, min(n_vp, processors()))


def for_each_process(function: Callable, n_vp: int, work: int) -> list:
    """Return ``[function(vp) for vp in range(n_vp)]``, in threads where there is much to do.

    Parameters
    ----------
    function : callable
        Spends its time in compiled code or NumPy, and touches what belongs to one process.
    n_vp : int
        Number of virtual processes.
    work : int
        Number of connections that are looked at, all in all, and of values drawn for them.

    Raises
    ------
    Exception
        What the function raised for the first process for which it did.
    """
    n_threads = threads_to_use(n_vp) if work >= WORTH_THREADS else 1
    if n_threads == 1:
        return [function(vp) for vp in range(n_vp)]
    results: list = [None] * n_vp
    failures: dict[int, BaseException] = {}

    def work_on(thread: int) -> None:
        for vp in range(thread, n_vp, n_threads):
            try:
                results[vp] = function(vp)
            except BaseException as error:  # raised again where there is a caller
                failures[vp] = error
                return

    helpers = [threading.Thread(target=work_on, args=(t,)) for t in range(1, n_threads)]
    for helper in helpers:
        helper.start()
    work_on(0)
    for helper in helpers:
        helper.join()
    if failures:
        raise failures[min(failures)]
    return results
