"""Uniform numbers in bulk."""

import numpy as np
import pytest

from nestlike.numerics.engine import NAMES, seeded, uniform
from nestlike.numerics.uniforms import draw_uniforms


@pytest.mark.parametrize("kind", NAMES)
def test_same_numbers_as_one_by_one(kind):
    one, many = seeded(kind, [1, 2]), seeded(kind, [1, 2])
    for n in (1, 5, 623, 700, 0, 2000):
        expected = [uniform(one) for _ in range(n)]
        values = np.empty(n)
        draw_uniforms(many, values, n)
        assert values.tolist() == expected
    assert uniform(one) == uniform(many)
