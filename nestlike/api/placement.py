"""What says where new nodes are: on a grid, at given positions, or at drawn ones."""

import numpy as np

from nestlike.api.parameters import Parameter
from nestlike.kernel.space.spatial_values import Coordinates


class grid:
    """Positions on a regular grid.

    Parameters
    ----------
    shape : list of int, length 2 or 3
        Number of nodes in each dimension.
    center : list of float, optional
        Centre of the layer; the origin by default.
    extent : list of float, optional
        Size of the layer; 1 in each dimension by default. Nodes lie in the middle of the cells.
    edge_wrap : bool, default False
        Whether the layer continues at its opposite side.

    Notes
    -----
    Nodes are numbered column by column, from the top of each.
    """

    def __init__(self, shape, center=None, extent=None, edge_wrap=False):
        self.shape = shape
        self.center = center
        self.extent = extent
        self.edge_wrap = edge_wrap


class free:
    """Positions that are given or drawn.

    Parameters
    ----------
    pos : list of list of float, Parameter, or list of Parameter
        A position for each node; or a Parameter that coordinates are drawn from; or one for each
        dimension.
    extent : list of float, optional
        Size of the layer, which is centred on the nodes. By default the smallest whole numbers
        that hold all nodes.
    edge_wrap : bool, default False
        Whether the layer continues at its opposite side.
    num_dimensions : int, optional
        2 or 3, for a single Parameter without an `extent`.

    Raises
    ------
    TypeError
        If the dimensions are given twice or cannot be known, or `pos` has another form.
    ValueError
        If there are not 2 or 3 dimensions.
    """

    def __init__(self, pos, extent=None, edge_wrap=False, num_dimensions=None):
        if extent and num_dimensions:
            raise TypeError("extent and number of dimensions cannot be specified at the same time")
        self.pos = _positions(pos, extent, num_dimensions)
        self.extent = extent
        self.edge_wrap = edge_wrap


def _positions(pos, extent, num_dimensions):
    if isinstance(pos, Parameter):
        dimensions = len(extent) if extent else num_dimensions
        if not dimensions:
            raise TypeError(
                "could not infer number of dimensions. Set num_dimensions or extent when using "
                "Parameter as pos"
            )
        return _coordinates([pos] * dimensions)
    if not isinstance(pos, (list, tuple, np.ndarray)):
        raise TypeError(f"pos must be either an array of positions, or a Parameter, not {pos!r}")
    if num_dimensions:
        raise TypeError("number of dimensions cannot be specified when using an array of positions")
    return _coordinates(pos) if all(isinstance(p, Parameter) for p in pos) else pos


def _coordinates(parameters):
    if len(parameters) not in (2, 3):
        raise ValueError(f"Number of dimensions must be 2 or 3, not {len(parameters)}")
    return Parameter(Coordinates([parameter._datum for parameter in parameters]))
