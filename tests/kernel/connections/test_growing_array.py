"""Arrays that grow keep their values, also where somebody looks at them meanwhile."""

import numpy as np
import pytest

from nestlike.kernel.connections import growing_array
from nestlike.kernel.connections.growing_array import HUGE, LARGE, GrowingArray, shortened

ROWS = LARGE // 8


@pytest.mark.parametrize("sizes", [(3, 10), (3, 4 * ROWS), (ROWS, 4 * ROWS), (4 * ROWS, 5)])
@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("width", [(), (2,)])
def test_values_stay(sizes, watched, width):
    array = GrowingArray(sizes[0], np.int32, width)
    values = np.arange(3 * int(np.prod(width, dtype=int))).reshape(3, *width)
    array.rows[:3] = values
    watcher = array.rows if watched else None
    array.resize(sizes[1], 3)
    assert array.rows.shape == (sizes[1], *width) and array.rows.dtype == np.int32
    assert np.array_equal(array.rows[:3], values)
    array.rows[-1] = 7
    assert watcher is None or np.array_equal(watcher[:3], values)


@pytest.mark.parametrize("n", [4, 4 * ROWS])
@pytest.mark.parametrize(
    "rows", [lambda n: np.empty((n, 2)), lambda n: GrowingArray(n, float, (2,)).rows]
)
def test_an_array_is_shortened(n, rows):
    array = rows(n)
    array[:] = 2.0
    short = shortened(array, n)
    assert short.shape == (n,) and (short == 2.0).all()


def test_too_much_memory_is_refused():
    with pytest.raises(MemoryError):
        GrowingArray(1 << 58, np.int8)
    array = GrowingArray(LARGE, np.int8)
    array.rows[:2] = 1, 2
    with pytest.raises(MemoryError):
        array.resize(1 << 58, 2)
    assert array.rows[:2].tolist() == [1, 2]


@pytest.mark.parametrize("slow", [-1.0, 1e9])
def test_what_was_written_stays_when_memory_is_reached(monkeypatch, slow):
    monkeypatch.setattr(growing_array, "SLOW", slow)
    n = 3 * HUGE // 8 + 5
    array = GrowingArray(n, np.int64)
    expected = np.arange(2 * n)
    for begin in range(0, n, 100_000):
        stop = min(n, begin + 100_000)
        array.reach(stop)
        array.rows[begin:stop] = expected[begin:stop]
    array.resize(2 * n, n)
    array.reach(2 * n)
    array.rows[n:] = expected[n:]
    array.reach(2 * n)
    assert np.array_equal(array.rows, expected)
