"""The families of engines, their life cycle, and draws in Python."""

import numpy as np
import pytest

from nestlike.kernel.engines import Engines
from nestlike.numerics import mersenne_twister_64 as mt
from nestlike.numerics.normal import standard_normal


@pytest.fixture
def engine():
    return Engines(1).rank_synced


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
    assert [int(engine.state[mt.POSITION]) for engine in engines] == [5, 5, 5, 5, 312, 312, 312]
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


@pytest.mark.parametrize("n", [1, 3, 311, 312, 313, 1000])
def test_uniforms_are_single_draws(engine, n):
    state = scalar_copy(engine)
    assert engine.uniforms(n).tolist() == [mt.uniform(state) for _ in range(n)]
    assert np.array_equal(engine.state, state)


def test_scalar_draws_share_the_stream(engine):
    state = scalar_copy(engine)
    for _ in range(400):
        assert engine.uniform() == mt.uniform(state)
        assert engine.bounded(6 * 10**9) == mt.bounded(state, 6 * 10**9)
    assert np.array_equal(engine.state, state)


def test_stream_consumes_what_is_taken(engine):
    state = scalar_copy(engine)
    draws = engine.stream()
    assert [next(draws) for _ in range(700)] == [mt.uniform(state) for _ in range(700)]
    assert np.array_equal(engine.state, state)


@pytest.mark.parametrize("n", [1, 7, 2**62 + 1])
def test_bounded_many_are_single_draws(engine, n):
    # Of the words for 2**62 + 1, a quarter is rejected.
    state = scalar_copy(engine)
    assert engine.bounded_many(n, 500).tolist() == [mt.bounded(state, n) for _ in range(500)]
    assert np.array_equal(engine.state, state)


def test_normals_are_single_draws(engine):
    state, caches = scalar_copy(engine), np.zeros((2, 2))
    many = np.concatenate([engine.normals(n, caches[0]) for n in (1, 2, 500)])
    assert many.tolist() == [standard_normal(state, caches[1]) for _ in range(503)]
    assert np.array_equal(engine.state, state)
    assert np.array_equal(caches[0], caches[1])


def test_exponentials_are_single_draws(engine):
    other = Engines(1).rank_synced
    assert engine.exponentials(50).tolist() == [other.exponential() for _ in range(50)]
