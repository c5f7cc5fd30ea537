"""Drawings of layers; what is expected is what PyNEST 3.10.0 draws."""

import builtins

import numpy as np
import pytest

import nestlike as nest

plt = pytest.importorskip("matplotlib.pyplot")

GAUSSIAN = nest.spatial_distributions.gaussian(nest.spatial.distance, std=0.3)


@pytest.fixture(autouse=True)
def fresh():
    plt.switch_backend("Agg")
    nest.ResetKernel()
    yield
    plt.close("all")


def grid(*args, **kwargs):
    return nest.Create("iaf_psc_alpha", positions=nest.spatial.grid(*args, **kwargs))


@pytest.fixture
def pair():
    """Return a layer connected to another, all to all."""
    source, target = grid([2, 1]), grid([2, 2], extent=[2.0, 2.0], center=[0.5, 0.0])
    nest.Connect(source, target)
    return source, target


def points(ax):
    """Return the positions of all markers, drawing by drawing."""
    return [dots.get_offsets().tolist() for dots in ax.collections]


def test_layer():
    layer = grid([2, 1], extent=[2.0, 1.0])
    figure = nest.PlotLayer(layer, nodecolor="red", nodesize=7)
    (ax,) = figure.axes
    assert points(ax) == [[[-0.5, 0.0], [0.5, 0.0]]]
    assert ax.collections[0].get_sizes().tolist() == [7]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1.1, 1.1), (-0.55, 0.55))
    (frame,) = ax.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((-1.0, -0.5), 2.0, 1.0)


def test_layer_in_three_dimensions():
    (ax,) = nest.PlotLayer(grid([2, 2, 2])).axes
    assert ax.name == "3d"


def test_own_figure_or_axes(pair):
    source, target = pair
    figure, (left, right) = plt.subplots(1, 2)
    plt.sca(left)
    assert nest.PlotLayer(target, figure) is figure
    assert nest.PlotTargets(source[0], target, ax=right) is right
    assert [len(points(ax)) for ax in (left, right)] == [1, 2]


def test_partners(pair):
    source, target = pair
    (ax,) = nest.PlotTargets(source[0], target).axes
    assert sorted(points(ax)[0]) == sorted(nest.GetPosition(target))
    assert points(ax)[1] == [nest.GetPosition(source[0])]
    (ax,) = nest.PlotSources(source, target[0]).axes
    assert points(ax) == [nest.GetPosition(source), [nest.GetPosition(target[0])]]
    assert ax.collections[1].get_facecolor()[0].tolist() == [0.0, 0.0, 1.0, 0.4]


def test_partners_in_three_dimensions():
    layer = grid([2, 2, 2])
    nest.Connect(layer, layer)
    for figure in (nest.PlotTargets(layer[0], layer), nest.PlotSources(layer, layer[0])):
        assert len(figure.axes[0].collections) == 2


def test_a_node_without_partners_is_alone(pair):
    source, target = pair
    (ax,) = nest.PlotTargets(target[0], source).axes
    assert len(points(ax)) == 1


def test_surroundings(pair):
    source, target = pair
    mask = {"circular": {"radius": 0.3}, "anchor": [0.1, 0.2]}
    figure = nest.PlotTargets(source[0], target, mask=mask, probability_parameter=GAUSSIAN)
    ax, _ = figure.axes
    assert list(ax.patches[0].center) == [-0.15, 0.2]
    (image,) = ax.images
    assert image.get_extent() == [-1.5, 2.5, -2.0, 2.0]


def test_probability():
    layer = grid([2, 2])
    _, ax = plt.subplots()
    doubled = 2.0 * nest.spatial.distance
    nest.PlotProbabilityParameter(layer[0], doubled, edges=[-1, 1, -2, 2], shape=[3, 2], ax=ax)
    (image,) = ax.images
    ends = [[x, y] for y in (-2.0, 2.0) for x in (-1.0, 0.0, 1.0)]
    values = np.minimum(doubled.apply(layer[0], ends), 1.0)
    assert image.get_array().ravel().tolist() == values.tolist()


@pytest.mark.parametrize(
    "mask, kind",
    [
        ({"circular": {"radius": 0.2}}, "Circle"),
        ({"doughnut": {"inner_radius": 0.1, "outer_radius": 0.2}}, "PathPatch"),
        ({"rectangular": {"lower_left": [-0.1, -0.1], "upper_right": [0.1, 0.2]}}, "Rectangle"),
        ({"elliptical": {"major_axis": 0.3, "minor_axis": 0.1}}, "Ellipse"),
    ],
)
def test_masks_come_again_behind_the_edge(mask, kind):
    for wrap, count in ((False, 1), (True, 9)):
        _, ax = plt.subplots()
        nest.PlotProbabilityParameter(grid([2, 2], edge_wrap=wrap)[0], mask=mask, ax=ax)
        assert [type(patch).__name__ for patch in ax.patches] == [kind] * count


def test_refusals(pair):
    source, target = pair
    plain = nest.Create("iaf_psc_alpha")
    for error, call in (
        (TypeError, lambda: nest.PlotLayer(5)),
        (TypeError, lambda: nest.PlotLayer(plain)),
        (TypeError, lambda: nest.PlotTargets(source, target)),
        (TypeError, lambda: nest.PlotSources(5, target[0])),
        (ValueError, lambda: nest.PlotProbabilityParameter(source[0])),
        (ValueError, lambda: nest.PlotProbabilityParameter(source[0], mask={"grid": {}})),
    ):
        with pytest.raises(error):
            call()


def test_without_matplotlib(pair, monkeypatch):
    def missing(name, *args, **kwargs):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real_import(name, *args, **kwargs)

    real_import = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match=r"nestlike\[plot\]"):
        nest.PlotLayer(pair[0])
