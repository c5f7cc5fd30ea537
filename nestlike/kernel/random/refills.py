"""What makes new blocks of random words when compiled code has used up an engine's.

Each kind of engine has a kernel for it.  Small simulations do not wait for that to be compiled:
NumPy makes their blocks, at some 50 ns a word, until enough were made to justify machine code.
"""

from nestlike.compiler.kernels import Callback, Kernel
from nestlike.compiler.policy import mode
from nestlike.compiler.views import u64
from nestlike.numerics.engine import KINDS
from nestlike.numerics.engine import refill as refill_by_numpy
from nestlike.numerics.engine_state import REFILL, STATE_WORDS

#: Steps of interpreted code that a block takes as long as, see `Kernel.pays`.
BLOCK_STEPS = 20


def _over_address(refill):
    def refill_at(address):
        refill(u64(address, STATE_WORDS))
        return 0

    return refill_at


class Refill:
    """Makes the blocks of one kind of engine.

    Parameters
    ----------
    kind : str
        A key of `nestlike.numerics.engine.KINDS`.
    """

    def __init__(self, kind: str):
        self.kernel = Kernel(_over_address(KINDS[kind][2]), f"refill_{kind}")
        self._slow = Callback(self._refill, 1)
        self._compiled = 0

    @property
    def address(self) -> int:
        """Address for compiled code to call with the address of an engine."""
        return self._compiled or self._slow.address

    def compiled(self) -> int:
        """Return the address of the machine code, which is compiled if need be."""
        if not self._compiled and mode() != "python":
            self._compiled = self.kernel.address
        return self.address

    def _refill(self, address: int) -> int:
        state = u64(address, STATE_WORDS)
        refill_by_numpy(state)
        if self.kernel.pays(BLOCK_STEPS):
            state[REFILL] = self.compiled()
        return 0


REFILLS = {kind: Refill(kind) for kind in KINDS}
