"""Synapses that act between neurons and recorders.

Recorders are told of a spike when the neuron fires, not when it arrives; where the synapse acts,
the entry of its connection in a neuron's list of logs is a gate: a LOG record that passes on what
the synapse sends.
"""

import numpy as np

from nestlike.compiler.layouts import LOG, TABLE
from nestlike.kernel.delivery.delivery_columns import own_columns
from nestlike.kernel.delivery.synapse_events import event_gate
from nestlike.kernel.records import Records


class Gates:
    """The gates of one virtual process.

    Parameters
    ----------
    engine : ndarray of uint64
        Random engine of the process.
    clock : Clock
    """

    def __init__(self, engine, clock):
        self._engine, self._clock = engine, clock
        self._tables: dict = {}
        self._gates: list[Records] = []

    def __len__(self) -> int:
        return len(self._gates)

    def through(self, table, row: int, log: int) -> int:
        """Return the address of what is told of spikes in place of the log at address `log`."""
        if not table.entry.model.acts():
            return log
        if table not in self._tables:
            self._tables[table] = self._record(table)
        gate = Records(LOG)
        gate.set(gate=self._tables[table], row=row, log=log)
        self._gates.append(gate)
        return gate.address

    def _record(self, table) -> Records:
        """Return the TABLE record that `event_gate` needs."""
        pointers, arrays = own_columns(table)
        one_weight = table.weight.is_constant and not table.entry.model.learns
        weight = np.array([table.weight.constant]) if one_weight else table.weight.dense()
        record = Records(TABLE)
        record.kept["arrays"] = arrays
        record.set(
            deliver=event_gate(table.entry.model).address, engine=self._engine,
            columns=pointers, weight=weight, one_weight=one_weight, n=len(table),
            delay=np.zeros(1, np.int32), one_delay=True,
            tics_per_step=self._clock.tics_per_step, ms_per_tic=self._clock.ms_per_tic,
        )  # fmt: skip
        return record
