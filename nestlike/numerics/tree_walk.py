"""A walk through a tree of boxes that finds the nodes in a region, in NEST's order.

Boxes of the tree are numbered parents first, a subtree without gaps.  `boxes` has six doubles for
each, lower left corner and extent; `links` three integers: where its nodes begin and end, and the
number of the first box after its subtree.  `points` holds x, y, z of the nodes, leaf by leaf.
"""

import math

from nestlike.numerics.regions import box_inside_outside, point_in_shape, point_inside


def nodes_around(
    boxes, links, points, operations, shapes, mirrored, anchor, periodic, corners, box, dimensions,
    images, found,
):  # fmt: skip
    """Write the numbers of the nodes in a region around an anchor, in all its periodic images.

    Parameters
    ----------
    anchor : ndarray of float64, shape (3,)
    periodic : int
        Whether the box continues at its opposite side.
    corners, box, dimensions, images
        See `periodic_images`.
    boxes, links, points, operations, shapes, mirrored, found
        See `nodes_in_region`.

    Returns
    -------
    int
        How many were found.
    """
    anchors = anchor
    if periodic:
        anchors = images[: 3 * periodic_images(anchor, corners, box, dimensions, images)]
    return nodes_in_region(boxes, links, points, operations, shapes, mirrored, anchors, found)


def nodes_in_region(boxes, links, points, operations, shapes, mirrored, anchors, found):
    """Write the numbers of the nodes that lie in a region around an anchor.

    Parameters
    ----------
    boxes : ndarray of float64, shape (6 * n_boxes,)
    links : ndarray of int64, shape (3 * n_boxes,)
    points : ndarray of float64, shape (3 * n,)
    operations, shapes
        The region, see `nestlike.numerics.regions`.
    mirrored : int
        Whether to turn the region round: a point is inside if its opposite is.
    anchors : ndarray of float64, shape (3 * n_anchors,)
        Where the region lies; in periodic space it has several images.
    found : ndarray of int64
        Results; long enough for every node once per anchor.

    Returns
    -------
    int
        How many were found.
    """
    n = 0
    landed = False
    for start in range(0, len(anchors), 3):
        x, y, z = anchors[start], anchors[start + 1], anchors[start + 2]
        moved = landed
        first = True
        box = 0
        while 3 * box < len(links):
            begin, end, after = links[3 * box], links[3 * box + 1], links[3 * box + 2]
            inside, outside = placed(boxes, box, operations, shapes, mirrored, x, y, z)
            if outside and (box == 0 or not inside):
                box = after
                continue
            if not inside and after > box + 1:
                box += 1
                continue
            if inside:
                if first and skips_first(
                    links, box, points, operations, shapes, mirrored, x, y, z, moved
                ):
                    begin += 1
                for node in range(begin, end):
                    found[n] = node
                    n += 1
            else:
                for node in range(begin, end):
                    if holds(points, node, operations, shapes, mirrored, x, y, z):
                        found[n] = node
                        n += 1
            first = False
            landed = True
            box = after
    return n


def skips_first(links, box, points, operations, shapes, mirrored, x, y, z, moved):
    """Return whether NEST leaves out the first node of a box that lies inside as a whole.

    It tests this one node where a walk begins in such a box.  The test fails only where a box
    counts as inside though parts of it are not.  If the walk came from another image of the
    region, it goes back to the node unless the leaf holds no other.
    """
    leaf = box
    while links[3 * leaf + 2] > leaf + 1:
        leaf += 1
    n = links[3 * leaf + 1] - links[3 * leaf]
    if n == 0 or (moved and n > 1):
        return False
    return not holds(points, links[3 * leaf], operations, shapes, mirrored, x, y, z)


def holds(points, node, operations, shapes, mirrored, x, y, z):
    """Return whether a region around (x, y, z) holds a node."""
    x = points[3 * node] - x
    y = points[3 * node + 1] - y
    z = points[3 * node + 2] - z
    if mirrored:
        x, y, z = -x, -y, -z
    if len(operations) == 1:  # most regions are a single shape
        return point_in_shape(shapes, 0, x, y, z)
    return point_inside(operations, shapes, x, y, z)


def placed(boxes, box, operations, shapes, mirrored, x, y, z):
    """Return whether a box lies inside, and whether outside, of a region around (x, y, z)."""
    x = boxes[6 * box] - x
    y = boxes[6 * box + 1] - y
    z = boxes[6 * box + 2] - z
    to_x, to_y, to_z = x + boxes[6 * box + 3], y + boxes[6 * box + 4], z + boxes[6 * box + 5]
    if mirrored:
        return box_inside_outside(operations, shapes, -to_x, -to_y, -to_z, -x, -y, -z)
    return box_inside_outside(operations, shapes, x, y, z, to_x, to_y, to_z)


def periodic_images(anchor, corners, box, dimensions, images):
    """Write where a region around an anchor lies in a box that continues at its opposite side.

    Parameters
    ----------
    anchor : ndarray of float64, shape (3,)
    corners : ndarray of float64, shape (6,)
        Of the region's bounding box, relative to the anchor.
    box : ndarray of float64, shape (6,)
        Lower left corner and extent.
    dimensions : int
    images : ndarray of float64, shape (24,)
        Results, x, y, z of each: first the one whose lower left corner is in the box.

    Returns
    -------
    int
        Number of images, up to 8.
    """
    for i in range(3):
        images[i] = anchor[i]
    if math.isinf(corners[0]):
        return 1
    for i in range(dimensions):
        offset = (anchor[i] + corners[i] - box[i]) % box[3 + i]
        images[i] = offset - corners[i] + box[i]
    n = 1
    for i in range(dimensions):
        if images[i] + corners[3 + i] - box[i] > box[3 + i]:
            for k in range(3 * n):
                images[3 * n + k] = images[k]
            for k in range(n, 2 * n):
                images[3 * k + i] -= box[3 + i]
            n *= 2
    return n
