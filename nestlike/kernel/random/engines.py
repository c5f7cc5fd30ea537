"""The random engines of a kernel, in NEST's three families.

``rank_synced`` serves what is decided once for all, ``vp_synced`` gives every virtual process the
same stream, ``vp_specific`` gives each its own. An engine is a block of memory that compiled code
advances by address; the methods here advance the same block for draws made in Python.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from nestlike.kernel.random.refills import REFILLS
from nestlike.numerics import engine as primitive
from nestlike.numerics.engine_state import BLOCK, POSITION, READY, REFILL, STATE_WORDS
from nestlike.numerics.normal import CACHED, HAS_CACHED, standard_normal

ENGINE_KINDS = primitive.KINDS
DEFAULT_KIND = "mt19937_64"
DEFAULT_SEED = 143202461

# The second seed word tells the families apart; the third, if any, is the virtual process.
RANK_SYNCED, VP_SYNCED, VP_SPECIFIC = 0xC229212D, 0x37722D5E, 0xB84C9BAE

SYNCHRONY_DRAWS = 5
CACHE_LINE_WORDS = 8


class Engine:
    """One random engine.

    Parameters
    ----------
    kind : str
        A key of `ENGINE_KINDS`.
    words : sequence of int
        Its seed words.

    Attributes
    ----------
    state : ndarray of uint64
        Contiguous; stays at its address when the engine is seeded again.
    """

    def __init__(self, kind: str, words: Sequence[int]) -> None:
        # A spare cache line keeps threads from slowing each other down by writing side by side.
        block = np.zeros(STATE_WORDS + CACHE_LINE_WORDS, np.uint64)
        self.state = block[:STATE_WORDS]
        #: The same memory; single words are read and written faster here.
        self._words = memoryview(self.state)
        self.seed(kind, words)

    def seed(self, kind: str, words: Sequence[int]) -> None:
        """Start again from seed words, as an engine of some kind."""
        self.kind, self.bits = kind, ENGINE_KINDS[kind][0]
        self.words_per_uniform = 64 // self.bits
        self._largest = 2**self.bits - 1
        self._refill = REFILLS[kind]
        primitive.seed(self.state, kind, words)
        self.state[REFILL] = self._refill.address

    def refill_by_machine_code(self) -> None:
        """Have blocks made by machine code from now on; worth its while for many draws."""
        self.state[REFILL] = self._refill.compiled()

    def _position(self) -> int:
        if self._words[POSITION] >= BLOCK:
            primitive.refill(self.state)
            self._words[POSITION] = 0
        return self._words[POSITION]

    def raw(self) -> int:
        """Draw one word of random bits."""
        position = self._position()
        self._words[POSITION] = position + 1
        return self._words[READY + position]

    def raws(self, n: int) -> np.ndarray:
        """Draw `n` words of random bits, as uint64."""
        drawn = np.empty(n, np.uint64)
        filled = 0
        while filled < n:
            start = self._position()
            count = min(n - filled, BLOCK - start)
            drawn[filled : filled + count] = self.state[READY + start : READY + start + count]
            self.state[POSITION] = start + count
            filled += count
        return drawn

    def skip(self, n: int) -> None:
        """Pass over `n` doubles, fewer than a block holds."""
        words = n * self.words_per_uniform
        position = self._words[POSITION] + words
        if position > BLOCK:
            self.raws(words)
        else:
            self._words[POSITION] = position

    def uniform(self) -> float:
        """Draw a double from [0, 1)."""
        bits = float(self.raw())
        if self.bits == 32:
            bits += self.raw() * primitive.TWO_TO_32
        return primitive.to_uniform(bits)

    def uniforms(self, n: int) -> np.ndarray:
        """Draw `n` doubles from [0, 1)."""
        return primitive.to_uniforms(self.raws(n * self.words_per_uniform), self.bits)

    def stream(self) -> Iterator[float]:
        """Draw doubles from [0, 1) one after the other, for as long as nobody else draws.

        Quick where the number of draws is not known beforehand; only what is taken is consumed.
        """
        step = self.words_per_uniform
        while True:
            start = self._position()
            n = (BLOCK - start) // step
            if n == 0:  # one word of 32 bits is left, and the other comes from the next block
                yield self.uniform()
            words = self.state[READY + start : READY + start + n * step]
            values = primitive.to_uniforms(words, self.bits).tolist()
            for position, value in enumerate(values, 1):
                self.state[POSITION] = start + position * step
                yield value

    def bounded(self, n: int) -> int:
        """Draw an integer from 0 .. n - 1."""
        if n > self._largest:
            return int(primitive.bounded(self.state, n))
        quotient = self._largest // n
        word = self.raw()
        while word >= quotient * n:
            word = self.raw()
        return word // quotient

    def bounded_many(self, n: int, count: int) -> np.ndarray:
        """Draw `count` integers from 0 .. n - 1, as int64."""
        if n > self._largest:
            return np.array([self.bounded(n) for _ in range(count)], np.int64)
        quotient = self._largest // n
        accepted = np.empty(0, np.uint64)
        while len(accepted) < count:
            words = self.raws(count - len(accepted))
            accepted = np.append(accepted, words[words < np.uint64(quotient * n)])
        return (accepted // np.uint64(quotient)).astype(np.int64)

    def exponential(self) -> float:
        """Draw from the exponential distribution of mean 1."""
        return -math.log(1.0 - self.uniform())

    def exponentials(self, n: int) -> np.ndarray:
        """Draw `n` times from the exponential distribution of mean 1."""
        return np.array([-math.log(1.0 - u) for u in self.uniforms(n).tolist()], np.float64)

    def normal(self, cache: np.ndarray) -> float:
        """Draw from the normal distribution of mean 0 and standard deviation 1.

        Parameters
        ----------
        cache : ndarray of float64, shape (2,) or longer
            Memory of the distribution, see `nestlike.numerics.normal`.
        """
        return standard_normal(self.state, cache)

    def normals(self, n: int, cache: np.ndarray) -> np.ndarray:
        """Draw `n` times as `normal` does, but quickly."""
        draws = self.stream()
        deviates = np.empty(n)
        for i in range(n):
            deviates[i] = _next_normal(draws, cache)
        return deviates


def _next_normal(draws: Iterator[float], cache: np.ndarray) -> float:
    # `standard_normal` once more, reading from a stream: ten times as fast in Python.
    if cache[HAS_CACHED]:
        cache[HAS_CACHED] = 0.0
        return cache[CACHED]
    square = 0.0
    while not 0.0 < square <= 1.0:
        x = 2.0 * next(draws) - 1.0
        y = 2.0 * next(draws) - 1.0
        square = x * x + y * y
    factor = math.sqrt(-2.0 * math.log(square) / square)
    cache[HAS_CACHED], cache[CACHED] = 1.0, x * factor
    return y * factor


class Engines:
    """All engines of a kernel.

    Parameters
    ----------
    seed : int, default: 143202461
        The kernel's ``rng_seed``, 1 .. 2**32 - 1.
    n_vp : int, default: 1
        Number of virtual processes.
    kind : str, default: "mt19937_64"
        The kernel's ``rng_type``.

    Attributes
    ----------
    rank_synced : Engine
    vp_synced, vp_specific : list of Engine, length n_vp
        Seeded when somebody asks for an engine, as scripts set seeds more often than needed:
        who keeps an engine asks for it again after a change of seed.

    Raises
    ------
    ValueError
        If `kind` is unknown.
    """

    def __init__(self, seed: int = DEFAULT_SEED, n_vp: int = 1, kind: str = DEFAULT_KIND) -> None:
        self._engines: list[Engine] = []
        self.n_vp = 0
        self.reseed(seed, n_vp, kind)

    def reseed(self, seed: int, n_vp: int | None = None, kind: str | None = None) -> None:
        """Start all three families again.

        The engines' memory stays where it is as long as `n_vp` stays. Values that distributions
        have cached are not touched.

        Parameters
        ----------
        seed : int
            The kernel's ``rng_seed``, 1 .. 2**32 - 1.
        n_vp : int, default: unchanged
        kind : str, default: unchanged

        Raises
        ------
        ValueError
            If `kind` is unknown; the engines stay as they were.
        """
        n_vp = self.n_vp if n_vp is None else n_vp
        kind = self.kind if kind is None else kind
        if kind not in ENGINE_KINDS:
            raise ValueError(f"unknown random engine {kind!r}; there are {', '.join(ENGINE_KINDS)}")
        if n_vp != self.n_vp:
            self._engines = []
        self.seed, self.n_vp, self.kind = seed, n_vp, kind
        self._seeds_wait = True

    def _seeded(self) -> list[Engine]:
        """Return all engines: rank-synced, VP-synced, VP-specific."""
        if self._seeds_wait:
            self._seeds_wait = False
            words_of_all = seed_words(self.seed, self.n_vp)
            for engine, words in zip(self._engines, words_of_all, strict=False):
                engine.seed(self.kind, words)
            if not self._engines:
                self._engines = [Engine(self.kind, words) for words in words_of_all]
        return self._engines

    @property
    def rank_synced(self) -> Engine:
        """The engine for what is decided once for all."""
        return self._seeded()[0]

    @property
    def vp_synced(self) -> list[Engine]:
        """The engines of the virtual processes which all have the same stream."""
        return self._seeded()[1 : self.n_vp + 1]

    @property
    def vp_specific(self) -> list[Engine]:
        """The engines of the virtual processes which have streams of their own."""
        return self._seeded()[self.n_vp + 1 :]

    def __iter__(self) -> Iterator[Engine]:
        return iter(self._seeded())

    def synchrony_check(self) -> None:
        """Consume what NEST's check of the synchronised engines consumes at each end of a `Run`."""
        for engine in self._seeded()[: self.n_vp + 1]:
            engine.skip(SYNCHRONY_DRAWS)


def seed_words(seed: int, n_vp: int) -> list[list[int]]:
    """Return the seed words of all engines: rank-synced, VP-synced, VP-specific."""
    return [
        [seed, RANK_SYNCED],
        *[[seed, VP_SYNCED]] * n_vp,
        *[[seed, VP_SPECIFIC, vp] for vp in range(n_vp)],
    ]
