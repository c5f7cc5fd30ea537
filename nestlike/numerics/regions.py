"""Which points and boxes lie inside a region of space, operation by operation as in NEST.

A region is made of shapes: boxes, balls and ellipsoids.  `shapes` has a row of `WIDTH` doubles for
each, `operations` combines them in postfix order.  Points have three coordinates; in two
dimensions the third is 0.0 everywhere, which leaves every bit of the results as it is.
"""

import math

#: Entries of `operations`: the next shape, and what joins the last two results.
SHAPE, INTERSECTION, UNION, DIFFERENCE = range(4)

#: Kinds of shapes.
EVERYWHERE, BOX, BALL, ELLIPSOID = range(4)

#: Columns of `shapes`; those of three entries hold x, y and z.  ANCHOR is subtracted from points;
#: LOWER and UPPER are the corners of the bounding box.
KIND = 0
ANCHOR = 1
LOWER = 4
UPPER = 7
CENTER = 10
COS_AZIMUTH, SIN_AZIMUTH, COS_POLAR, SIN_POLAR = 13, 14, 15, 16
FIRST_CORNER = 17  # a box's own corners, before it is turned
LAST_CORNER = 20
IS_TURNED = 23
SCALE = 17  # an ellipsoid's inverse squared half axes
RADIUS = 17  # a ball's
WIDTH = 24

#: Width of the seam around a turned box, for points on its edge.
SEAM = 1e-12


def point_inside(operations, shapes, x, y, z):
    """Return whether a point lies in a region.

    Parameters
    ----------
    operations : ndarray of int64, shape (m,)
    shapes : ndarray of float64, shape (n * WIDTH,)
    x, y, z : float
    """
    stack = 0
    row = 0
    for k in range(len(operations)):
        operation = operations[k]
        if operation == SHAPE:
            inside = point_in_shape(shapes, row, x, y, z)
            stack = (stack << 1) | (1 if inside else 0)
            row += WIDTH
        else:
            last, first = stack & 1, (stack >> 1) & 1
            stack = ((stack >> 2) << 1) | joined(operation, first, last, 1 - last)
    return stack == 1


def box_inside_outside(operations, shapes, x, y, z, to_x, to_y, to_z):
    """Return whether a whole box lies in a region for sure, and whether it lies out for sure."""
    inside = 0
    outside = 0
    row = 0
    for k in range(len(operations)):
        operation = operations[k]
        if operation == SHAPE:
            ox, oy, oz = shapes[row + ANCHOR], shapes[row + ANCHOR + 1], shapes[row + ANCHOR + 2]
            box = x - ox, y - oy, z - oz, to_x - ox, to_y - oy, to_z - oz
            inside = (inside << 1) | (1 if box_in_shape(shapes, row, box) else 0)
            outside = (outside << 1) | (1 if box_out_of_shape(shapes, row, box) else 0)
            row += WIDTH
        else:
            first_in, last_in = (inside >> 1) & 1, inside & 1
            first_out, last_out = (outside >> 1) & 1, outside & 1
            inside = ((inside >> 2) << 1) | joined(operation, first_in, last_in, last_out)
            # What is outside a union is outside both, and the other way round.
            dual = INTERSECTION if operation == UNION else UNION
            last = last_in if operation == DIFFERENCE else last_out
            outside = ((outside >> 2) << 1) | joined(dual, first_out, last, 0)
    return inside == 1, outside == 1


def joined(operation, first, last, not_last):
    """Return 1 if a point of which both parts are known lies in the whole, 0 if not."""
    if operation == INTERSECTION:
        return first & last
    if operation == UNION:
        return first | last
    return first & not_last


def point_in_shape(shapes, row, x, y, z):
    """Return whether a point lies in the shape that starts at entry `row`."""
    x -= shapes[row + ANCHOR]
    y -= shapes[row + ANCHOR + 1]
    z -= shapes[row + ANCHOR + 2]
    return unanchored_point_in_shape(shapes, row, x, y, z)


def unanchored_point_in_shape(shapes, row, x, y, z):
    """Return whether a point relative to the anchor lies in a shape."""
    kind = shapes[row + KIND]
    if kind == BALL:
        return point_in_ball(shapes, row, x, y, z)
    if kind == BOX:
        return point_in_box(shapes, row, x, y, z)
    if kind == ELLIPSOID:
        return point_in_ellipsoid(shapes, row, x, y, z)
    return True


