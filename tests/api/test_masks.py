"""Masks as users meet them; what is expected was measured with NEST 3.10.0."""

import pytest

import nestlike as nest

ERRORS = nest.NESTErrors
CIRCLE = {"radius": 0.3}


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def grid(*args, **kwargs):
    return nest.Create("iaf_psc_alpha", positions=nest.spatial.grid(*args, **kwargs))


def circle(anchor=None):
    return nest.CreateMask("circular", CIRCLE, anchor)


def test_points_inside():
    box = nest.CreateMask("rectangular", {"lower_left": [-0.3, -0.2], "upper_right": [0.3, 0.2]})
    points = [[0.3, 0.0], [0.25, 0.12], [-0.3, -0.2]]
    assert [circle().Inside(point) for point in points] == [True, True, False]
    assert [(circle() & box).Inside(point) for point in points] == [True, True, False]
    assert [(circle() | box).Inside(point) for point in points] == [True] * 3
    assert [(box - circle()).Inside(point) for point in points] == [False, False, True]
    assert circle([0.1, 0.2]).Inside((0.1, 0.49))


def test_nodes_inside():
    layer = grid([6, 5], extent=[1.2, 1.0])
    found = nest.SelectNodesByMask(layer, [0.0, 0.0], circle())
    assert found.tolist() == [12, 13, 14, 17, 18, 19, 23]
    assert found.spatial is None
    assert nest.SelectNodesByMask(layer, [0, 1], circle()).tolist() == []


def test_the_last_search_decides_what_a_layer_is():
    layer, other = grid([6, 5], extent=[1.2, 1.0]), grid([2, 2])
    assert nest.SelectNodesByMask(layer[3:9], [0.0, 0.0], circle()).tolist() == []
    assert nest.SelectNodesByMask(layer, [0.0, 0.0], circle()).tolist() == []
    assert nest.SelectNodesByMask(other, [0.25, 0.25], circle()).tolist() == [33]
    assert len(nest.SelectNodesByMask(layer, [0.0, 0.0], circle())) == 7


@pytest.mark.parametrize(
    "kind, specs, anchor, error",
    [
        ("circular", {"radius": 0.0}, None, ERRORS.BadProperty),
        ("circular", {}, None, IndexError),
        ("circular", {"radius": "wide"}, None, ERRORS.TypeMismatch),
        ("circular", {"radius": 1.0, "foo": 1}, None, ERRORS.UnaccessedDictionaryEntry),
        ("circular", CIRCLE, [0.1], ERRORS.BadProperty),
        ("circular", CIRCLE, [1, 2], ERRORS.BadProperty),
        ("circular", CIRCLE, [0.1, 0.2, 0.3], TypeError),
        ("circle", CIRCLE, None, ERRORS.UndefinedName),
        ("circular", 5, None, ERRORS.TypeMismatch),
        ("circular", None, None, AttributeError),
        (5, {}, None, AttributeError),
    ],
)
def test_bad_masks(kind, specs, anchor, error):
    with pytest.raises(error):
        nest.CreateMask(kind, specs, anchor)


def test_masks_join_masks_of_their_dimensions():
    ball = nest.CreateMask("spherical", CIRCLE)
    cells = nest.CreateMask("grid", {"shape": [3, 2]})
    with pytest.raises(ERRORS.BadProperty):
        circle() & ball
    with pytest.raises(ERRORS.KernelException):
        cells | circle()
    for combine in (lambda a: a & 5, lambda a: a | 5, lambda a: a - 5):
        with pytest.raises(NotImplementedError):
            combine(circle())
    with pytest.raises(TypeError):
        nest.Mask(5)


def test_points_and_anchors_have_dimensions():
    layer, deep = grid([3, 3]), grid([3, 3, 2])
    with pytest.raises(ERRORS.BadProperty):
        circle().Inside([0.0, 0.0, 0.0])
    for bad in ("ab", None):
        with pytest.raises(TypeError):
            circle().Inside(bad)
    for nodes, anchor, error in (
        (layer, [0.0], ERRORS.BadProperty),
        (layer, [0.0] * 3, ERRORS.TypeMismatch),
        (deep, [0.0] * 3, ERRORS.BadProperty),
        (nest.Create("iaf_psc_alpha"), [0.0, 0.0], ERRORS.LayerExpected),
        (5, [0.0, 0.0], TypeError),
    ):
        with pytest.raises(error):
            nest.SelectNodesByMask(nodes, anchor, circle())
