"""Connections that are made in several pieces, so that they need not all be in memory at once."""

from collections.abc import Iterator

from nestlike.declared import Declared


class Pieces(Declared):
    """Connections in several pieces.

    Attributes
    ----------
    expected : int
        About how many there will be, rather too many than too few.
    pieces : iterator of tuple
        (sources, targets, numbers) as `Rule.all_pairs` returns them, and columns of what was
        drawn.  The arrays are used again for the next piece.
    """

    expected: int
    pieces: Iterator[tuple]
