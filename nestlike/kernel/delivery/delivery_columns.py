"""The columns of connections in the form in which delivery works with them."""

import numpy as np

from nestlike.compiler.views import address_of

#: Input indices below this one are stored in 16 bits each.
_SHORT = 1 << 16


def delay_fields(column, narrow: bool) -> dict:
    """Return the fields for delays: 16 bits each where that is enough and `narrow`, or 32."""
    rows = np.array([column.constant]) if column.is_constant else column.rows
    if not (narrow and rows.dtype == np.uint16):
        rows = rows.astype(np.int32, copy=False)
    return {"delay": rows, "one_delay": column.is_constant, "delay_bytes": rows.itemsize}


def index_type(indices):
    """Return the type in which input indices are stored, as far as none carries a flag."""
    return np.uint16 if indices.max() < _SHORT else np.uint32


def addressed(inputs, table, weight):
    """Return the input index of each connection, stored instead of its target; or None.

    Only where all connections have the same receptor, and the index alone tells the target.
    """
    ends = table.endpoints
    if not table.receptor.is_constant:
        return None
    low, high = ends.target_range()
    found = inputs.reversible(table.receptor.constant, low, high)
    if found is None:
        return None
    by_node, nodes = found
    n_vp = inputs.n_vp
    kind = index_type(by_node[:, low // n_vp : high // n_vp + 1])
    positive, other = by_node.astype(kind)
    if len(weight) == 1 or weight.min() > 0 or weight.max() <= 0:
        reached = positive if weight[0] > 0 else other
        return ends.addresses(lambda ids, first: reached.take(_local(ids, n_vp)), nodes, kind)

    def encode(ids, first):
        local = _local(ids, n_vp)
        sign = weight[first : first + len(ids)] > 0
        return np.where(sign, positive[local], other[local])

    return ends.addresses(encode, nodes, kind)


def numbered(inputs, table):
    """Return the number of each connection's target among the neurons, stored instead of it."""
    return table.endpoints.addresses(lambda ids, first: inputs.neurons(ids), inputs.nodes())


def _local(ids, n_vp: int):
    return ids if n_vp == 1 else ids // n_vp


def own_columns(table):
    """Return (address, mask) of each column that the synapse model uses, and their arrays.

    The value of connection i stands in row i & mask.
    """
    arrays = [_array(table, name) for name in table.entry.model.columns_used()]
    rows = [(address_of(a), -1 if len(a) == len(table) else 0) for a in arrays]
    return np.array(rows or [(0, 0)], np.int64), arrays


def _array(table, name: str) -> np.ndarray:
    """Return the values of one of the model's quantities: a single one if all agree for ever."""
    model = table.entry.model
    if name in model.common:
        return np.array([table.entry.defaults[name]])
    column = table.columns[name]
    if name in model.state:
        return column.dense()
    return np.array([column.constant]) if column.is_constant else column.array()
