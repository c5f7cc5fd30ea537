"""Draw programs: the numbers of the expressions they stand for, and what they cannot say."""

import random

import numpy as np
import pytest

import nestlike
from nestlike.connect import drawn_columns
from nestlike.connect.draw_program import DrawProgram
from nestlike.connect.quantities import Drawn
from nestlike.kernel import kernel
from tests.live.expressions import expression
from tests.live.run_program import parameter


def expressions(seed):
    """Return three random expressions, which share a distribution, as quantities."""
    rng = random.Random(seed)
    shared = {"shared": parameter(nestlike, expression(rng), {})}
    trees = [expression(rng, ["shared"], 4) for _ in range(3)]
    return [Drawn(parameter(nestlike, tree, shared)._datum) for tree in trees]


def columns(seed):
    nestlike.ResetKernel()
    quantities, engine = expressions(seed), kernel.random.vp_specific[0]
    drawn = drawn_columns.draw_columns(quantities, engine, 0, 40)
    return np.array(drawn), engine.uniform()


@pytest.mark.parametrize("seed", range(40))
def test_the_numbers_are_those_of_the_expressions(nest, monkeypatch, seed):
    expected, after = columns(seed)
    monkeypatch.setattr("nestlike.connect.compiled_rules.WORTH_COMPILING", 0)
    found, after_found = columns(seed)
    assert np.array_equal(found, expected, equal_nan=True) and after == after_found


def test_constants_are_columns_too(nest):
    constant = nest.CreateParameter("constant", {"value": 3.0})
    values = [nest.random.normal(), constant, nest.random.uniform()]
    quantities = [Drawn(value._datum) for value in values]
    drawn = drawn_columns.draw_columns(quantities, kernel.random.vp_specific[0], 0, 4)
    assert len(drawn) == 3 and drawn[1].tolist() == [3.0] * 4


@pytest.mark.parametrize("worth", [0, 10**9])
def test_a_value_drawn_again_too_often_ends_the_connections(nest, monkeypatch, worth):
    monkeypatch.setattr("nestlike.connect.compiled_rules.WORTH_COMPILING", worth)
    nodes = nest.Create("iaf_psc_alpha", 3)
    weight = nest.math.redraw(nest.random.uniform(), 2.0, 3.0)
    with pytest.raises(nest.NESTErrors.KernelException, match="redraws"):
        nest.Connect(nodes, nodes, syn_spec={"weight": weight})
    assert nest.num_connections == 0


def test_nested_too_deeply(nest):
    value = nest.random.uniform()
    for _ in range(40):
        value = value + 1.0
    with pytest.raises(NotImplementedError):
        DrawProgram([value._datum], 0)
