"""The random engines of a kernel, in NEST's three families.

``rank_synced`` serves what is decided once for all, ``vp_synced`` gives every virtual process the
same stream, ``vp_specific`` gives each its own. An engine is a block of memory that compiled code
advances by address; the methods here advance the same block for draws made in Python.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from nestlike.numerics import mersenne_twister_64
from nestlike.numerics.normal import CACHED, HAS_CACHED, standard_normal

# An engine is a module: STATE_WORDS, WORDS, POSITION, LARGEST_WORD, seed, refill_numpy, temper,
# to_uniform, to_uniforms. Its state is a block of WORDS words and the position of the next one.
ENGINE_KINDS = {"mt19937_64": mersenne_twister_64}
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
        self.algorithm = ENGINE_KINDS[kind]
        # A spare cache line keeps threads from slowing each other down by writing side by side.
        block = np.empty(self.algorithm.STATE_WORDS + CACHE_LINE_WORDS, np.uint64)
        self.state = block[: self.algorithm.STATE_WORDS]
        self.seed(words)

    def seed(self, words: Sequence[int]) -> None:
        """Start again from seed words."""
        self.state[:] = self.algorithm.seed(words)

    def _position(self) -> int:
        if self.state[self.algorithm.POSITION] >= self.algorithm.WORDS:
            self.algorithm.refill_numpy(self.state)
            self.state[self.algorithm.POSITION] = 0
        return int(self.state[self.algorithm.POSITION])

    def raw(self) -> int:
        """Draw one word of random bits."""
        position = self._position()
        self.state[self.algorithm.POSITION] = position + 1
        return int(self.algorithm.temper(self.state[position]))

    def raws(self, n: int) -> np.ndarray:
        """Draw `n` words of random bits, as uint64."""
        drawn = np.empty(n, np.uint64)
        filled = 0
        while filled < n:
            start = self._position()
            count = min(n - filled, self.algorithm.WORDS - start)
            drawn[filled : filled + count] = self.state[start : start + count]
            self.state[self.algorithm.POSITION] = start + count
            filled += count
        return self.algorithm.temper(drawn)

    def skip(self, n: int) -> None:
        """Pass over `n` words of random bits, fewer than a block holds."""
        position = int(self.state[self.algorithm.POSITION])
        if position + n > self.algorithm.WORDS:
            self.raws(n)
        else:
            self.state[self.algorithm.POSITION] = position + n

    def uniform(self) -> float:
        """Draw a double from [0, 1)."""
        return self.algorithm.to_uniform(self.raw())

    def uniforms(self, n: int) -> np.ndarray:
        """Draw `n` doubles from [0, 1)."""
        return self.algorithm.to_uniforms(self.raws(n))

    def stream(self) -> Iterator[float]:
        """Draw doubles from [0, 1) one after the other, for as long as nobody else draws.

        Quick where the number of draws is not known beforehand; only what is taken is consumed.
        """
        while True:
            start = self._position()
            words = self.state[start : self.algorithm.WORDS]
            values = self.algorithm.to_uniforms(self.algorithm.temper(words)).tolist()
            for position, value in enumerate(values, start + 1):
                self.state[self.algorithm.POSITION] = position
                yield value

    def bounded(self, n: int) -> int:
        """Draw an integer from 0 .. n - 1."""
        quotient = self.algorithm.LARGEST_WORD // n
        word = self.raw()
        while word >= quotient * n:
            word = self.raw()
        return word // quotient

    def bounded_many(self, n: int, count: int) -> np.ndarray:
        """Draw `count` integers from 0 .. n - 1, as int64."""
        quotient = self.algorithm.LARGEST_WORD // n
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

    Raises
    ------
    ValueError
        If `kind` is unknown.
    """

    def __init__(self, seed: int = DEFAULT_SEED, n_vp: int = 1, kind: str = DEFAULT_KIND) -> None:
        self.n_vp = None
        self.reseed(seed, n_vp, kind)

    def reseed(self, seed: int, n_vp: int | None = None, kind: str | None = None) -> None:
        """Start all three families again.

        The engines' memory stays where it is as long as `n_vp` and `kind` stay. Values that
        distributions have cached are not touched.

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
        if self.n_vp is not None and (n_vp, kind) == (self.n_vp, self.kind):
            for engine, words in zip(self, seed_words(seed, n_vp), strict=True):
                engine.seed(words)
        else:
            engines = [Engine(kind, words) for words in seed_words(seed, n_vp)]
            self.rank_synced = engines[0]
            self.vp_synced = engines[1 : n_vp + 1]
            self.vp_specific = engines[n_vp + 1 :]
        self.seed, self.n_vp, self.kind = seed, n_vp, kind

    def __iter__(self) -> Iterator[Engine]:
        return iter([self.rank_synced, *self.vp_synced, *self.vp_specific])

    def synchrony_check(self) -> None:
        """Consume what NEST's check of the synchronised engines consumes at each end of a `Run`."""
        for engine in (self.rank_synced, *self.vp_synced):
            engine.skip(SYNCHRONY_DRAWS)


def seed_words(seed: int, n_vp: int) -> list[list[int]]:
    """Return the seed words of all engines: rank-synced, VP-synced, VP-specific."""
    return [
        [seed, RANK_SYNCED],
        *[[seed, VP_SYNCED]] * n_vp,
        *[[seed, VP_SPECIFIC, vp] for vp in range(n_vp)],
    ]
