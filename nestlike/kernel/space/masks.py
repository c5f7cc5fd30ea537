"""Masks: regions relative to a node, in which its partners are looked for."""

import copy
import math
from functools import lru_cache

import numpy as np

from nestlike.kernel.computed import computed
from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.numerics import libm, regions


class Mask:
    """A region of space made of shapes.

    Parameters
    ----------
    dimensions : int
        2 or 3.
    operations : sequence of int
    shapes : sequence of float, or ndarray, (n, WIDTH)
        See `nestlike.numerics.regions`.
    lower, upper : sequence of float, (3,)
        Corners of the bounding box.
    """

    def __init__(self, dimensions: int, operations, shapes, lower, upper):
        self.dimensions = dimensions
        self._given = operations, shapes, lower, upper

    @computed
    def operations(self) -> np.ndarray:
        """The operations, int64."""
        return np.array(self._given[0], np.int64)

    @computed
    def shapes(self) -> np.ndarray:
        """The shapes, (n, WIDTH)."""
        return np.array(self._given[1], float).reshape(-1, regions.WIDTH)

    @computed
    def lower(self) -> np.ndarray:
        """The lower left corner of the bounding box, (3,)."""
        return np.array(self._given[2], float)

    @computed
    def upper(self) -> np.ndarray:
        """The upper right corner of the bounding box, (3,)."""
        return np.array(self._given[3], float)

    def inside(self, point) -> bool:
        """Return whether a point lies in the mask; BadProperty if it has other dimensions."""
        if len(point) != self.dimensions:
            padded(point, self.dimensions)
        x, y, z = (*point, 0.0)[:3]
        return regions.point_inside(*self._as_lists, x, y, z)

    @computed
    def _as_lists(self):
        return self.operations.tolist(), self.shapes.ravel().tolist()

    def intersection(self, other: "Mask") -> "Mask":
        """Return what lies in both masks."""
        self._require_same_dimensions(other)
        lower, upper = np.maximum(self.lower, other.lower), np.minimum(self.upper, other.upper)
        return self._joined(regions.INTERSECTION, other, lower, upper)

    def union(self, other: "Mask") -> "Mask":
        """Return what lies in one of the masks."""
        self._require_same_dimensions(other)
        lower, upper = np.minimum(self.lower, other.lower), np.maximum(self.upper, other.upper)
        return self._joined(regions.UNION, other, lower, upper)

    def difference(self, other: "Mask") -> "Mask":
        """Return what lies in this mask but not in the other."""
        self._require_same_dimensions(other)
        return self._joined(regions.DIFFERENCE, other, self.lower, self.upper)

    def _joined(self, operation: int, other: "Mask", lower, upper) -> "Mask":
        operations = [*self.operations, *other.operations, operation]
        shapes = np.concatenate([self.shapes, other.shapes])
        return Mask(self.dimensions, operations, shapes, lower, upper)

    def _require_same_dimensions(self, other) -> None:
        if not isinstance(other, Mask) or other.dimensions != self.dimensions:
            raise BadProperty("Masks must have same number of dimensions.")

    def anchored(self, anchor) -> "Mask":
        """Return the mask, of shapes that have not been moved yet, moved by a vector."""
        lower, upper = self.lower + anchor, self.upper + anchor
        moved = Mask(self.dimensions, self.operations, self.shapes, lower, upper)
        moved.shapes[:, regions.ANCHOR : regions.ANCHOR + 3] = anchor
        return moved


def corners_of(mask: Mask, mirrored: bool) -> np.ndarray:
    """Return the corners of a mask's bounding box, (6,)."""
    if mirrored:
        return np.concatenate([-mask.upper, -mask.lower])
    return np.concatenate([mask.lower, mask.upper])


class GridMask:
    """A number of columns and rows of whatever grid it is used on.

    Parameters
    ----------
    shape : ndarray of int, (2,)
    """

    dimensions = 2

    def __init__(self, shape):
        self.first, self.last = np.zeros(2, np.int64), shape

    def inside(self, point):
        """Raise KernelException: grids differ in what they cover."""
        raise KernelException("Grid mask must be applied to a grid layer.")

    def intersection(self, other):
        """Raise KernelException."""
        raise KernelException("Grid masks can not be combined.")

    union = difference = intersection

    def anchored(self, anchor) -> "GridMask":
        """Return the mask with its element `anchor`, (column, row), at the node."""
        moved = copy.copy(self)
        moved.first, moved.last = -anchor, self.last - self.first - anchor
        return moved

    def on(self, layer) -> Mask:
        """Return the rectangle that the mask is on a grid layer."""
        spacing = layer.extent / np.array(layer.shape)
        lower = spacing * self.first - spacing * 0.5
        upper = spacing * self.last - spacing * 0.5
        # Rows are counted from the top.
        lower[1], upper[1] = -upper[1], -lower[1]
        return box(padded(lower, 2), padded(upper, 2), 2)


def padded(point, dimensions: int):
    """Return coordinates as an array of three; BadProperty if there are too many or too few."""
    if len(point) != dimensions:
        raise BadProperty(f"Expected a {dimensions}-dimensional position, not {list(point)}.")
    coordinates = np.zeros(3)
    coordinates[:dimensions] = point
    return coordinates


