"""Masks: what lies inside, how they are joined, and how they fit layers."""

import numpy as np
import pytest

from nestlike.connect.masks import create_mask
from nestlike.kernel import errors
from nestlike.kernel.space.layers import grid_layer
from nestlike.kernel.space.masks import everywhere, for_layer


def circle(radius, anchor=(0.0, 0.0)):
    return create_mask({"circular": {"radius": radius, "anchor": list(anchor)}})


@pytest.mark.parametrize(
    ("kind", "specs", "inside", "outside"),
    [
        ("circular", {"radius": 0.5}, (0.3, 0.4), (0.3, 0.41)),
        ("spherical", {"radius": 0.5, "anchor": [1.0, 0.0, 0.0]}, (1.5, 0.0, 0.0), (0.4, 0.0, 0.0)),
        ("doughnut", {"inner_radius": 0.2, "outer_radius": 0.5}, (0.3, 0.0), (0.2, 0.0)),
        (
            "rectangular",
            {"lower_left": [-1.0, -0.1], "upper_right": [1.0, 0.1], "azimuth_angle": 90.0},
            (0.0, 1.0),
            (0.5, 0.0),
        ),
        (
            "box",
            {"lower_left": [-1.0, -0.1, -0.1], "upper_right": [1.0, 0.1, 0.1], "polar_angle": 90.0},
            (0.0, 0.0, -1.0),
            (0.5, 0.0, 0.0),
        ),
        ("elliptical", {"major_axis": 2.0, "minor_axis": 1.0}, (0.9, 0.0), (0.0, 0.6)),
        (
            "ellipsoidal",
            {"major_axis": 2.0, "minor_axis": 1.0, "polar_axis": 4.0},
            (0.0, 0.0, 1.9),
            (0.0, 0.6, 0.0),
        ),
    ],
)
def test_shapes(kind, specs, inside, outside):
    mask = create_mask({kind: specs})
    assert mask.inside(inside)
    assert not mask.inside(outside)


def test_anchor_moves_the_whole_mask():
    specs = {"doughnut": {"inner_radius": 0.2, "outer_radius": 0.5}, "anchor": [1.0, 0.0]}
    mask = create_mask(specs)
    assert mask.inside((1.3, 0.0))
    assert not mask.inside((1.0, 0.0))
    assert (mask.lower[0], mask.upper[0]) == (0.5, 1.5)


def test_algebra():
    left, right = circle(0.5), circle(0.5, (0.5, 0.0))
    points = [(-0.2, 0.0), (0.25, 0.0), (0.7, 0.0), (2.0, 0.0)]
    for joined, expected in (
        (left.union(right), [True, True, True, False]),
        (left.intersection(right), [False, True, False, False]),
        (left.difference(right), [True, False, False, False]),
    ):
        assert [joined.inside(point) for point in points] == expected
    assert left.intersection(right).lower[0] == 0.0
    assert left.union(right).upper[0] == 1.0


@pytest.mark.parametrize(
    ("specification", "error"),
    [
        ({"circular": {"radius": 0.0}}, errors.BadProperty),
        ({"circular": {}}, IndexError),
        ({"circular": {"radius": "wide"}}, errors.TypeMismatch),
        ({"circular": {"radius": 1.0, "center": 1.0}}, errors.UnaccessedDictionaryEntry),
        ({"circular": {"radius": 1.0, "anchor": [1.0]}}, errors.BadProperty),
        ({"circular": {"radius": 1.0}, "anchor": [1, 2]}, errors.BadProperty),
        ({"circular": {"radius": 1.0}, "anchor": [1.0]}, errors.BadProperty),
        ({"circular": {"radius": 1.0}, "anchor": [1.0, 2.0, 3.0]}, TypeError),
        ({"grid": {"shape": [2, 2]}, "anchor": [1.0, 1.0]}, TypeError),
        ({"grid": {"shape": [2.0, 2.0]}}, errors.TypeMismatch),
        ({"square": {}}, errors.UndefinedName),
        ({"circular": 5}, errors.TypeMismatch),
        ({"doughnut": {"inner_radius": 1.0, "outer_radius": 1.0}}, errors.BadProperty),
        (
            {"rectangular": {"lower_left": [0.0, 0.0], "upper_right": [1.0, 0.0]}},
            errors.BadProperty,
        ),
        ({"elliptical": {"major_axis": 1.0, "minor_axis": 2.0}}, errors.BadProperty),
        (
            {"elliptical": {"major_axis": 2.0, "minor_axis": 1.0, "polar_angle": 0.0}},
            errors.BadProperty,
        ),
    ],
)
def test_what_is_refused(specification, error):
    with pytest.raises(error):
        create_mask(specification)


def test_masks_of_different_dimensions_cannot_be_joined():
    sphere, grid = (
        create_mask({"spherical": {"radius": 1.0}}),
        create_mask({"grid": {"shape": [1, 1]}}),
    )
    for other in (sphere, grid):
        with pytest.raises(errors.BadProperty, match="dimensions"):
            circle(1.0).union(other)
    with pytest.raises(errors.KernelException):
        grid.union(circle(1.0))


def test_grid_mask_covers_columns_and_rows_of_its_layer():
    layer = grid_layer(1, (4, 4), [4.0, 4.0])
    mask = for_layer(create_mask({"grid": {"shape": [2, 1]}}), layer, False)
    assert [mask.inside(p) for p in ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, -1.0))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_mask_must_fit_a_periodic_layer():
    layer = grid_layer(1, (4, 4))
    layer.periodic = True
    with pytest.raises(errors.BadProperty, match="allow_oversized_mask"):
        for_layer(circle(0.6), layer, False)
    assert for_layer(circle(0.6), layer, True).inside((0.6, 0.0))


def test_everywhere():
    assert everywhere(3).inside(np.array([1e9, 0.0, -1e9]))
