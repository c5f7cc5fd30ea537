"""The memory of a random engine, laid out alike for all kinds of engine.

An engine is one contiguous ``uint64`` array of `STATE_WORDS` elements: four words that say how to
go on, a block of words that are ready to be delivered, the words that the algorithm makes the
next block from, and some room.  What draws from an engine sees only the block, and need not know
the algorithm.

Compiled and interpreted code advance the same array.  All constants are ``uint64``: one ``int64``
among them would turn the arithmetic of compiled code into floating point.
"""

import numpy as np

POSITION = 0  # number of words of the block that have been delivered
BITS = 1  # random bits in each word, 32 or 64
REFILL = 2  # address of the machine code that makes the next block
KIND = 3  # number of the algorithm, for interpreted code
READY = 4  # the block begins here
BLOCK = 624
OWN = READY + BLOCK  # the algorithm's words begin here
SCRATCH = OWN + 624  # room for as many doubles as a block has words, for who draws many numbers
STATE_WORDS = SCRATCH + BLOCK

ZERO, ONE = np.uint64(0), np.uint64(1)
LOW_32 = np.uint64(0xFFFFFFFF)
ALL_64 = np.uint64(0xFFFFFFFFFFFFFFFF)


def halves_joined(halves):
    """Join pairs of 32-bit words, the low one first, to words of 64 bits."""
    halves = halves.astype(np.uint64)
    return halves[0::2] | halves[1::2] << np.uint64(32)
