"""The tree of nodes: what is found in a mask, and in which order."""

import numpy as np
import pytest

from nestlike.compiler import Kernel
from nestlike.connect.masks import create_mask
from nestlike.kernel.space.box_division import CAPACITY, MAX_DEPTH
from nestlike.kernel.space.masks import everywhere
from nestlike.kernel.space.node_tree import NodeTree


@pytest.fixture(params=[2, 3])
def nodes(request):
    positions = np.random.default_rng(1).uniform(-0.5, 0.5, (1200, request.param))
    return np.arange(1, 1201), positions


def tree_of(nodes, periodic=False):
    ids, positions = nodes
    dimensions = positions.shape[1]
    return NodeTree(ids, positions, -0.5 * np.ones(dimensions), np.ones(dimensions), periodic)


def ball(dimensions, radius):
    return create_mask({("circular" if dimensions == 2 else "spherical"): {"radius": radius}})


def test_leaves_are_small_and_nothing_is_lost(nodes):
    tree = tree_of(nodes)
    leaves = [k for k in range(len(tree.links)) if tree.links[k, 2] == k + 1]
    sizes = tree.links[leaves, 1] - tree.links[leaves, 0]
    assert sizes.max() <= CAPACITY
    assert sorted(tree.ids) == nodes[0].tolist()
    assert (tree.points[:, : tree.dimensions] == nodes[1][tree.ids - 1]).all()


def test_few_nodes_stay_in_order():
    positions = np.random.default_rng(1).uniform(-0.5, 0.5, (CAPACITY, 2))
    ids = np.arange(7, 7 + CAPACITY)
    assert tree_of((ids, positions)).ids.tolist() == ids.tolist()


@pytest.mark.parametrize("mirrored", [False, True])
def test_finds_what_lies_inside(nodes, mirrored):
    tree, mask = tree_of(nodes), ball(nodes[1].shape[1], 0.3)
    center = np.full(nodes[1].shape[1], 0.1)
    found = tree.ids[tree.find(mask, center, mirrored)]
    sign = -1.0 if mirrored else 1.0
    expected = [i for i, p in zip(*nodes, strict=True) if mask.inside(sign * (p - center))]
    assert sorted(found) == expected
    places = np.flatnonzero(np.isin(tree.ids, expected))
    assert found.tolist() == tree.ids[places].tolist()


def test_periodic_images(nodes):
    dimensions = nodes[1].shape[1]
    tree, mask = tree_of(nodes, periodic=True), ball(dimensions, 0.2)
    center = np.full(dimensions, 0.45)
    way = nodes[1] - center
    way -= np.round(way)
    expected = nodes[0][(way**2).sum(axis=1) <= 0.04]
    assert sorted(tree.ids[tree.find(mask, center)]) == expected.tolist()


def test_nodes_beyond_a_periodic_box_are_brought_inside():
    tree = NodeTree(np.array([1]), np.array([[1.6, -0.6]]), -0.5 * np.ones(2), np.ones(2), True)
    assert tree.points[0, :2] == pytest.approx([-0.4, 0.4])


def test_everywhere_finds_all(nodes):
    for periodic in (False, True):
        tree = tree_of(nodes, periodic)
        found = tree.find(everywhere(tree.dimensions), np.zeros(tree.dimensions))
        assert found.tolist() == list(range(1200))


def halves(points, nodes, corner, extent, depth=0):
    """Yield the leaves of the tree that NEST makes, box by box."""
    if len(nodes) <= CAPACITY or depth == MAX_DEPTH:
        yield nodes
        return
    upper = [
        [
            i
            for i in range(len(corner))
            if not corner[i] + extent[i] / 2 - points[k][i] > -(2.0**-52)
        ]
        for k in nodes
    ]
    for child in range(1 << len(corner)):
        own = [i for i in range(len(corner)) if child >> i & 1]
        inside = [k for k, up in zip(nodes, upper, strict=True) if up == own]
        moved = [
            c + (i in own) * e / 2 for i, (c, e) in enumerate(zip(corner, extent, strict=True))
        ]
        yield from halves(points, inside, moved, [e / 2 for e in extent], depth + 1)


@pytest.mark.parametrize("dimensions", [2, 3])
@pytest.mark.parametrize("places", ["anywhere", "on_borders", "together"])
def test_boxes_are_halved_one_after_the_other(dimensions, places):
    rng = np.random.default_rng(7)
    points = rng.uniform(-0.5, 0.5, (900, dimensions))
    if places == "on_borders":
        points = np.round(points * 16) / 16
    elif places == "together":
        points[:300] = points[0]
    tree = tree_of((np.arange(900), points))
    leaves = halves(points.tolist(), list(range(900)), [-0.5] * dimensions, [1.0] * dimensions)
    leaves = list(leaves)
    assert tree.ids.tolist() == [k for leaf in leaves for k in leaf]
    own = tree.links[tree.links[:, 2] == np.arange(1, len(tree.links) + 1)]
    assert (own[:, 1] - own[:, 0]).tolist() == [len(leaf) for leaf in leaves]


@pytest.mark.parametrize("periodic", [False, True])
def test_compiled_search_finds_what_python_finds(nodes, periodic, monkeypatch):
    tree, mask = tree_of(nodes, periodic), ball(nodes[1].shape[1], 0.3)
    centers = np.random.default_rng(2).uniform(-0.6, 0.6, (20, nodes[1].shape[1]))
    found = {}
    for compiled in (False, True):
        monkeypatch.setattr(Kernel, "pays", lambda self, steps, compiled=compiled: compiled)
        found[compiled] = [tree.find(mask, c, m).tolist() for c in centers for m in (False, True)]
    assert found[True] == found[False]
