"""Drawing the probability of connections and the mask around a node."""

import numpy as np

from nestlike.api.mask_patches import mask_patches
from nestlike.recording.plotting import pyplot

__all__ = ["PlotProbabilityParameter"]

_EDGES = [-0.5, 0.5, -0.5, 0.5]
_SHAPE = [100, 100]


def PlotProbabilityParameter(
    source,
    parameter=None,
    mask=None,
    edges=_EDGES,
    shape=_SHAPE,
    ax=None,
    prob_cmap="Greens",
    mask_color="yellow",
) -> None:
    """Draw a Parameter as seen from a node, a mask around it, or both.

    Parameters
    ----------
    source : NodeCollection
        One node of a layer of two dimensions.
    parameter : Parameter, optional
        A probability, shown from 0 to 1.
    mask : dict, optional
        A mask as for Connect.
    edges : list of float, default [-0.5, 0.5, -0.5, 0.5]
        Left, right, lower and upper edge of what is shown.
    shape : list of int, default [100, 100]
        Number of points in both directions at which the parameter is evaluated.
    ax : matplotlib axes, optional
        Where to draw, by default in a new figure.
    prob_cmap : matplotlib colormap, default "Greens"
    mask_color : matplotlib color, default "yellow"

    Raises
    ------
    ValueError
        If there is neither a parameter nor a mask, or the mask cannot be shown.
    ImportError
        If matplotlib is not installed.
    """
    plt = pyplot()
    if parameter is None and mask is None:
        raise ValueError("At least one of parameter or mask must be specified")
    if ax is None:
        _, ax = plt.subplots()
    ax.set_xlim(*edges[:2])
    ax.set_ylim(*edges[2:])
    if parameter is not None:
        _draw_parameter(plt, ax, _values(source, parameter, edges, shape), edges, prob_cmap)
    if mask is not None:
        for patch in mask_patches(ax, mask, source, mask_color):
            patch.set_zorder(0.5)
            ax.add_patch(patch)


def _values(source, parameter, edges, shape):
    rows = np.linspace(edges[2], edges[3], shape[1])
    columns = np.linspace(edges[0], edges[1], shape[0])
    values = [parameter.apply(source, [[x, y] for y in rows]) for x in columns]
    return np.array(values).T


def _draw_parameter(plt, ax, values, edges, colormap):
    shown = np.clip(values, 0.0, 1.0)
    image = ax.imshow(shown, extent=edges, origin="lower", cmap=colormap, vmin=0.0, vmax=1.0)
    plt.colorbar(image, ax=ax, fraction=0.046, pad=0.04)
