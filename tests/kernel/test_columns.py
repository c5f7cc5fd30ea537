"""Columns stay one number until rows differ."""

import numpy as np
import pytest

from nestlike.kernel.columns import Column, Columns


@pytest.mark.parametrize("value", [1.5, 3, True, "a", (1.0, 2.0)])
def test_one_value_for_all(value):
    column = Column(4, value)
    assert column.is_constant
    assert column[3] == value
    assert list(column.take(np.array([0, 2]))) == [value, value]


def test_rows_come_to_differ():
    column = Column(4, 1.0)
    column.put(np.array([1, 3]), np.array([5.0, 6.0]))
    assert column.array().tolist() == [1.0, 5.0, 1.0, 6.0]
    column.put(np.array([1]), 1.0)
    assert not column.is_constant
    column.put(np.arange(4), 2.0)
    assert column.is_constant and column[0] == 2.0


def test_setting_some_rows_to_the_common_value_keeps_it_common():
    column = Column(4, 1.0)
    column.put(np.array([2]), 1.0)
    assert column.is_constant


def test_vectors_are_kept_whole():
    column = Column(2, (1.0, 2.0))
    column.put(np.array([1]), (3.0,))
    assert [column[0], column[1]] == [(1.0, 2.0), (3.0,)]


def test_part():
    column = Column(5, 0)
    column.put(np.arange(5), np.arange(5))
    assert column.part(np.array([1, 2])).array().tolist() == [1, 2]


def test_columns_are_made_when_looked_at():
    columns = Columns(3, {"a": 1.0, "b": (1.0,)})
    assert (len(columns), "b" in columns, "c" in columns) == (2, True, False)
    columns["a"].put([1], 5.0)
    assert columns["a"].array().tolist() == [1.0, 5.0, 1.0]
    assert columns.get("c") is None
    assert [(name, column[0]) for name, column in columns.items()] == [("a", 1.0), ("b", (1.0,))]
    with pytest.raises(KeyError):
        columns["c"]