def everywhere(dimensions: int) -> Mask:
    """Return the mask that all of space lies in."""
    infinite = np.full(3, np.inf)
    return _of_shape(_shape(regions.EVERYWHERE, np.zeros(3), -infinite, infinite), dimensions)


def ball(center, radius: float, dimensions: int) -> Mask:
    """Return a circle or sphere."""
    center = center.tolist()
    lower, upper = [x - radius for x in center], [x + radius for x in center]
    shape = _shape(regions.BALL, center, lower, upper)
    shape[regions.RADIUS] = radius
    return _of_shape(shape, dimensions)


def ellipsoid(center, axes, dimensions: int, azimuth: float = 0.0, polar: float = 0.0) -> Mask:
    """Return an ellipse or ellipsoid; an axis of 0 stands for none.

    Parameters
    ----------
    center, axes : ndarray, (3,)
    azimuth, polar : float
        Angles in degrees between x axis and major axis, z axis and polar axis.
    """
    half = axes / 2.0
    if azimuth != 0.0 or polar != 0.0:
        half = np.full(3, max(axes[0], axes[2]) / 2.0)
    shape = _shape(regions.ELLIPSOID, center, center - half, center + half, azimuth, polar)
    with np.errstate(divide="ignore"):
        scale = np.where(axes == 0.0, 0.0, 4.0 / (axes * axes))
    shape[regions.SCALE : regions.SCALE + 3] = scale
    return _of_shape(shape, dimensions)


def box(first, last, dimensions: int, azimuth: float = 0.0, polar: float = 0.0) -> Mask:
    """Return a rectangle or box between two corners, turned about its centre by angles in degrees.

    Parameters
    ----------
    first, last : ndarray, (3,)
    azimuth, polar : float
    """
    center = (last + first) * 0.5
    shape = _shape(regions.BOX, center, first, last, azimuth, polar)
    shape[regions.FIRST_CORNER : regions.FIRST_CORNER + 3] = first
    shape[regions.LAST_CORNER : regions.LAST_CORNER + 3] = last
    if azimuth != 0.0 or polar != 0.0:
        shape[regions.IS_TURNED] = 1.0
        corners = _turned_corners(shape, first, last, center)
        shape[regions.LOWER : regions.LOWER + 3] = corners.min(axis=0)
        shape[regions.UPPER : regions.UPPER + 3] = corners.max(axis=0)
    return _of_shape(shape, dimensions)


def _turned_corners(shape, first, last, center):
    cos_a, sin_a = shape[regions.COS_AZIMUTH], shape[regions.SIN_AZIMUTH]
    cos_p, sin_p = shape[regions.COS_POLAR], shape[regions.SIN_POLAR]
    with np.errstate(all="ignore"):
        edges = zip(first - center, last - center, strict=True)
        x, y, z = (grid.ravel() for grid in np.meshgrid(*edges))
        along = x * cos_a - y * sin_a
        turned = along * cos_p - z * sin_p, x * sin_a + y * cos_a, along * sin_p + z * cos_p
        return np.stack(turned, axis=1) + center


def _shape(kind: int, center, lower, upper, azimuth: float = 0.0, polar: float = 0.0):
    """Return the row of a shape, a list, without what only its kind has."""
    row = [0.0] * regions.WIDTH
    row[regions.KIND] = float(kind)
    row[regions.LOWER : regions.LOWER + 3] = lower
    row[regions.UPPER : regions.UPPER + 3] = upper
    row[regions.CENTER : regions.CENTER + 3] = center
    row[regions.COS_AZIMUTH : regions.SIN_AZIMUTH + 1] = _cos_and_sin(azimuth)
    row[regions.COS_POLAR : regions.SIN_POLAR + 1] = _cos_and_sin(polar)
    return row


@lru_cache(16)
def _cos_and_sin(degrees: float) -> tuple[float, float]:
    radians = degrees * math.pi / 180.0
    return libm.cos(radians), libm.sin(radians)


def _of_shape(row, dimensions: int) -> Mask:
    lower, upper = (row[start : start + 3] for start in (regions.LOWER, regions.UPPER))
    return Mask(dimensions, [regions.SHAPE], row, lower, upper)


def for_layer(mask: Mask | GridMask, layer, allow_oversized: bool) -> Mask:
    """Return a mask as a region that fits a layer.

    Raises
    ------
    BadProperty
        If the mask has other dimensions, is made for grids and the layer is none, or is wider
        than a periodic layer while that is not allowed.
    """
    if mask.dimensions != layer.dimensions:
        raise BadProperty("Mask is incompatible with layer: their dimensions differ.")
    if isinstance(mask, GridMask) and layer.shape is None:
        raise BadProperty("Grid masks can only be used with grid layers.")
    if layer.periodic and not allow_oversized and _too_wide(mask, layer):
        raise BadProperty(
            "Mask size must not exceed layer size; set allow_oversized_mask to override."
        )
    return mask.on(layer) if isinstance(mask, GridMask) else mask


def _too_wide(mask, layer):
    if isinstance(mask, GridMask):
        return (mask.last - mask.first > np.array(layer.shape)).any()
    return ((mask.upper - mask.lower)[: layer.dimensions] > layer.extent).any()
