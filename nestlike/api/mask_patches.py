"""Outlines of masks for drawings."""

import numpy as np

#: Steps of the angle along the edge of a doughnut, in radians.
_ANGLES = np.arange(0, 2.0 * np.pi, 0.01)


def mask_patches(axes, mask: dict, source, color) -> list:
    """Return matplotlib patches that show a mask around a node.

    Parameters
    ----------
    axes : matplotlib axes
        What the patches will be drawn in.
    mask : dict
        As for Connect: parameters under the name of a circular, doughnut, rectangular or
        elliptical mask, and maybe an ``anchor``.
    source : NodeCollection
        The node. Where edges of its layer wrap, eight images are shown too.
    color : matplotlib color

    Raises
    ------
    ValueError
        If it is none of these masks.
    """
    kinds = [kind for kind in _SHAPES if kind in mask]
    if not kinds:
        raise ValueError(f"Only {', '.join(_SHAPES)} masks can be plotted, not {mask!r}.")
    specs, draw = mask[kinds[0]], _SHAPES[kinds[0]]
    center = np.array(source._datum.layer.positions_of(source._datum.ids)[0])
    center = center + np.array(mask.get("anchor", [0.0, 0.0]))
    style = {"fc": color, "ec": "black", "alpha": 0.2, "lw": 2}
    return [draw(axes, place, specs, style) for place in _images(center, source.spatial)]


def _images(center, spatial):
    """Return the centre and, in a periodic layer, where it continues."""
    if not spatial["edge_wrap"]:
        return [center]
    steps = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1), (1, 1), (-1, -1)]
    return [center + spatial["extent"] * step for step in steps]


def _circle(axes, center, specs, style):
    from matplotlib.patches import Circle

    return Circle(center, radius=specs["radius"], **style)


def _doughnut(axes, center, specs, style):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    ring = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], 1)
    # The inner edge runs the other way round, which makes it a hole.
    edges = [specs["inner_radius"] * ring[::-1], specs["outer_radius"] * ring]
    codes = np.full(len(ring), Path.LINETO, Path.code_type)
    codes[0] = Path.MOVETO
    return PathPatch(Path(np.concatenate(edges) + center, np.tile(codes, 2)), **style)


def _rectangle(axes, center, specs, style):
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import Affine2D

    corner = center + np.array(specs["lower_left"])
    width, height = np.array(specs["upper_right"]) - np.array(specs["lower_left"])
    patch = Rectangle(corner, width, height, **style)
    middle = corner + np.array([width, height]) / 2
    turn = Affine2D().rotate_deg_around(*middle, specs.get("azimuth_angle", 0.0))
    patch.set_transform(turn + axes.transData)
    return patch


def _ellipse(axes, center, specs, style):
    from matplotlib.patches import Ellipse

    center = center + np.array(specs.get("anchor", [0.0, 0.0]))
    angle = specs.get("azimuth_angle", 0.0)
    return Ellipse(center, specs["major_axis"], specs["minor_axis"], angle=angle, **style)


_SHAPES = {
    "circular": _circle,
    "doughnut": _doughnut,
    "rectangular": _rectangle,
    "elliptical": _ellipse,
}
