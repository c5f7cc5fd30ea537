"""The compiled form of connections: what the driver walks through when spikes are delivered."""

import numpy as np

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.layouts import TABLE
from nestlike.compiler.views import address_of
from nestlike.kernel.delivery.delivery_columns import (
    addressed,
    delay_fields,
    index_type,
    numbered,
    own_columns,
)
from nestlike.kernel.delivery.plasticity import register_plastic
from nestlike.kernel.delivery.segments import apart, backwards, enabled, of_stand_in
from nestlike.kernel.delivery.static_delivery import CALLS, COUNTS, STATIC, deliver_each
from nestlike.kernel.delivery.synapse_events import event_loop
from nestlike.kernel.distinct import first_of_runs
from nestlike.kernel.records import Records


class DeliveryTables:
    """All neuron-to-neuron connections to one virtual process.

    Segments are stretches of connections with the same source in NEST's order.  `under_way` is a
    `SpikesUnderWay`.
    """

    #: Whether weight recorders take down what is delivered.
    recorded = True

    def __init__(self, process, tables: dict, kernel, under_way):
        self.process, self.kernel = process, kernel
        self._renewed_for = self._present()
        self.n_nodes = max([kernel.nodes.size, *under_way.stand_ins])
        used = {number: tables[number] for number in sorted(tables) if len(tables[number])}
        self._used = list(used.values())
        self.records = Records(TABLE, 2 * max(1, len(used)))
        self._deliver: dict[int, Kernel] = {}
        found = []
        for i, (number, table) in enumerate(used.items()):
            special = self._fill(2 * i, table)
            parts = self._segments(2 * i, table, special, table.muted)
            found += parts
            for *reached, muted in under_way.reached(number, process.vp):
                then = muted is not table.muted and self._segments(2 * i, table, special, muted)
                found += [of_stand_in(part, *reached) for part in then or parts]
        for table in tables.values():  # those that have lost all connections, too
            if table.readers is not None:
                register_plastic(process, table.readers, kernel.time)
        self._index(found if kernel.connections.compressed else found[::-1])

    def _segments(self, i: int, table, special, muted) -> list[tuple]:
        """Return (source, address, begin, end) of the segments of records `i` and `i` + 1."""
        runs = enabled(table, muted)
        if special is None:
            return [self._part(i, table, *runs)]
        plain, single = apart(*runs, special)
        self._fill_special(i)
        return [self._part(i, table, *plain), self._part(i + 1, table, *single)]

    def _part(self, i: int, table, source, begin, end) -> tuple:
        if not self.kernel.connections.compressed:
            # NEST hands stretches over backwards, which shows where it does not sort them.
            source, begin, end = backwards(table, source, begin, end)
        return source, np.full(len(begin), self.records.address_of(i)), begin, end

    def _fill_special(self, i: int) -> None:
        """Let record `i` + 1 stand for the same connections, looked at one by one."""
        self.records.array[i + 1] = self.records.array[i]
        delay = self.records.kept[i, "delay"].astype(np.int32, copy=False)
        self.records.set(i + 1, delay=delay, delay_bytes=4)
        self._deliver[i + 1] = deliver_each

    def _index(self, found: list) -> None:
        source, address, begin, end = (
            np.concatenate([part[i] for part in found]) if found else np.empty(0, np.int64)
            for i in range(4)
        )
        order = np.argsort(source, kind="stable")
        sources, first = first_of_runs(source[order])
        self.row_of = np.full(self.n_nodes + 1, -1, np.int32)
        self.row_of[sources] = np.arange(len(sources))
        self.first_segment = np.append(first, len(source)).astype(np.int64)
        self.segments = np.stack([address[order], begin[order], end[order]], axis=1).astype(
            np.int64
        )

    def _fill(self, i: int, table):
        """Fill record `i`; return which connections have to be looked at one by one, or None."""
        process, clock = self.process, self.kernel.time
        model = table.entry.model
        recorder = table.entry.defaults["weight_recorder"] if self.recorded else 0
        each = bool(model.acts() or recorder)
        weight, one_weight = _weights(table, model.learns)
        inputs = None if each else addressed(process.inputs, table, weight)
        special = None
        if inputs is None:
            inputs, special = self._resolve(i, table, weight, each)
        self._deliver[i] = event_loop(model, bool(recorder)) if each else STATIC[inputs.itemsize]
        self.records.set(
            i, ring=process.ring_address(0), row_bytes=process.row_bytes,
            width=process.ring.shape[1], n_slots=process.n_slots,
            input=inputs, input_bytes=inputs.itemsize,
            weight=weight, one_weight=one_weight, **delay_fields(table.delay, narrow=not each),
            tics_per_step=clock.tics_per_step, ms_per_tic=clock.ms_per_tic,
            ms_per_step=clock.ms_per_step, n=len(table), event=process.receptions.record,
            engine=process.engine.state, count=1,
        )  # fmt: skip
        if model.acts():
            pointers, self.records.kept[i, "arrays"] = own_columns(table)
            self.records.set(i, columns=pointers)
        if model.reads_history():
            self.records.set(i, **self._history_fields(i, table))
        if recorder:
            self.records.set(i, **self._recorder_fields(table, recorder))
        return special

    def _resolve(self, i: int, table, weight, each: bool):
        """Return an index for each connection, and which of them carry a flag, if any.

        Where `each` is looked at by itself, it is an index for each neuron if that is enough.
        """
        if each and table.receptor.is_constant:
            return self._by_neuron(i, table), None
        receptors = table.receptor.constant if table.receptor.is_constant else table.receptor.rows
        positive, other = self.process.inputs.resolve(table.target, receptors)
        special = ((positive | other) & (COUNTS | CALLS)) != 0
        if each or special.any():
            self.records.set(i, input_in=other, n_inputs=len(table), source=table.source)
        if each:
            return positive, None
        inputs = np.where(weight > 0, positive, other)
        if special.any():
            return inputs, special
        return inputs.astype(index_type(inputs), copy=False), None

    def _by_neuron(self, i: int, table):
        """Let connections keep the numbers of their targets; return the index for each neuron."""
        inputs = self.process.inputs
        positive, other = inputs.by_neuron(table.receptor.constant)
        neuron = numbered(inputs, table)
        self.records.set(i, neuron=neuron, by_neuron=1, input_in=other, n_inputs=len(other))
        if (other & CALLS).any():
            self.records.set(i, source=table.source)
        return positive

    def _history_fields(self, i: int, table) -> dict:
        neuron = self.records.kept.get((i, "neuron"))
        if neuron is None:
            neuron = self.process.inputs.neurons(table.target).view(np.uint32)
        return {
            "neuron": neuron,
            "n_neurons": self.process.n_neurons,
            "archive_of": self.process.archive_of(),
            "local_of": self.process.local_of(),
        }

    def _recorder_fields(self, table, recorder: int) -> dict:
        return {
            "weight_log": self.process.logs[recorder].record,
            "source": table.source,
            "target": table.target,
            "receptor": table.receptor.array(),
        }

    def kernels(self):
        """Return the kernels that deliver."""
        return self._deliver.values()

    def bind(self) -> None:
        """Let the records know where the machine code of these kernels is."""
        for i, kernel in self._deliver.items():
            self.records.set(i, deliver=kernel.address)

    def renew(self) -> None:
        """Point the tables at the present ring buffer and archives."""
        process, present = self.process, self._present()
        if self._renewed_for == present:
            return
        self._renewed_for = present
        for i in range(len(self.records.array)):
            self.records.set(
                i, ring=process.ring_address(0), row_bytes=process.row_bytes,
                width=process.ring.shape[1], n_slots=process.n_slots,
                engine=process.engine.state,
            )  # fmt: skip

    def _present(self) -> tuple:
        process = self.process
        return process.ring_address(0), process.ring.shape, address_of(process.engine.state)

    def fields(self) -> dict:
        """Return the fields of the PROCESS record."""
        return {
            "n_nodes": self.n_nodes,
            "row_of": self.row_of,
            "n_rows": len(self.first_segment) - 1,
            "first_segment": self.first_segment,
            "n_segments": len(self.segments),
            "segments": self.segments,
            "apart": not self.kernel.connections.compressed,
        }


def _weights(table, learns: bool):
    """Return the array of weights and whether it is a single one."""
    common = table.entry.model.common
    if "weight" in common:
        return np.array([table.entry.defaults["weight"]]), True
    if learns:
        return table.weight.dense(), False
    if table.weight.is_constant:
        return np.array([table.weight.constant], float), True
    return table.weight.rows, False
