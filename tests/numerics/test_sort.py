"""The order of connections, as recorded by ``record_sort_vectors.py``."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nestlike.numerics.records import PAYLOAD_BITS
from nestlike.numerics.spread_sort import (
    SPREAD_FROM,
    bin_shift,
    quicksort_below,
    sort_by_source,
    sort_in_workspace,
    spread_sort,
    workspace_size,
)

RECORDED = Path(__file__).parents[2] / "reference_traces" / "sort" / "sort_vectors.npz"


NOTHING = np.empty(0, np.int64)


def recorded_cases():
    with np.load(RECORDED) as stored:
        names = sorted({name.rsplit("/", 1)[0] for name in stored})
        return {n: (stored[f"{n}/keys"].astype(np.int64), stored[f"{n}/order"]) for n in names}


CASES = recorded_cases()


def in_workspace(function):
    """Fill the work space with rubbish, which must not matter."""
    return lambda records, carried: function(
        records, carried, np.full(workspace_size(len(records)), -7)
    )


def sorted_by(function, keys, carried=NOTHING):
    """Return sorted keys and the permutation, which is the payload of the records."""
    records = (keys << PAYLOAD_BITS) + np.arange(len(keys))
    function(records, carried)
    return records >> PAYLOAD_BITS, records & ((1 << PAYLOAD_BITS) - 1)


@pytest.mark.parametrize("name", [name for name in CASES if len(CASES[name][0]) <= 130])
def test_interpreted_sort_equals_nest(name):
    keys, order = CASES[name]
    assert np.array_equal(sorted_by(sort_by_source, keys)[1], order)


def test_compiled_sort_equals_nest(compiled):
    function = in_workspace(compiled(sort_in_workspace))
    wrong = [n for n, (k, o) in CASES.items() if not np.array_equal(sorted_by(function, k)[1], o)]
    assert not wrong


def test_what_is_carried_goes_with_its_record(compiled):
    function = in_workspace(compiled(sort_in_workspace))
    for name, (keys, order) in CASES.items():
        carried = 3 * np.arange(len(keys))
        sorted_by(function, keys, carried)
        assert np.array_equal(carried, 3 * order), name


def test_short_records_are_sorted_like_long_ones(compiled):
    function = compiled(spread_sort)
    for name, (keys, order) in CASES.items():
        n = len(keys)
        if not (SPREAD_FROM <= n < 1 << 16 and keys.max() < 1 << 16):
            continue
        records, carried = (keys << 16 | np.arange(n)).astype(np.uint32), 3 * np.arange(n)
        function(records, carried, np.full(workspace_size(n), -7), 16)
        assert np.array_equal(records & 0xFFFF, order), name
        assert np.array_equal(carried, 3 * order), name
    keys = np.random.default_rng(5).integers(0, 1 << 16, 50_000)
    records = (keys << 16 | np.arange(len(keys))).astype(np.uint32)
    function(records, NOTHING, np.full(workspace_size(len(keys)), -7), 16)
    order = sorted_by(in_workspace(compiled(sort_in_workspace)), keys)[1]
    assert np.array_equal(records & 0xFFFF, order)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=300))
def test_result_is_a_sorted_permutation(values):
    original = np.array(values, np.int64)
    keys, order = sorted_by(sort_by_source, original)
    assert np.array_equal(keys, np.sort(original))
    assert np.array_equal(np.sort(order), np.arange(len(original)))
    assert np.array_equal(original[order], keys)


def test_long_lists_with_wide_keys_are_sorted(compiled):
    original = np.random.default_rng(3).integers(0, 2**31, 300_000)
    keys, order = sorted_by(in_workspace(compiled(sort_in_workspace)), original)
    assert np.array_equal(keys, np.sort(original))
    assert np.array_equal(original[order], keys)


def test_sizes_of_bins():
    assert [quicksort_below(d) for d in (2, 11, 12, 21, 22, 31, 32, 33, 43)] == [
        2048, 2048, 4096, 4096, 8192, 8192, 8192, 16384, 16384,
    ]  # fmt: skip
    assert bin_shift(12, 12) == 0
    assert bin_shift(13, 13) == 2
