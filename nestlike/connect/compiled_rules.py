"""What the compiled loops of rules that draw have in common, for connections by the million.

They visit what `pairs` of the rules visits and draw the same numbers.  Results are handed on piece
by piece, so that little memory is needed and what is worked on stays in the processor's cache.
"""

import numpy as np

from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, f64, i32, i64, u64
from nestlike.connect.draw_operations import run
from nestlike.connect.draw_program import FAILED, STACK, DrawProgram
from nestlike.connect.pieces import Pieces
from nestlike.kernel.errors import KernelException
from nestlike.numerics.engine_state import STATE_WORDS

#: Fewer pairs are visited by interpreted code, which needs nothing to be loaded.
WORTH_COMPILING = 50_000
#: Connections in a piece.
PIECE = 1 << 17

#: sources, targets: [n_sources], [n_targets] int32 node ids.  source, target: [capacity] int32
#: results, and columns: [n_columns] addresses of what was drawn.  at: target and source to go on
#: from.  own: [n_targets] position among the sources.  last: largest random word that connects.
#: memory: of a distribution.  left: connections of the present pair, or in all, still to be made.
#: local_*: [n_sources], [n_targets] bytes, whether a node belongs to the virtual process.
#: rate_*: program that draws a probability, mean or degree into the double at `rate`; n_rate: its
#: operations, 0 if it is `p`.
JOB = layout(
    "engine sources n_sources targets n_targets autapses multapses degree p:f8"
    " source target capacity made at_target at_source last_use own last:u8"
    " operations operands n_operations stack columns n_columns"
    " memory left local_source local_target"
    " rate_operations rate_operands n_rate rate_columns rate"
)


def opened(job):
    """Return engine, sources, targets and results of a job, and what `run` takes but the row."""
    return (
        u64(job.engine, STATE_WORDS),
        i32(job.sources, job.n_sources),
        i32(job.targets, job.n_targets),
        i32(job.source, job.capacity),
        i32(job.target, job.capacity),
        i64(job.operations, 2 * job.n_operations),
        f64(job.operands, 2 * job.n_operations),
        f64(job.stack, STACK),
        i64(job.columns, job.n_columns),
    )


def draw_rate(job, engine, stack):
    """Return the next probability, mean or degree."""
    n = job.n_rate
    operations, operands = i64(job.rate_operations, 2 * n), f64(job.rate_operands, 2 * n)
    run(operations, operands, n, engine, stack, i64(job.rate_columns, 1), 0)
    return f64(job.rate, 1)[0]


class Visit:
    """One run of a compiled rule on one virtual process.

    Parameters
    ----------
    rule : Rule
        The rule.
    program : DrawProgram
    targets : ndarray of int64
        Those of the virtual process.
    engine : Engine
    expected : float
        About how many connections there will be.
    room : int, default 1
        For how many connections the loop wants room before it goes on.
    """

    def __init__(self, rule, program, targets, engine, expected: float, room: int = 1):
        self.job, self.expected = np.zeros(1, JOB), int(expected)
        capacity, n_columns = max(room, min(self.expected, PIECE)), program.n_columns
        engine.refill_by_machine_code()
        self.arrays = {
            "engine": engine.state,
            "sources": np.ascontiguousarray(rule.sources, np.int32),
            "targets": np.ascontiguousarray(targets, np.int32),
            "source": np.empty(capacity, np.int32),
            "target": np.empty(capacity, np.int32),
            "last_use": np.zeros(len(rule.sources), np.int64),
            "operations": program.operations,
            "operands": program.operands,
            "stack": np.zeros(STACK),
        }
        program.bind(self.arrays["target"])
        self.drawn = np.empty((n_columns, capacity))
        self.arrays["columns"] = np.array([address_of(row) for row in self.drawn], np.int64)
        for name, array in self.arrays.items():
            self.job[name] = address_of(array)
        self.job["n_sources"], self.job["n_targets"] = len(rule.sources), len(targets)
        self.job["capacity"], self.job["n_columns"] = capacity, n_columns
        self.job["n_operations"] = len(program.operations)
        self.job["autapses"], self.job["multapses"] = rule.allow_autapses, rule.allow_multapses

    def set(self, **fields) -> None:
        """Assign fields of the job: numbers, or arrays whose addresses are stored."""
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                self.arrays[name] = value
                value = address_of(value)
            self.job[name] = value

    def set_rate(self, quantity, vp: int) -> None:
        """Let `draw_rate` draw a quantity, or say what it is; see `can_be_drawn`."""
        if quantity.is_scalar:
            self.set(p=quantity.value)
            return
        self._rate, rate = DrawProgram([quantity.value], vp), np.zeros(1)
        self.set(
            rate_operations=self._rate.operations,
            rate_operands=self._rate.operands,
            n_rate=len(self._rate.operations),
            rate_columns=np.array([address_of(rate)], np.int64),
            rate=rate,
        )

    def pieces(self, loop, numbers=None) -> Pieces:
        """Run a loop until it has visited everything.

        Parameters
        ----------
        loop : Kernel
            Returns 1 as long as there is more to visit.
        numbers : callable, optional
            ``numbers(first, stop)`` returns the numbers that stretch of connections has in arrays
            of values.
        """
        return Pieces(self.expected, self._pieces(loop, numbers or _zeros))

    def _pieces(self, loop, numbers):
        unfinished, first = True, 0
        while unfinished:
            unfinished = loop(address_of(self.job))
            if self.arrays["stack"][FAILED]:
                raise KernelException("A value was drawn again too often.")
            n = int(self.job["made"][0])
            pairs = self.arrays["source"][:n], self.arrays["target"][:n]
            yield (*pairs, numbers(first, first + n)), self.drawn[:, :n]
            first += n


def _zeros(first: int, stop: int):
    return np.broadcast_to(np.int64(0), stop - first)


def can_be_drawn(quantity, vp: int) -> bool:
    """Return whether compiled code can draw a probability, mean or degree."""
    if quantity.is_scalar:
        return True
    try:
        return DrawProgram([quantity.value], vp) is not None
    except NotImplementedError:
        return False


def draw_program(loop, drawn: list, vp: int, n_pairs: float, whole_arrays: bool = False):
    """Return the program that draws quantities, None where interpreted code is to do it.

    Parameters
    ----------
    loop : Kernel
        What would run the program.
    drawn : list of Drawn
    vp : int
        Virtual process.
    n_pairs : float
        Number of pairs that are visited.
    whole_arrays : bool
        Whether interpreted code, where it draws nothing else, treats all pairs together.
    """
    if whole_arrays and not drawn:
        pays = n_pairs >= WORTH_COMPILING
    else:
        pays = loop.pays(int(n_pairs))
    if not pays:
        return None
    try:
        return DrawProgram([quantity.value for quantity in drawn], vp)
    except NotImplementedError:
        return None
