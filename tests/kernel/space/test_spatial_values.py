"""Values that depend on positions; numbers measured with NEST 3.10.0."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.kernel.errors import BadParameterValue, BadProperty, KernelException
from nestlike.kernel.random.random_values import Binary, Comparison, Conditional, Constant
from nestlike.kernel.space.layers import Layer
from nestlike.kernel.space.places import NODE, SOURCE, TARGET, Nodes, Ways
from nestlike.kernel.space.spatial_functions import (
    ExponentialDecay,
    Gabor,
    Gamma,
    Gaussian,
    Gaussian2D,
)
from nestlike.kernel.space.spatial_values import Coordinates, Distance, Position

X, Y = Distance(1), Distance(2)


def ways(n=3, periodic=False):
    layer = Layer(1, np.zeros((1, 2)), np.zeros(2), np.ones(2), periodic)
    ends = np.array([[0.1 * i, 0.7 - 0.3 * i] for i in range(n)])
    return Ways(layer, np.array([0.25, -0.25]), ends)


FUNCTIONS = [
    ExponentialDecay(Distance(), 0.3),
    Gaussian(Distance(), 0.1, 0.4),
    Gaussian2D(X, Y, 0.1, -0.1, 0.5, 0.25, 0.3),
    Gamma(Distance(), 2.5, 0.7),
    Gabor(X, Y, 30.0, 0.5, 0.3, 0.8, 20.0),
    Conditional(Comparison("<", X, Constant(0.2)), X, Binary("*", Y, Constant(3.0))),
    Position(1, TARGET),
]


@pytest.mark.parametrize("value", FUNCTIONS)
def test_columns_are_the_values_one_by_one(value):
    places = ways()
    column = value.draws(None, 0, 3, places)
    assert column.tolist() == [value.draw(None, 0, place) for place in places]


@given(st.floats(0.0, 10.0), st.floats(0.01, 5.0))
def test_functions_follow_their_formulas(x, width):
    assert ExponentialDecay(X, width).value(x) == math.exp(-x * (1.0 / width))
    assert Gaussian(X, 0.5, width).value(x) == pytest.approx(
        math.exp(-((x - 0.5) ** 2) / (2 * width**2)), rel=1e-12
    )
    if x > 1e-9:
        density = x ** (width - 1.0) * math.exp(-x / 2.0) / (2.0**width * math.gamma(width))
        assert Gamma(X, width, 2.0).value(x) == pytest.approx(density, rel=1e-12)


def test_gabor_has_no_negative_values():
    gabor = Gabor(X, Y, 0.0, 1.0, 1.0, 1.0, 180.0)
    assert gabor.value(0.0, 0.0) == 0.0


def test_tiny_widths_do_not_divide_by_zero():
    assert Gaussian(X, 0.0, 1e-200).value(0.1) == 0.0
    assert math.isnan(Gaussian(X, 0.0, 1e-200).value(0.0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: ExponentialDecay(X, 0.0),
        lambda: Gaussian(X, 0.0, -1.0),
        lambda: Gaussian2D(X, Y, 0.0, 0.0, 1.0, 1.0, 1.0),
        lambda: Gaussian2D(X, Y, 0.0, 0.0, 1.0, 0.0, 0.0),
        lambda: Gamma(X, 0.0, 1.0),
        lambda: Gabor(X, Y, 0.0, 0.0, 1.0, 1.0, 0.0),
    ],
)
def test_widths_are_positive(make):
    with pytest.raises(BadProperty):
        make()


def test_values_say_where_they_make_sense():
    node = Nodes(np.array([[1.0, 2.0]]))
    assert Position(1).draws(None, 0, 1, node).tolist() == [2.0]
    for value in (Distance(), Position(0, SOURCE), FUNCTIONS[0]):
        for place in (node, None):
            with pytest.raises(BadParameterValue):
                value.draws(None, 0, 1, place)
    with pytest.raises(BadParameterValue):
        Position(0, NODE).draw(None, 0, ways(1))
    with pytest.raises(KernelException):
        Position(0).draw(None)


def test_dimensions_must_exist():
    for value in (Distance(3), Position(2, TARGET)):
        with pytest.raises(KernelException):
            value.draw(None, 0, ways(1))
    with pytest.raises(KernelException):
        Position(2).draws(None, 0, 1, Nodes(np.zeros((1, 2))))
    for make in (lambda: Distance(-1), lambda: Position(-1), Position, lambda: Position(0, 3)):
        with pytest.raises(BadParameterValue):
            make()


def test_coordinates_have_no_value():
    with pytest.raises(KernelException):
        Coordinates([Constant(1.0)] * 2).draw(None)
    assert (
        Coordinates([Constant(1.0), Constant(2.0)]).positions(None, 2).tolist() == [[1.0, 2.0]] * 2
    )
