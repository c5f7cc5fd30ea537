"""Binomial, gamma, lognormal and discrete draws, and ordered samples."""

import math

import numpy as np
import pytest

from nestlike.numerics import engine as primitive
from nestlike.numerics.binomial import BINOMIAL_STATE_SIZE, binomial
from nestlike.numerics.discrete import cumulative, discrete
from nestlike.numerics.engine_state import BLOCK, POSITION
from nestlike.numerics.gamma import GAMMA_STATE_SIZE, gamma
from nestlike.numerics.lognormal import lognormal
from nestlike.numerics.normal import standard_normal
from nestlike.numerics.ordered_sample import ordered_sample

RANK_SYNCED = 0xC229212D
BINOMIAL = {
    (1000, 0.3): [307, 311, 298, 290, 284, 291, 305, 318],
    (20, 0.7): [11, 17, 14, 12, 15, 16, 12, 11],
}
GAMMA = [0.5322891901732908, 1.3112999364636213]


@pytest.fixture(params=["interpreted", "compiled"])
def mode(request):
    if request.param == "interpreted":
        return lambda function: function
    return request.getfixturevalue("compiled")


@pytest.fixture
def engine(new_engine):
    return new_engine([1, RANK_SYNCED])


@pytest.mark.parametrize("parameters", BINOMIAL)
def test_binomial(mode, engine, parameters):
    draw, state = mode(binomial), np.zeros(BINOMIAL_STATE_SIZE)
    expected = BINOMIAL[parameters]
    assert [draw(engine, state, *parameters) for _ in expected] == expected


@pytest.mark.parametrize(("trials", "p", "count", "words"), [(0, 0.5, 0, 0), (9, 1.0, 9, 1)])
def test_certain_binomial(mode, engine, trials, p, count, words):
    assert mode(binomial)(engine, np.zeros(BINOMIAL_STATE_SIZE), trials, p) == count
    assert int(engine[POSITION]) % BLOCK == words


def test_binomial_of_alternating_parameters_keeps_one_normal_cache(mode, new_engine):
    # What a second memory would forget: the spare value of the pair.
    draw, state, engine = mode(binomial), np.zeros(BINOMIAL_STATE_SIZE), new_engine([3])
    while state[0] == 0.0:
        draw(engine, state, 1000, 0.3)
    cached = state[1]
    draw(engine, state, 5, 0.3)
    assert state[0] == 1.0
    assert state[1] == cached


def test_gamma(mode, engine):
    draw, cache = mode(gamma), np.zeros(GAMMA_STATE_SIZE)
    assert [draw(engine, cache, 2.5, 1.0) for _ in GAMMA] == GAMMA


def test_gamma_of_small_shape_raises_a_uniform_to_a_power(mode, new_engine):
    engine, other = new_engine([4]), new_engine([4])
    value = mode(gamma)(engine, np.zeros(2), 0.25, 1.0)
    full = mode(gamma)(other, np.zeros(2), 1.25, 1.0)
    assert value == pytest.approx(math.pow(primitive.uniform(other), 4.0) * full, rel=1e-15)
    assert engine[POSITION] == other[POSITION]


def test_lognormal(mode, new_engine):
    engine, other, caches = new_engine([1]), new_engine([1]), np.zeros((2, 2))
    draw = mode(lognormal)
    for _ in range(5):
        expected = math.exp(0.7 * standard_normal(other, caches[0]) + 0.3)
        assert draw(engine, caches[1], 0.3, 0.7) == expected


def test_discrete(mode, engine):
    sums = cumulative(np.array([1.0, 0.0, 2.0, 1.0]))
    assert sums.tolist() == [0.25, 0.25, 0.75, 1.0]
    draw = mode(discrete)
    # The uniform numbers begin 0.41, 0.29, 0.02, 0.16.
    assert [draw(engine, sums) for _ in range(4)] == [2, 2, 0, 0]


def test_discrete_of_one_weight_draws_nothing(mode, engine):
    before = engine.copy()
    assert mode(discrete)(engine, cumulative(np.array([3.0]))) == 0
    assert np.array_equal(engine, before)


@pytest.mark.parametrize("kind", ["mt19937_64", "mt19937"])
@pytest.mark.parametrize(("n", "size"), [(1, 1), (5, 0), (10, 4), (1000, 7), (70_000, 40), (9, 9)])
def test_ordered_sample(mode, new_engine, kind, n, size):
    engine, chosen = new_engine([9], kind), np.empty(size, np.int64)
    mode(ordered_sample)(engine, n, chosen)
    assert (np.diff(chosen) > 0).all()
    assert all(0 <= number < n for number in chosen)
    # Above 65535, one word of 32 bits decides about one element only.
    if size and n < 65_536:
        assert int(engine[POSITION]) <= (n + 1) // 2
