"""Draws against values that NEST 3.10.0 gave, interpreted and compiled."""

import math

import numpy as np
import pytest

from nestlike.numerics import engine as primitive
from nestlike.numerics.engine_state import KIND, POSITION, SCRATCH
from nestlike.numerics.exponential import exponential, standard_exponential
from nestlike.numerics.normal import NORMAL_STATE_SIZE, normal, standard_normal
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson, poisson_many
from nestlike.numerics.seed_mixer import generate, pool

RANK_SYNCED = 0xC229212D
UNIFORM = ["0x1.a7fb979dcd529p-2", "0x1.2a993f732addcp-2", "0x1.64ba24fa6729bp-6"]
NORMAL = ["-0x1.a6734d7b4f906p+0", "-0x1.5c7a872715990p-1", "0x1.8df4ea0ac4ecfp-1"]
SCALED_EXPONENTIAL = ["0x1.5616af340d0c6p+0", "0x1.b94697c884bafp-1", "0x1.c2d5bc65cc2bap-5"]
BELOW_1000 = [414, 291, 21, 159, 716, 842]
BELOW_3E18 = ["0x1.1aa7ba69338c6p+60", "0x1.8e21a9eee3d25p+59", "0x1.dba2dbf8898cfp+55"]

# What two targets of a poisson_generator get per step, rng_seed 7, from the third step on.
TRAINS = {
    0.7: [2, 0, 1, 0, 3, 0, 0, 0, 1, 0, 1, 0, 1, 2, 1, 0, 3, 0],
    6.8: [5, 10, 5, 5, 8, 6, 6, 10, 7, 6, 3, 5, 5, 6, 6, 6, 4, 4],
    15.0: [15, 17, 16, 19, 15, 8, 21, 15, 13, 15, 14, 15, 19, 18, 11, 13, 17, 21],
    300.0: [334, 302, 298, 325, 313, 303, 302, 290, 307, 300],
}


@pytest.fixture(params=["interpreted", "compiled"])
def mode(request):
    if request.param == "interpreted":
        return lambda function: function
    return request.getfixturevalue("compiled")


@pytest.fixture
def engine(new_engine):
    return new_engine([1, RANK_SYNCED])


def floats(texts):
    return [float.fromhex(text) for text in texts]


@pytest.mark.parametrize("words", [[5], [1, RANK_SYNCED], [143202461, 0xB84C9BAE, 3], [0] * 4])
def test_mixer_is_numpys(words):
    assert np.array_equal(generate(words, 624), np.random.SeedSequence(words).generate_state(624))


def test_pool():
    assert pool([1, RANK_SYNCED]) == [4124876948, 3407666777, 3710177753, 35784017]


def test_uniform(mode, engine):
    uniform = mode(primitive.uniform)
    assert [uniform(engine) for _ in UNIFORM] == floats(UNIFORM)


def test_largest_word_gives_less_than_one(mode):
    assert mode(primitive.to_uniform)(2.0**64) == 1.0 - 2.0**-53
    words = np.array([2**64 - 1, 0], np.uint64)
    assert primitive.to_uniforms(words, 64).tolist() == [1.0 - 2.0**-53, 0.0]
    words = np.array([2**32 - 1, 2**32 - 1, 0, 0], np.uint64)
    assert primitive.to_uniforms(words, 32).tolist() == [1.0 - 2.0**-53, 0.0]


def test_bounded(mode, engine):
    bounded = mode(primitive.bounded)
    assert [bounded(engine, 1000) for _ in BELOW_1000] == BELOW_1000
    primitive.seed(engine, "mt19937_64", [1, RANK_SYNCED])
    assert [float(bounded(engine, 3 * 10**18)) for _ in BELOW_3E18] == floats(BELOW_3E18)


def test_normal(mode, engine):
    draw, cache = mode(standard_normal), np.zeros(NORMAL_STATE_SIZE)
    assert [draw(engine, cache) for _ in NORMAL] == floats(NORMAL)
    assert cache[0] == 1.0  # the fourth is waiting


def test_normal_scales_then_shifts(mode, engine):
    value = mode(normal)(engine, np.zeros(2), 3.0, 2.0)
    assert value == float.fromhex(NORMAL[0]) * 2.0 + 3.0


def test_exponential(mode, engine):
    draw = mode(standard_exponential)
    assert [2.5 * draw(engine) for _ in SCALED_EXPONENTIAL] == floats(SCALED_EXPONENTIAL)


def test_exponential_divides_by_the_rate(mode, engine):
    expected = -math.log(1.0 - float.fromhex(UNIFORM[0])) / 0.3
    assert mode(exponential)(engine, 0.3) == expected


@pytest.mark.parametrize("mu", TRAINS)
def test_poisson(mode, new_engine, mu):
    engine, state = new_engine([7, 0xB84C9BAE, 0]), np.zeros(POISSON_STATE_SIZE)
    # The generator's mean is the product of step, rate and 1e-3.
    mean = 0.1 * (mu * 1e4) * 1e-3
    draw = mode(poisson)
    assert [draw(engine, state, mean) for _ in TRAINS[mu]] == TRAINS[mu]


@pytest.mark.parametrize("kind", ["mt19937_64", "Threefry_32"])
@pytest.mark.parametrize("mu", [0.0, 0.05, 0.3, 1.8, 3.4, 6.8, 11.99, 12.0, 300.0])
def test_many_poisson_draws_are_single_ones(mode, new_engine, mu, kind):
    first, second = new_engine([3], kind), new_engine([3], kind)
    states = np.zeros((2, POISSON_STATE_SIZE))
    draw = mode(poisson)
    counts = np.empty(500, np.int64)
    mode(poisson_many)(first, states[0], mu, counts)
    assert counts.tolist() == [draw(second, states[1], mu) for _ in range(500)]
    assert np.array_equal(first[KIND:SCRATCH], second[KIND:SCRATCH])
    assert first[POSITION] == second[POSITION]
    assert np.array_equal(states[0], states[1])


@pytest.mark.parametrize("mu", [0.2, 1.8, 3.4])
def test_many_poisson_draws_end_blocks_as_single_ones_do(compiled, new_engine, mu):
    first, second = new_engine([4]), new_engine([4])
    states = np.zeros((2, POISSON_STATE_SIZE))
    one, many = compiled(poisson), compiled(poisson_many)
    for n in (200_000, 1, 40, 700):
        counts = np.empty(n, np.int64)
        many(first, states[0], mu, counts)
        assert counts.tolist() == [one(second, states[1], mu) for _ in range(n)]
        assert first[POSITION] == second[POSITION]


def test_normal_cache_of_poisson_survives_other_means(compiled, new_engine):
    draw = compiled(poisson)
    engine, state = new_engine([3]), np.zeros(POISSON_STATE_SIZE)
    while state[0] == 0.0:
        draw(engine, state, 40.0)
    cached = state[1]
    draw(engine, state, 2.0)
    draw(engine, state, 0.0)
    assert state[0] == 1.0
    assert state[1] == cached
