"""The six engines: words that NEST's engines gave, and the ways to draw from them."""

import numpy as np
import pytest

from nestlike.numerics import engine as primitive
from nestlike.numerics.engine_state import BLOCK, KIND, OWN, POSITION, READY

RANK_SYNCED = 0xC229212D
FIRST_WORDS = {
    "mt19937_64": [7637794800302072340, 5379074614653054811, 401639038766589658],
    "mt19937": [2290377979, 3156139434, 2070153225],
    "Philox_32": [2824564570, 337936898, 1380621481],
    "Philox_64": [8428078763738125369, 11251105913947958842],
    "Threefry_32": [1688069189, 289790630],
    "Threefry_64": [938272060882949646, 12812902877411668179],
}
KINDS = list(primitive.KINDS)


@pytest.fixture(params=["interpreted", "compiled"])
def mode(request):
    if request.param == "interpreted":
        return lambda function: function
    return request.getfixturevalue("compiled")


@pytest.mark.parametrize("kind", FIRST_WORDS)
def test_first_words(mode, new_engine, kind):
    engine, raw = new_engine([1, RANK_SYNCED], kind), mode(primitive.raw)
    assert [int(raw(engine)) for _ in FIRST_WORDS[kind]] == FIRST_WORDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_both_refills_agree(mode, new_engine, kind):
    engine, other = new_engine([5], kind), new_engine([5], kind)
    _, _, refill, refill_numpy = primitive.KINDS[kind]
    refill = mode(refill)
    for _ in range(3):
        with np.errstate(over="ignore"):
            refill(engine)
        refill_numpy(other)
        assert np.array_equal(engine, other)


@pytest.mark.parametrize("kind", ["Philox_32", "Threefry_32"])
def test_counter_carries_into_its_second_word(kind):
    engine, wrapped = (primitive.seeded(kind, [5]) for _ in range(2))
    engine[OWN], wrapped[OWN] = 2**32 - 10, 2**64 - 10
    for state in (engine, wrapped):
        primitive.refill(state)
    # The tenth block of four words has the counter 2**32, or 0 after the largest.
    differ = (engine != wrapped)[READY : READY + BLOCK]
    assert engine[OWN] == 2**32 - 10 + BLOCK // 4
    assert differ.all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 7, 6 * 10**9, 2**32 - 1, 2**32, 2**32 + 1, 3 * 10**18, 2**63 - 1])
def test_bounded_compiled_is_interpreted(compiled, new_engine, kind, n):
    engine, other = new_engine([2], kind), new_engine([2], kind)
    draw = compiled(primitive.bounded)
    drawn = [draw(engine, n) for _ in range(700)]
    assert drawn == [int(primitive.bounded(other, n)) for _ in range(700)]
    assert 0 <= min(drawn) and max(drawn) < n
    assert np.array_equal(engine[: KIND + 1][[POSITION, KIND]], other[[POSITION, KIND]])


def test_all_zero_twisters_are_mended(monkeypatch):
    from nestlike.numerics import mersenne_twister

    monkeypatch.setattr(mersenne_twister, "generate", lambda words, n: np.zeros(n, np.uint32))
    for kind, first in (("mt19937_64", 1 << 63), ("mt19937", 1 << 31)):
        own = primitive.seeded(kind, [1])[OWN:]
        assert int(own[0]) == first
        assert not own[1:].any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 3, 1000])
def test_choosing_many_draws_what_choosing_each_draws(mode, new_engine, kind, n):
    engine, other = new_engine([5], kind), new_engine([5], kind)
    items, chosen = np.arange(10, 10 + n, dtype=np.int32), np.zeros(1500, np.int32)
    mode(primitive.choose)(engine, items, chosen)
    each = [items[primitive.bounded(other, n)] for _ in chosen]
    assert chosen.tolist() == each and primitive.raw(engine) == primitive.raw(other)


@pytest.mark.parametrize("p", [1e-300, 0.1, 0.5, 1.0 - 2.0**-53, 1.0, 2.0])
def test_selecting_keeps_what_uniform_numbers_below_p_keep(mode, new_engine, p):
    engine, other = new_engine([5]), new_engine([5])
    items, chosen = np.arange(1500, dtype=np.int32), np.zeros(1500, np.int32)
    last = np.uint64(primitive.largest_word_below(p))
    n = mode(primitive.select)(engine, last, items, chosen)
    assert chosen[:n].tolist() == [k for k in items if primitive.uniform(other) < p]
    assert primitive.raw(engine) == primitive.raw(other)


def test_largest_word_below():
    assert [primitive.largest_word_below(p) for p in (-1.0, 0.0)] == [0, 0]
    assert primitive.largest_word_below(1.0) == 2**64 - 1
    for p in (1e-9, 0.1, 0.7):
        word = primitive.largest_word_below(p)
        below, above = (primitive.to_uniform(float(w)) for w in (word, word + 1))
        assert below < p <= above
