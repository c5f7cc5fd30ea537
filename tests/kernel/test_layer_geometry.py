"""Displacements, distances and grids against direct formulas, and the rules of free layers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.kernel.space.layers import Layer, free_layer, grid_layer

coordinates = st.floats(-50.0, 50.0)


def box(extent, periodic):
    dimensions = len(extent)
    return Layer(1, np.zeros((1, dimensions)), np.zeros(dimensions), np.array(extent), periodic)


@given(coordinates, coordinates, st.floats(0.1, 20.0))
def test_ways_around_a_ring_are_one_coordinate_at_a_time(start, end, extent):
    layer = box([extent, 1.0], True)
    starts, ends = np.array([[start, 0.0]]), np.array([[end, 0.0]])
    way = math.fmod(end - start + 0.5 * extent, extent) - 0.5 * extent
    if way < -0.5 * extent:
        way += extent
    assert layer.displacements(starts, ends)[0, 0] == way
    turns = (end - start) * (1 / extent)
    turns = math.copysign(math.floor(abs(turns) + 0.5), turns)
    near_half = abs(abs(turns % 1.0) - 0.5) < 1e-12
    if not near_half:
        expected = (end - start) - extent * turns
        assert layer.rounded_displacements(starts, ends)[0, 0] == expected


def test_halves_round_away_from_zero():
    layer = box([1.0, 1.0], True)
    ways = layer.rounded_displacements(np.zeros((1, 2)), np.array([[0.5, -0.5]]))
    assert ways.tolist() == [[-0.5, 0.5]]
    almost = math.nextafter(0.5, 0.0)
    ways = layer.rounded_displacements(np.zeros((1, 2)), np.array([[almost, -almost]]))
    assert ways.tolist() == [[almost, -almost]]


def test_open_layers_measure_straight():
    layer = box([1.0, 1.0, 1.0], False)
    ends = np.array([[3.0, -4.0, 12.0]])
    assert layer.distances(np.zeros((1, 3)), ends).tolist() == [13.0]
    assert (layer.rounded_displacements(np.zeros((1, 3)), ends) == ends).all()


def test_grid_runs_down_each_column():
    layer = grid_layer(5, (2, 2), extent=[2.0, 4.0], center=[1.0, 0.0])
    assert layer.positions.tolist() == [[0.5, 1.0], [0.5, -1.0], [1.5, 1.0], [1.5, -1.0]]
    assert layer.center.tolist() == [1.0, 0.0]
    assert layer.positions_of(np.array([6, 8])).tolist() == [[0.5, -1.0], [1.5, -1.0]]


def test_grid_in_three_dimensions_counts_the_last_one_first():
    layer = grid_layer(1, (1, 2, 2))
    assert layer.positions.tolist() == [
        [0.0, 0.25, -0.25],
        [0.0, 0.25, 0.25],
        [0.0, -0.25, -0.25],
        [0.0, -0.25, 0.25],
    ]


def test_free_layer_takes_whole_numbers_for_its_extent():
    layer = free_layer(1, np.array([[0.0, 0.0], [1.5, 2.0]]))
    assert (layer.extent.tolist(), layer.center.tolist()) == ([2.0, 2.0], [0.75, 1.0])


def test_free_layer_keeps_nodes_inside():
    with pytest.raises(BadProperty):
        free_layer(1, np.array([[0.0, 0.0], [1.5, 2.0]]), extent=[1.0, 3.0])
    with pytest.raises(BadProperty):
        free_layer(1, np.array([[0.0, 0.0], [1.5, 2.0]]), extent=[2.0, 3.0, 1.0])
    with pytest.raises(KernelException):
        free_layer(1, np.array([[0.0, 0.0]]))


def test_positions_that_are_no_numbers_do_not_count():
    layer = free_layer(1, np.array([[np.nan, 1.0], [1.0, 2.0]]))
    assert (layer.lower_left.tolist(), layer.extent.tolist()) == ([1.0, 1.0], [0.0, 1.0])
