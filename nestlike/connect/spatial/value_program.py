"""Expressions on distributions and positions as a list of operations, for compiled loops."""

import numpy as np

from nestlike.connect.draw_program import (
    GO,
    GO_IF_FALSE,
    KEEP,
    LOGNORMAL,
    TRY,
    TRY_AGAIN,
    DrawProgram,
    depth,
)
from nestlike.kernel.space.places import NODE
from nestlike.kernel.space.spatial_functions import (
    ExponentialDecay,
    Gabor,
    Gamma,
    Gaussian,
    Gaussian2D,
)
from nestlike.kernel.space.spatial_values import Distance, Position

#: Operations besides those of `DrawProgram`.  Functions have as many operands as they need: rows
#: of CONTINUED follow, which do nothing.
DISTANCE, POSITION, DECAY, GAUSSIAN, GAMMA, GAUSSIAN_2D, GABOR, CONTINUED = range(
    TRY_AGAIN + 1, TRY_AGAIN + 9
)
MAX_OPERANDS = 6

#: A place: source and target, extent of the box, whether it is periodic, and dimensions.
SOURCE, TARGET, EXTENT, PERIODIC, DIMENSIONS, PLACE = 0, 3, 6, 9, 10, 11

_FUNCTIONS = {
    ExponentialDecay: (DECAY, "inverse_beta"),
    Gaussian: (GAUSSIAN, "mean factor"),
    Gamma: (GAMMA, "kappa inverse_theta factor"),
    Gaussian2D: (GAUSSIAN_2D, "mean_x mean_y factor_x factor_y factor_xy"),
    Gabor: (GABOR, "cos sin gamma factor wavelength phase"),
}
_DRAWS_OR_JUMPS = {*range(1, LOGNORMAL + 1), GO, GO_IF_FALSE, TRY, TRY_AGAIN}


class ValueProgram(DrawProgram):
    """Operations that draw one value after the other, each up to a KEEP.

    Parameters
    ----------
    values : list of RandomValue
    vp : int
        Virtual process whose spare normal values are used.
    dimensions : int
        Of the layers.

    Attributes
    ----------
    starts : ndarray of int64
        The operation that each value begins with, and the number of operations.
    depth : int
        How deeply expressions are nested.

    Raises
    ------
    NotImplementedError
        If a value is of a kind, or has a fault, that its own method deals with.
    """

    def __init__(self, values: list, vp: int, dimensions: int):
        self._dimensions = dimensions
        self.depth = max(map(depth, values), default=0)
        super().__init__(values, vp)
        ends = np.flatnonzero(self.operations[:, 0] == KEEP) + 1
        self.starts = np.concatenate([[0], ends]).astype(np.int64)
        # Room for a last operation to read all the operands that any may have.
        self.operands = np.concatenate([self.operands.ravel(), np.zeros(MAX_OPERANDS)])

    def _write_all(self, values: list) -> None:
        """Write all values as expressions: `evaluate` knows no short form."""
        self._write_each(values)

    @property
    def is_plain(self) -> bool:
        """Whether the values need no draws and no jumps."""
        return _DRAWS_OR_JUMPS.isdisjoint(self.operations[:, 0].tolist())

    def _write(self, value) -> None:
        if type(value) in _FUNCTIONS:
            self._write_function(value)
        elif type(value) is Distance and value.dimension <= self._dimensions:
            self._add(DISTANCE, value.dimension)
        elif type(value) is Position and value.end != NODE and value.dimension < self._dimensions:
            self._add(POSITION, SOURCE + 3 * (value.end - 1) + value.dimension)
        else:
            super()._write(value)

    def _write_function(self, value) -> None:
        code, names = _FUNCTIONS[type(value)]
        for inner in value.inner:
            self._write(inner)
        operands = [getattr(value, name) for name in names.split()]
        for k in range(0, len(operands), 2):
            self._add(code if k == 0 else CONTINUED, *operands[k : k + 2])
