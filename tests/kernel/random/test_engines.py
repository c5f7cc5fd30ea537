"""The families of engines, their life cycle, and draws in Python."""

import ctypes

import numpy as np
import pytest

from nestlike.compiler import mode
from nestlike.compiler.views import FUNCTIONS
from nestlike.kernel.random.engines import ENGINE_KINDS, Engines
from nestlike.kernel.random.refills import Refill
from nestlike.numerics import engine as primitive
from nestlike.numerics.engine_state import POSITION, READY, REFILL
from nestlike.numerics.normal import standard_normal


@pytest.fixture(params=ENGINE_KINDS)
def engine(request):
    return Engines(1, 1, request.param).rank_synced


def scalar_copy(engine):
    return engine.state.copy()


def test_families_have_their_own_streams():
    engines = Engines(1, 2)
    firsts = [int(engine.raw()) for engine in engines]
    assert firsts[0] == 7637794800302072340
    assert firsts[1] == firsts[2]
    assert firsts[4] == 8465464093992846215
    assert len(set(firsts)) == 4


def test_node_parameters_as_nest_draws_them():
    # Create("iaf_psc_alpha", 4, {"C_m": uniform(100, 200)}), rng_seed 99, four threads
    specific = Engines(99, 4).vp_specific
    values = [100.0 + specific[node % 4].uniform() * (200.0 - 100.0) for node in (1, 2, 3, 4)]
    assert [value.hex() for value in values] == [
        "0x1.3c66cc3c76037p+7",
        "0x1.37f6288f8d759p+7",
        "0x1.69934b501bf50p+7",
        "0x1.701db56774260p+7",
    ]


def test_simulate_costs_two_synchrony_checks():
    engines = Engines(1, 3)
    engines.synchrony_check()
    assert [int(engine.state[POSITION]) for engine in engines] == [5, 5, 5, 5, 624, 624, 624]
    engines.synchrony_check()
    assert engines.rank_synced.uniform().hex() == "0x1.c9276408ec2a8p-1"


def test_reseeding_keeps_addresses_and_restarts():
    engines = Engines(1, 2)
    addresses = [engine.state.ctypes.data for engine in engines]
    first = engines.rank_synced.uniform()
    engines.reseed(1)
    assert [engine.state.ctypes.data for engine in engines] == addresses
    assert engines.rank_synced.uniform() == first
    engines.reseed(1, 3)
    assert len(engines.vp_specific) == 3
    assert engines.rank_synced.uniform() == first


def test_unknown_kind_leaves_engines_as_they_were():
    engines = Engines(1)
    engines.rank_synced.raw()
    before = engines.rank_synced.state.copy()
    with pytest.raises(ValueError, match="mt19937_64"):
        engines.reseed(2, 4, "mt")
    assert np.array_equal(engines.rank_synced.state, before)
    assert (engines.seed, engines.n_vp) == (1, 1)


@pytest.mark.parametrize("n", [1, 3, 311, 312, 313, 623, 624, 625, 2000])
def test_uniforms_are_single_draws(engine, n):
    state = scalar_copy(engine)
    assert engine.uniforms(n).tolist() == [primitive.uniform(state) for _ in range(n)]
    assert np.array_equal(engine.state, state)


def test_scalar_draws_share_the_stream(engine):
    state = scalar_copy(engine)
    for _ in range(400):
        assert engine.uniform() == primitive.uniform(state)
        assert engine.bounded(6 * 10**9) == primitive.bounded(state, 6 * 10**9)
    assert np.array_equal(engine.state, state)


def test_stream_consumes_what_is_taken(engine):
    state = scalar_copy(engine)
    draws = engine.stream()
    assert [next(draws) for _ in range(700)] == [primitive.uniform(state) for _ in range(700)]
    assert np.array_equal(engine.state, state)


@pytest.mark.parametrize("n", [1, 7, 2**31 + 1, 2**32, 2**62 + 1])
def test_bounded_many_are_single_draws(engine, n):
    # Of the words for 2**62 + 1, a quarter is rejected; of those of 32 bits for 2**31 + 1, half.
    state = scalar_copy(engine)
    assert engine.bounded_many(n, 500).tolist() == [primitive.bounded(state, n) for _ in range(500)]
    assert np.array_equal(engine.state, state)


def test_normals_are_single_draws(engine):
    state, caches = scalar_copy(engine), np.zeros((2, 2))
    many = np.concatenate([engine.normals(n, caches[0]) for n in (1, 2, 500)])
    assert many.tolist() == [standard_normal(state, caches[1]) for _ in range(503)]
    assert np.array_equal(engine.state, state)
    assert np.array_equal(caches[0], caches[1])


def test_exponentials_are_single_draws(engine):
    other = Engines(1, 1, engine.kind).rank_synced
    assert engine.exponentials(50).tolist() == [other.exponential() for _ in range(50)]


def test_stream_joins_words_of_two_blocks():
    engine = Engines(1, 1, "mt19937").rank_synced
    engine.raw()
    state, draws = scalar_copy(engine), engine.stream()
    assert [next(draws) for _ in range(700)] == [primitive.uniform(state) for _ in range(700)]
    assert np.array_equal(engine.state, state)


def test_another_kind_keeps_addresses():
    engines = Engines(1)
    address = engines.rank_synced.state.ctypes.data
    engines.reseed(1, kind="Philox_32")
    assert engines.rank_synced.state.ctypes.data == address
    assert [engines.rank_synced.raw() for _ in range(2)] == [2824564570, 337936898]
    engines.synchrony_check()
    assert int(engines.rank_synced.state[POSITION]) == 12


@pytest.mark.parametrize("kind", ENGINE_KINDS)
def test_blocks_by_numpy_and_by_machine_code_are_the_same(kind):
    by_numpy, by_code = Refill(kind), Refill(kind)
    first, second = (Engines(1, 1, kind).rank_synced.state for _ in range(2))
    for _ in range(3):
        FUNCTIONS[by_numpy.address](first.ctypes.data)
        ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(by_code.compiled())(second.ctypes.data)
        assert np.array_equal(first[READY:], second[READY:])


def test_machine_code_takes_over_after_many_blocks():
    refill, state = Refill("mt19937_64"), Engines(1).rank_synced.state
    before = refill.address
    before_that = []
    while refill.address == before and len(before_that) < 5000:
        before_that.append(FUNCTIONS[before](state.ctypes.data))
    assert len(before_that) >= 100
    assert refill.address == state[REFILL]
    assert (refill.address == before) == (mode() == "python")
