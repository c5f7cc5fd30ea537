"""From a user's dictionary to a mask."""

import numpy as np

from nestlike.kernel.datatypes import as_dictionary, as_double, require_known_type
from nestlike.kernel.errors import BadProperty, TypeMismatch, UndefinedName, did_you_mean
from nestlike.kernel.nodes.node_values import as_vector
from nestlike.kernel.space.masks import GridMask, Mask, ball, box, ellipsoid, padded
from nestlike.models.synapse_declaration import refuse_unaccessed


def create_mask(specification: dict) -> Mask | GridMask | None:
    """Return the mask that a dictionary describes.

    Parameters
    ----------
    specification : dict
        The mask's parameters under the name of its kind, and maybe an ``anchor``: the position of
        its centre relative to the node, or for grids two integers.  Of several masks the last in
        alphabetical order counts; without any there is none.

    Raises
    ------
    UndefinedName
        If there is no mask of this name.
    IndexError
        If the mask lacks a parameter.
    BadProperty
        If parameters are out of range, or positions have too many or too few dimensions.
    TypeMismatch
        If a parameter has the wrong type.
    TypeError
        If an anchor of floats does not fit the mask.
    UnaccessedDictionaryEntry
        If the mask does not know a parameter.
    """
    mask = None
    for kind in sorted(specification):
        if kind != "anchor":
            mask = _of_kind(kind, as_dictionary(kind, specification[kind]))
    if "anchor" in specification:
        return _anchored(mask, specification["anchor"])
    return mask


def _of_kind(kind: str, specs: dict) -> Mask | GridMask:
    if kind not in _KINDS:
        raise UndefinedName(f"The name {kind} is not defined.{did_you_mean(kind, _KINDS)}")
    rest = dict(specs)
    mask = _KINDS[kind](rest)
    if rest:
        refuse_unaccessed("specs", "CreateMask", list(rest), set(specs) - set(rest))
    return mask


def _anchored(mask, anchor) -> Mask | GridMask:
    vector = as_vector("anchor", anchor)
    if len(vector) not in (2, 3):
        raise BadProperty(f"Anchor must be 2- or 3-dimensional, not {list(vector)}.")
    # NEST takes the type of all elements from the first one.
    if isinstance(anchor[0], int | np.integer):
        if not isinstance(mask, GridMask) or len(vector) != mask.dimensions:
            raise BadProperty(
                f"Mask must be {len(vector)}-dimensional grid mask for an anchor of integers; "
                "other masks take floats."
            )
        return mask.anchored(np.array(vector, np.int64))
    if not isinstance(mask, Mask) or len(vector) != mask.dimensions:
        raise TypeError("std::bad_cast: the anchor does not fit the mask.")
    return mask.anchored(padded(vector, mask.dimensions))


def _take(specs: dict, name: str, convert, *default):
    """Remove an entry and return it in its type; IndexError if it is needed and missing."""
    if name in specs:
        return convert(name, specs.pop(name))
    if not default:
        raise IndexError(f"map::at: the mask needs {name!r}.")
    return default[0]


def _anchor(specs: dict, dimensions: int):
    return padded(_take(specs, "anchor", as_vector, (0.0,) * dimensions), dimensions)


def _ball(specs: dict, dimensions: int) -> Mask:
    radius = _take(specs, "radius", as_double)
    if radius <= 0:
        raise BadProperty(f"nest::BallMask<D>: radius > 0 required, not {radius}.")
    return ball(_anchor(specs, dimensions), radius, dimensions)


def _doughnut(specs: dict) -> Mask:
    center = _anchor(specs, 2)
    outer, inner = (_take(specs, name, as_double) for name in ("outer_radius", "inner_radius"))
    if inner >= outer:
        raise BadProperty(
            "nest::create_doughnut: inner_radius < outer_radius required, and they are "
            f"{inner} and {outer}."
        )
    return ball(center, outer, 2).difference(ball(center, inner, 2))


def _box(specs: dict, dimensions: int) -> Mask:
    first, last = (
        padded(_take(specs, name, as_vector), dimensions) for name in ("lower_left", "upper_right")
    )
    if (first >= last)[:dimensions].any():
        raise BadProperty(
            "nest::BoxMask<D>: Upper right must be strictly to the right and above lower left."
        )
    return box(first, last, dimensions, *_angles(specs, dimensions, "BoxMask"))


def _ellipsoid(specs: dict, dimensions: int) -> Mask:
    major, minor = (_take(specs, name, as_double) for name in ("major_axis", "minor_axis"))
    _require_positive(major, minor)
    if major < minor:
        raise BadProperty(
            "nest::EllipseMask<D>: major_axis greater than minor_axis required, and they are "
            f"{major} and {minor}."
        )
    axes = np.array([major, minor, _polar_axis(specs, dimensions)])
    center = _anchor(specs, dimensions)
    return ellipsoid(center, axes, dimensions, *_angles(specs, dimensions, "EllipseMask"))


def _polar_axis(specs: dict, dimensions: int) -> float:
    if "polar_axis" not in specs:
        return 0.0
    if dimensions == 2:
        raise BadProperty("nest::EllipseMask<D>: polar_axis not defined in 2D.")
    axis = _take(specs, "polar_axis", as_double)
    _require_positive(axis)
    return axis


def _require_positive(*axes: float) -> None:
    for axis in axes:
        if axis <= 0:
            raise BadProperty(f"nest::EllipseMask<D>: All axis > 0 required, and one is {axis}.")


def _angles(specs: dict, dimensions: int, kind: str) -> tuple[float, float]:
    azimuth = _take(specs, "azimuth_angle", as_double, 0.0)
    if "polar_angle" in specs and dimensions == 2:
        raise BadProperty(f"nest::{kind}<D>: polar_angle not defined in 2D.")
    return azimuth, _take(specs, "polar_angle", as_double, 0.0)


def _grid(specs: dict) -> GridMask:
    shape = _take(specs, "shape", _as_integers)
    if len(shape) < 2:
        raise BadProperty(f"Grid mask must be 2-dimensional, and its shape is {list(shape)}.")
    return GridMask(np.array(shape[:2], np.int64))


def _as_integers(name: str, value) -> tuple:
    vector = as_vector(name, value)
    if len(vector) and not isinstance(value[0], int | np.integer):
        require_known_type(name, value)
        raise TypeMismatch(f"Expected datatype: {name} takes a list of ints, not {value!r}.")
    return vector


#: What makes a mask from a dictionary, whose entries it removes.
_KINDS = {
    "box": lambda specs: _box(specs, 3),
    "circular": lambda specs: _ball(specs, 2),
    "doughnut": _doughnut,
    "ellipsoidal": lambda specs: _ellipsoid(specs, 3),
    "elliptical": lambda specs: _ellipsoid(specs, 2),
    "grid": _grid,
    "rectangular": lambda specs: _box(specs, 2),
    "spherical": lambda specs: _ball(specs, 3),
}