def point_in_ball(shapes, row, x, y, z):
    """Return whether a point lies in a ball."""
    radius = shapes[row + RADIUS]
    x = abs(x - shapes[row + CENTER])
    y = abs(y - shapes[row + CENTER + 1])
    z = abs(z - shapes[row + CENTER + 2])
    if x > radius or y > radius or z > radius:
        return False
    if x + y + z <= radius:
        return True
    return math.sqrt(x * x + y * y + z * z) <= radius


def point_in_box(shapes, row, x, y, z):
    """Return whether a point lies in a box, which may be turned."""
    seam = 0.0
    if shapes[row + IS_TURNED] != 0.0:
        x, y, z = turned_back(shapes, row, x, y, z)
        seam = SEAM
    first, last = row + FIRST_CORNER, row + LAST_CORNER
    return not (
        x < shapes[first] - seam
        or x > shapes[last] + seam
        or y < shapes[first + 1] - seam
        or y > shapes[last + 1] + seam
        or z < shapes[first + 2] - seam
        or z > shapes[last + 2] + seam
    )


def turned_back(shapes, row, x, y, z):
    """Return a point in the axes of a turned box: R_y(-polar) R_z(-azimuth) (p - c) + c."""
    cos_a, sin_a = shapes[row + COS_AZIMUTH], shapes[row + SIN_AZIMUTH]
    cos_p, sin_p = shapes[row + COS_POLAR], shapes[row + SIN_POLAR]
    cx, cy, cz = shapes[row + CENTER], shapes[row + CENTER + 1], shapes[row + CENTER + 2]
    # Products and order of additions are NEST's.
    in_x = (
        x * (cos_a * cos_p) - cx * cos_a * cos_p
        + y * (sin_a * cos_p) - cy * sin_a * cos_p
        - z * sin_p + cz * sin_p + cx
    )  # fmt: skip
    in_y = -x * sin_a + cx * sin_a + y * cos_a - cy * cos_a + cy
    in_z = (
        x * (cos_a * sin_p) - cx * cos_a * sin_p
        + y * (sin_a * sin_p) - cy * sin_a * sin_p
        + z * cos_p - cz * cos_p + cz
    )  # fmt: skip
    return in_x, in_y, in_z


def point_in_ellipsoid(shapes, row, x, y, z):
    """Return whether a point lies in an ellipsoid, which may be turned."""
    cos_a, sin_a = shapes[row + COS_AZIMUTH], shapes[row + SIN_AZIMUTH]
    cos_p, sin_p = shapes[row + COS_POLAR], shapes[row + SIN_POLAR]
    x -= shapes[row + CENTER]
    y -= shapes[row + CENTER + 1]
    z -= shapes[row + CENTER + 2]
    along = x * cos_a + y * sin_a
    in_x = along * cos_p - z * sin_p
    in_y = x * sin_a - y * cos_a
    in_z = along * sin_p + z * cos_p
    return (
        in_x * in_x * shapes[row + SCALE]
        + in_y * in_y * shapes[row + SCALE + 1]
        + in_z * in_z * shapes[row + SCALE + 2]
    ) <= 1.0


def box_in_shape(shapes, row, box):
    """Return whether all of a box lies in a shape."""
    x, y, z, to_x, to_y, to_z = box
    # NEST looks at two corners of boxes, although a turned box needs more.
    step = 7 if shapes[row + KIND] == BOX else 1
    for corner in range(0, 8, step):
        corner_x = to_x if corner & 1 else x
        corner_y = to_y if corner & 2 else y
        corner_z = to_z if corner & 4 else z
        if not unanchored_point_in_shape(shapes, row, corner_x, corner_y, corner_z):
            return False
    return True


def box_out_of_shape(shapes, row, box):
    """Return whether a box has nothing in common with a shape's bounding box."""
    x, y, z, to_x, to_y, to_z = box
    lower, upper = row + LOWER, row + UPPER
    return (
        to_x < shapes[lower]
        or x > shapes[upper]
        or to_y < shapes[lower + 1]
        or y > shapes[upper + 1]
        or to_z < shapes[lower + 2]
        or z > shapes[upper + 2]
    )
