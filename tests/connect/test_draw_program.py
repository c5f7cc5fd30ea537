"""Draw programs: the numbers of the expressions they stand for, and what they cannot say."""

import random

import numpy as np
import pytest

import nestlike
from nestlike.compiler import mode
from nestlike.connect import drawn_columns
from nestlike.connect.draw_program import DrawProgram
from nestlike.connect.quantities import Drawn
from nestlike.kernel import kernel
from tests.connect.loops import run_loops
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
    run_loops(monkeypatch, compiled=False)
    expected, after = columns(seed)
    run_loops(monkeypatch, compiled=True)
    try:
        with np.errstate(all="ignore"):
            found, after_found = columns(seed)
    except (ArithmeticError, ValueError):
        # Where the C library gives inf or NaN, Python's functions raise; rules go another way.
        assert mode() == "python"
        return
    assert np.array_equal(found, expected, equal_nan=True) and after == after_found


def test_constants_are_columns_too(nest):
    constant = nest.CreateParameter("constant", {"value": 3.0})
    values = [nest.random.normal(), constant, nest.random.uniform()]
    quantities = [Drawn(value._datum) for value in values]
    drawn = drawn_columns.draw_columns(quantities, kernel.random.vp_specific[0], 0, 4)
    assert len(drawn) == 3 and drawn[1].tolist() == [3.0] * 4


def single_distributions(nest):
    """Return quantities that are distributions, as they are or drawn again."""
    random, redraw = nest.random, nest.math.redraw
    values = [redraw(random.normal(1.0, 2.0), 0.0, 2.5), random.normal(-1.0, 0.1)]
    values += [redraw(random.exponential(2.0), 0.5, float("inf")), random.lognormal()]
    values += [redraw(random.uniform_int(7), 2, 5), random.uniform(3.0, 4.0), random.exponential()]
    return [Drawn(value._datum) for value in values]


def test_single_distributions_are_drawn_without_a_stack(nest, monkeypatch):
    drawn = []
    for compiled in (False, True):
        run_loops(monkeypatch, compiled)
        nest.ResetKernel()
        engine = kernel.random.vp_specific[0]
        found = drawn_columns.draw_columns(single_distributions(nest), engine, 0, 500)
        drawn.append((np.array(found).tolist(), engine.uniform()))
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("compiled", [False, True])
def test_a_value_drawn_again_too_often_ends_the_connections(nest, monkeypatch, compiled):
    run_loops(monkeypatch, compiled)
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
