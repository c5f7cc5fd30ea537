"""Batches of connections grow piece by piece and store in few bytes."""

import numpy as np
import pytest

from nestlike.kernel.connections.batch import Batch
from nestlike.kernel.connections.endpoints import SOURCE, TARGET


def batch_of(*pieces, name="delay", capacity=12):
    batch = Batch(capacity)
    for piece in pieces:
        n = len(piece) if isinstance(piece, np.ndarray) else 2
        batch.extend(np.arange(n), np.arange(n), {name: piece})
    return batch


def test_one_value_stays_one_value():
    batch = batch_of(15, 15)
    assert batch.columns()["delay"].is_constant and batch.n == 4
    assert batch.pairs.shape == (4, 2)


@pytest.mark.parametrize(
    "pieces, expected, kind",
    [
        ((15, 16), [15, 15, 16, 16], np.uint16),
        ((15, np.array([1, 2])), [15, 15, 1, 2], np.uint16),
        ((np.array([1, 2]), 70_000), [1, 2, 70_000, 70_000], np.int32),
        ((70_000, np.array([1, 2])), [70_000, 70_000, 1, 2], np.int32),
        ((np.array([1, 2]), np.array([-1])), [1, 2, -1], np.int32),
        ((np.array([1]), np.array([2**40])), [1, 2**40], np.int64),
        ((1.5, np.array([2.5])), [1.5, 1.5, 2.5], np.float64),
        ((0.0, -0.0), [0.0, 0.0, -0.0, -0.0], np.float64),
    ],
)
def test_pieces_are_joined(pieces, expected, kind):
    rows = batch_of(*pieces).columns()["delay"].rows
    assert rows.dtype == kind
    assert rows.tolist() == expected and np.array_equal(np.signbit(rows), np.signbit(expected))


def test_batches_are_joined():
    batch = batch_of(np.array([1, 2]), capacity=2)
    batch.enlarge(4)
    batch.take_over(batch_of(300_000))
    assert batch.columns()["delay"].array().tolist() == [1, 2, 300_000, 300_000]


@pytest.mark.parametrize("widen", [
    lambda batch: batch.expect(1),
    lambda batch: batch.expect(1, 70_000),
    lambda batch: batch.extend([8], [9], {"delay": np.array([7])}),
    lambda batch: batch.take_over(batch_of(3)),
])  # fmt: skip
def test_short_ids_are_widened_where_they_must(widen):
    batch = Batch(12, largest_id=65_535)
    batch.extend([65_535, 2], [3, 65_534], {"delay": 15})
    assert batch.pairs.dtype == np.uint16
    batch.enlarge(12)
    widen(batch)
    assert batch.pairs.dtype == np.int32
    assert batch.pairs[:2, SOURCE].tolist() == [65_535, 2]
    assert batch.pairs[:2, TARGET].tolist() == [3, 65_534]


def test_what_is_not_kept_is_cut():
    batch = batch_of(np.array([1, 2]))
    assert batch.keep() == 2
    batch.expect(100)
    batch.extend(np.arange(3), np.arange(3), {"delay": np.array([3.5, 4.5, 5.5])})
    batch.cut()
    assert batch.n == 2 and batch.columns()["delay"].rows.tolist() == [1, 2]
    batch.extend(np.array([8]), np.array([9]), {"delay": 7})
    assert batch.keep() == 1 and batch.pairs.shape == (3, 2)


def test_integers_are_handed_out_wide():
    column = batch_of(np.array([1, 2])).columns()["delay"]
    assert column.take(np.array([1])).dtype == np.int64
    column.put(np.array([0]), 2**20)
    assert column.rows.tolist() == [2**20, 2] and column.dense().dtype == np.int64
