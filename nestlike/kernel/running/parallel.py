"""Work on several virtual processes at once; their tables and engines are their own."""

import os
from collections.abc import Callable

#: Less work than this many connections is done before threads have started.
WORTH_THREADS = 1_000_000


def for_each_process(function: Callable, n_vp: int, work: int) -> list:
    """Return ``[function(vp) for vp in range(n_vp)]``, in threads where there is much to do.

    Parameters
    ----------
    function : callable
        Spends its time in compiled code or NumPy, and touches what belongs to one process.
    n_vp : int
        Number of virtual processes.
    work : int
        Number of connections that are looked at, all in all.
    """
    workers = min(n_vp, os.cpu_count() or 1)
    if workers == 1 or work < WORTH_THREADS:
        return [function(vp) for vp in range(n_vp)]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(function, range(n_vp)))
