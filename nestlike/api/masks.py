"""Masks: regions in which nodes, and partners for connections, are looked for."""

from nestlike.api.application import coordinates
from nestlike.api.collections import NodeCollection
from nestlike.api.positions import layer_of, require_nodes
from nestlike.connect.masks import create_mask
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, TypeMismatch
from nestlike.kernel.nodes.listed_nodes import ranges_from_ids
from nestlike.kernel.space import masks

__all__ = ["CreateMask", "Mask", "SelectNodesByMask"]


class Mask:
    """A region of space relative to a node, made by `CreateMask`.

    ``a & b``, ``a | b`` and ``a - b`` are intersection, union and difference of masks.

    Parameters
    ----------
    data : object
        Use `CreateMask`.
    """

    def __init__(self, data):
        if not isinstance(data, masks.Mask | masks.GridMask):
            raise TypeError(f"Use CreateMask() to make a Mask, not {data!r}.")
        self._datum = data

    def __or__(self, rhs):
        return Mask(self._datum.union(_mask("|", rhs)))

    def __and__(self, rhs):
        return Mask(self._datum.intersection(_mask("&", rhs)))

    def __sub__(self, rhs):
        return Mask(self._datum.difference(_mask("-", rhs)))

    def Inside(self, point) -> bool:
        """Return whether a point lies in the mask.

        Parameters
        ----------
        point : sequence of float
            Position relative to the node; BadProperty is raised if it has other dimensions.
        """
        return bool(self._datum.inside(coordinates(point)))


def _mask(symbol, other):
    if not isinstance(other, Mask):
        raise NotImplementedError(f"Both operands of {symbol} must be masks, not {other!r}.")
    return other._datum


def CreateMask(masktype: str, specs: dict, anchor=None) -> Mask:
    """Make a mask.

    Parameters
    ----------
    masktype : str
        In two dimensions ``"rectangular"`` (lower_left, upper_right, azimuth_angle),
        ``"circular"`` (radius), ``"doughnut"`` (inner_radius, outer_radius) and ``"elliptical"``
        (major_axis, minor_axis, azimuth_angle); in three ``"box"``, ``"spherical"`` and
        ``"ellipsoidal"`` (also with polar_axis and polar_angle); ``"grid"`` (shape) for grid
        layers. Angles are in degrees.
    specs : dict
        Parameters of the mask, as listed.
    anchor : list of float, optional
        Position of the mask's centre relative to the node; for ``"grid"`` two ints.

    Raises
    ------
    UndefinedName
        If there is no such mask.
    IndexError
        If a parameter is missing.
    BadProperty
        If a parameter is out of its range.
    TypeMismatch, TypeError
        If a parameter or the anchor has the wrong type.
    UnaccessedDictionaryEntry
        If the mask has no such parameter.
    """
    if not isinstance(masktype, str):
        raise AttributeError(f"The name of a mask is a str, not {masktype!r}.")
    specification = {masktype: specs}
    if anchor is not None:
        specification["anchor"] = anchor
    return Mask(create_mask(specification))


def SelectNodesByMask(layer: NodeCollection, anchor, mask_obj: Mask) -> NodeCollection:
    """Return the nodes of a layer that lie in a mask.

    Parameters
    ----------
    layer : NodeCollection
        As in NEST, if nodes of the same layer were searched before and no others since, those
        are searched again.
    anchor : sequence of float
        Where the mask is put.
    mask_obj : Mask

    Returns
    -------
    NodeCollection
        Without positions.

    Raises
    ------
    LayerExpected
        If the nodes have no positions.
    BadProperty
        If the mask does not fit the layer.
    TypeMismatch
        If `anchor` has other dimensions than the layer.
    """
    require_nodes("layer", layer)
    mask, center = mask_obj._datum, coordinates(anchor)
    if len(center) not in (2, 3):
        raise BadProperty(f"Center must be 2- or 3-dimensional, not {center}.")
    space = layer_of(layer)
    if len(center) != space.dimensions:
        raise TypeMismatch(
            f"Expected datatype: a layer of {len(center)} dimensions, not {space.dimensions}."
        )
    tree = kernel.placed_nodes.tree(space, layer._datum.ids)
    fitting = masks.for_layer(mask, space, allow_oversized=False)
    found = tree.ids[tree.find(fitting, center)]
    found.sort()
    return NodeCollection(ranges_from_ids(kernel.nodes, found))
