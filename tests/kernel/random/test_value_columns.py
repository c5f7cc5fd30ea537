"""Columns of values against drawing them one by one."""

import pytest

from nestlike.kernel.random.distributions import Exponential, Normal, Uniform
from nestlike.kernel.random.engines import Engines
from nestlike.kernel.random.random_values import Binary, Constant
from nestlike.kernel.random.value_columns import columns

VALUES = {
    "uniform": lambda: [Uniform(0.0, 2.0), Constant(3.0), Uniform(-1.0, 1.0)],
    "mixed": lambda: [Uniform(0.0, 2.0), Normal(1.0, 0.5), Constant(2.0), Exponential(0.3)],
    "one": lambda: [Binary("+", Uniform(0.0, 2.0), Constant(1.0)), Constant(2.0)],
    "constant": lambda: [Constant(1.0), Constant(2.0)],
}


@pytest.mark.parametrize("kind", VALUES)
def test_columns_are_drawn_row_by_row(kind):
    engines = [Engines().rank_synced for _ in range(2)]
    values = VALUES[kind]()
    rows = [[value.draw(engines[0]) for value in values] for _ in range(5)]
    found = columns(VALUES[kind](), engines[1], 0, 5)
    assert [list(row) for row in zip(*found, strict=True)] == rows
    assert engines[0].uniform() == engines[1].uniform()


def test_no_rows():
    found = columns(VALUES["mixed"](), Engines().rank_synced, 0, 0)
    assert [column.tolist() for column in found] == [[]] * 4
