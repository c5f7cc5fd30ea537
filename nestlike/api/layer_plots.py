"""Drawing layers, and the partners of a node in them.

Drawing needs matplotlib: ``pip install nestlike[plot]``.
"""

from nestlike.api.partners import GetSourcePositions, GetTargetPositions
from nestlike.api.positions import GetPosition, positions, require_nodes
from nestlike.api.probability_plots import PlotProbabilityParameter
from nestlike.recording.plotting import pyplot

__all__ = ["PlotLayer", "PlotSources", "PlotTargets"]


def PlotLayer(layer, fig=None, nodecolor="b", nodesize=20, *, ax=None):
    """Draw the nodes of a layer.

    Parameters
    ----------
    layer : NodeCollection
        Nodes with positions in two or three dimensions.
    fig : matplotlib figure, optional
        Whose current axes to draw in, by default a new figure.
    nodecolor : matplotlib color, default "b"
    nodesize : float, default 20
    ax : matplotlib axes, optional
        Where to draw instead; PyNEST has no such parameter.

    Returns
    -------
    matplotlib figure, or `ax` where it was given

    Raises
    ------
    TypeError
        If `layer` is no NodeCollection.
    ImportError
        If matplotlib is not installed.
    """
    plt = pyplot()
    require_nodes("layer", layer)
    flat = _is_flat(layer)
    result, ax = _axes(plt, fig, ax, flat)
    coordinates = positions(layer).T
    if flat:
        ax.scatter(*coordinates, s=nodesize, facecolor=nodecolor)
        _draw_extent(plt, ax, layer)
    else:
        ax.scatter(*coordinates, s=nodesize, c=nodecolor)
        plt.draw_if_interactive()
    return result


def PlotTargets(
    src_nrn,
    tgt_layer,
    syn_type=None,
    fig=None,
    mask=None,
    probability_parameter=None,
    src_color="red",
    src_size=50,
    tgt_color="blue",
    tgt_size=20,
    mask_color="yellow",
    probability_cmap="Greens",
    *,
    ax=None,
):
    """Draw the targets of a node in a layer.

    Parameters
    ----------
    src_nrn : NodeCollection
        One node with a position.
    tgt_layer : NodeCollection
        The layer.
    syn_type : str, optional
        Only connections of this synapse model.
    fig : matplotlib figure, optional
        Whose current axes to draw in, by default a new figure.
    mask : dict, optional
        Mask to show around the node, in two dimensions; as for Connect.
    probability_parameter : Parameter, optional
        Probability to show, in two dimensions.
    src_color, tgt_color, mask_color : matplotlib color
    src_size, tgt_size : float
    probability_cmap : matplotlib colormap
    ax : matplotlib axes, optional
        Where to draw instead; PyNEST has no such parameter.

    Returns
    -------
    matplotlib figure, or `ax` where it was given

    Raises
    ------
    TypeError
        If `src_nrn` is not one node, or `tgt_layer` no NodeCollection.
    ImportError
        If matplotlib is not installed.

    Notes
    -----
    A node without targets is drawn alone, where PyNEST raises ValueError.
    """
    plt = pyplot()
    _require_one("src_nrn", src_nrn)
    require_nodes("tgt_layer", tgt_layer)
    flat = _is_flat(tgt_layer)
    result, ax = _axes(plt, fig, ax, flat)
    (found,) = GetTargetPositions(src_nrn, tgt_layer, syn_type)
    _draw_nodes(ax, found, tgt_size, tgt_color, flat)
    _draw_middle(ax, src_nrn, src_size, src_color, flat)
    if flat:
        shown = (mask, probability_parameter, probability_cmap, mask_color)
        _draw_surroundings(plt, ax, src_nrn, tgt_layer, *shown)
    plt.draw_if_interactive()
    return result


def PlotSources(
    src_layer,
    tgt_nrn,
    syn_type=None,
    fig=None,
    mask=None,
    probability_parameter=None,
    tgt_color="red",
    tgt_size=50,
    src_color="blue",
    src_size=20,
    mask_color="yellow",
    probability_cmap="Greens",
    *,
    ax=None,
):
    """Draw the sources of a node in a layer; see `PlotTargets`.

    As in PyNEST, all nodes have the colour `src_color` in two and `tgt_color` in three dimensions.

    Parameters
    ----------
    src_layer : NodeCollection
        The layer.
    tgt_nrn : NodeCollection
        One node with a position.
    syn_type, fig, mask, probability_parameter, tgt_color, tgt_size, src_color, src_size, \
    mask_color, probability_cmap, ax
        As for `PlotTargets`.

    Returns
    -------
    matplotlib figure, or `ax` where it was given
    """
    plt = pyplot()
    _require_one("tgt_nrn", tgt_nrn)
    require_nodes("src_layer", src_layer)
    flat = _is_flat(src_layer)
    result, ax = _axes(plt, fig, ax, flat)
    color = src_color if flat else tgt_color
    (found,) = GetSourcePositions(src_layer, tgt_nrn, syn_type)
    _draw_nodes(ax, found, src_size, color, flat)
    _draw_middle(ax, tgt_nrn, tgt_size, color, flat)
    if flat:
        shown = (mask, probability_parameter, probability_cmap, mask_color)
        _draw_surroundings(plt, ax, tgt_nrn, src_layer, *shown)
    plt.draw_if_interactive()
    return result


def _require_one(name, node):
    require_nodes(name, node)
    if len(node) != 1:
        raise TypeError(f"{name} must be a single element NodeCollection, not {node}.")


def _is_flat(layer):
    if layer.spatial is None:
        raise TypeError(f"{layer} has no positions to draw")
    return len(layer.spatial["extent"]) == 2


def _axes(plt, fig, ax, flat):
    """Return what the caller gets back, and the axes to draw in."""
    if ax is not None:
        return ax, ax
    if fig is not None:
        return fig, fig.gca()
    fig = plt.figure()
    return fig, fig.add_subplot(111, projection=None if flat else "3d")


def _draw_nodes(ax, points, size, color, flat):
    if not points:
        return
    draw = ax.scatter if flat else ax.scatter3D
    draw(*zip(*points, strict=True), s=size, facecolor=color)


def _draw_middle(ax, node, size, color, flat):
    draw = ax.scatter if flat else ax.scatter3D
    position = [[x] for x in GetPosition(node)]
    draw(*position, s=size, facecolor=color, alpha=0.4, zorder=-10)


def _draw_surroundings(plt, ax, node, layer, mask, parameter, colormap, mask_color):
    x, y = layer.spatial["center"]
    width, height = layer.spatial["extent"]
    if mask is not None or parameter is not None:
        edges = [x - width, x + width, y - height, y + height]
        PlotProbabilityParameter(
            node, parameter, mask, edges, ax=ax, prob_cmap=colormap, mask_color=mask_color
        )
    _draw_extent(plt, ax, layer)


def _draw_extent(plt, ax, layer):
    (x, y), (width, height) = layer.spatial["center"], layer.spatial["extent"]
    left, bottom = x - width / 2.0, y - height / 2.0
    edge = plt.Rectangle((left, bottom), width, height, fc="none", ec="0.5", lw=1, zorder=1)
    ax.add_patch(edge)
    ax.set(
        aspect="equal",
        xlim=(left - 0.05 * width, left + width + 0.05 * width),
        ylim=(bottom - 0.05 * height, bottom + height + 0.05 * height),
        xticks=(),
        yticks=(),
    )
