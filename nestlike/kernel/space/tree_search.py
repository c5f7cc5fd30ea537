"""The search of a tree for the nodes in a mask, in compiled code where that is sooner done."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, f64, i64, record
from nestlike.kernel.space.masks import corners_of
from nestlike.numerics.regions import WIDTH
from nestlike.numerics.tree_walk import nodes_around

#: A tree, a mask and where it lies; see `nestlike.numerics.tree_walk`.  found: [n_found] room for
#: the numbers of the nodes; n: how many there are.
SEARCH = layout(
    "boxes links n_boxes points n_nodes box dimensions region n_region shapes n_shapes corners"
    " mirrored periodic anchor images found n_found n"
)

#: Nodes of a layer for which interpreted code takes a microsecond, most being out of sight.
_NODES_PER_STEP = 4


@compiled
def search_tree(address):
    """Write the numbers of the nodes that lie in a mask."""
    search = record(address, SEARCH)
    search.n = nodes_around(
        f64(search.boxes, 6 * search.n_boxes), i64(search.links, 3 * search.n_boxes),
        f64(search.points, 3 * search.n_nodes), i64(search.region, search.n_region),
        f64(search.shapes, search.n_shapes * WIDTH), search.mirrored, f64(search.anchor, 3),
        search.periodic, f64(search.corners, 6), f64(search.box, 6), search.dimensions,
        f64(search.images, 24), i64(search.found, search.n_found),
    )  # fmt: skip
    return 0


class Search:
    """Searches of one tree.

    Parameters
    ----------
    tree : NodeTree
    """

    def __init__(self, tree):
        self._record, self._arrays = np.zeros(1, SEARCH), {}
        self._address = address_of(self._record)
        self._refer(boxes=tree.boxes, links=tree.links, points=tree.points, box=tree.box)
        # A node is found once for each image of the mask, at most.
        n = len(tree.ids) << (tree.dimensions if tree.periodic else 0)
        self._refer(found=np.empty(n, np.int64), images=np.empty(24))
        self._refer(anchor=np.zeros(3), corners=np.empty(6))
        self._set(
            n_boxes=len(tree.boxes), n_nodes=len(tree.ids), dimensions=tree.dimensions,
            periodic=tree.periodic, n_found=n,
        )  # fmt: skip
        self._steps = len(tree.ids) // _NODES_PER_STEP
        self._region: tuple = (None, False)

    def _set(self, **numbers) -> None:
        for name, number in numbers.items():
            self._record[name] = number

    def _refer(self, **arrays) -> None:
        for name, array in arrays.items():
            self._arrays[name] = array
            self._record[name] = address_of(array)

    def find(self, mask, anchor, mirrored: bool) -> np.ndarray:
        """Return the places of the nodes in a mask around `anchor`, as many numbers as axes."""
        if self._region[0] is not mask or self._region[1] != mirrored:
            self._look_for(mask, mirrored)
        self._arrays["anchor"][: len(anchor)] = anchor
        if search_tree.pays(self._steps):
            search_tree(self._address)
        else:
            with np.errstate(all="ignore"):
                search_tree.function(self._address)
        return self._arrays["found"][: int(self._record["n"][0])].copy()

    def _look_for(self, mask, mirrored):
        self._region = mask, mirrored
        self._arrays["corners"][:] = corners_of(mask, mirrored)
        self._refer(region=mask.operations, shapes=mask.shapes)
        self._set(n_region=len(mask.operations), n_shapes=len(mask.shapes), mirrored=mirrored)
