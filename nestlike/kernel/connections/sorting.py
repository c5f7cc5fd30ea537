"""Puts connections into NEST's order, in as little memory as possible."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import address_of, i64, u32
from nestlike.kernel.connections.endpoints import PIECE, TARGET, is_short
from nestlike.numerics.records import PAYLOAD_BITS
from nestlike.numerics.spread_sort import (
    SPREAD_FROM,
    sort_by_source,
    sort_in_workspace,
    spread_sort,
    workspace_size,
)

#: Longer lists are sorted by compiled code; loading it takes longer than sorting shorter ones.
INTERPRETED_UP_TO = 5000
#: What a record of two ids of 16 bits has below the source.
SHORT_PAYLOAD_BITS = 16
_NOTHING = np.empty(0, np.int64)


def sorting_order(keys):
    """Return the permutation in which NEST sorts source ids, or None if it moves nothing."""
    n = len(keys)
    ascending = not (keys[1:] < keys[:-1]).any()
    # Spreadsort leaves a sorted list alone, quicksort does so only without ties or below 24.
    if ascending and (n >= SPREAD_FROM or n < 24 or (keys[1:] != keys[:-1]).all()):
        return None
    if n < 24:
        return np.argsort(keys, kind="stable")
    records = (np.asarray(keys, np.int64) << PAYLOAD_BITS) + np.arange(n)
    if n <= INTERPRETED_UP_TO:
        listed = records.tolist()
        sort_by_source(listed)
        records = np.array(listed)
    else:
        sort_in_place(records)
    records &= (1 << PAYLOAD_BITS) - 1
    return records


def sort_in_place(records, carried=_NOTHING) -> None:
    """Sort records of `nestlike.numerics.records`, (n,) int64, as NEST sorts connections.

    Parameters
    ----------
    carried : ndarray of int64, shape (n,), optional
        Moved along with the records.
    """
    _sort(sort_records, records, carried)


def _sort(loop, records, carried) -> None:
    n = len(records)
    workspace = np.empty(workspace_size(n), np.int64)
    places = address_of(carried), len(carried)
    loop(address_of(records), n, *places, address_of(workspace), len(workspace))


@compiled
def sort_records(records, n, carried, n_carried, workspace, size):
    """Sort the `n` records at an address, and what is carried along with them."""
    sort_in_workspace(i64(records, n), i64(carried, n_carried), i64(workspace, size))
    return 0


@compiled
def sort_short_records(records, n, carried, n_carried, workspace, size):
    """Sort the `n` records of 32 bits at an address, not fewer than are spread."""
    spread_sort(u32(records, n), i64(carried, n_carried), i64(workspace, size), SHORT_PAYLOAD_BITS)
    return 0


def sort_with_columns(pairs, columns: dict) -> bool:
    """Sort pairs (see `kernel/connections/endpoints.py`) and columns themselves, if possible.

    Columns of one value need no sorting.  Delays fit into a record beside the target, as long as
    neither is too large, and one column of 64-bit numbers can be carried along.

    Returns
    -------
    bool
        False if nothing was done because there is more to sort.
    """
    rows = {name: column.rows for name, column in columns.items() if not column.is_constant}
    if is_short(pairs):
        if can_carry(rows):
            _sort(sort_short_records, pairs.view(np.uint32).reshape(-1), _carried(rows))
        return can_carry(rows)
    delay = rows.pop("delay", None)
    if not can_carry(rows):
        return False
    target_bits = int(pairs[:, TARGET].max()).bit_length()
    delay_bits = 0 if delay is None else int(delay.max()).bit_length()
    if target_bits + delay_bits > PAYLOAD_BITS:
        return False
    payload = pairs.view(np.uint32)[:, TARGET]
    if delay is not None:
        _pack(payload, delay, target_bits)
    sort_in_place(pairs.view(np.int64).reshape(-1), _carried(rows))
    if delay is not None:
        _unpack(payload, delay, target_bits)
    return True


def can_carry(rows: dict) -> bool:
    """Return whether arrays can be carried along with records: one at most, of 64 bits."""
    return len(rows) <= 1 and all(values.itemsize == 8 for values in rows.values())


def _carried(rows: dict):
    return next(iter(rows.values()), _NOTHING).view(np.int64)


def _pack(payload, delay, bits: int) -> None:
    for first in range(0, len(payload), PIECE):
        piece = slice(first, first + PIECE)
        payload[piece] |= delay[piece].astype(np.uint32) << bits


def _unpack(payload, delay, bits: int) -> None:
    for first in range(0, len(payload), PIECE):
        piece = slice(first, first + PIECE)
        delay[piece] = payload[piece] >> bits
        payload[piece] &= (1 << bits) - 1
