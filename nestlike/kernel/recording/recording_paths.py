"""Who records what: from neurons and generators to the logs and samplers of recorders."""

from collections import defaultdict

import numpy as np

from nestlike.compiler.layouts import LOG
from nestlike.kernel.delivery.gates import Gates
from nestlike.kernel.delivery.static_delivery import INDEX
from nestlike.kernel.distinct import distinct
from nestlike.kernel.recording.recorders import Log, Recorder, Sampler, first_sample, recorder_of
from nestlike.kernel.recording.weight_log import WeightLog
from nestlike.kernel.records import Records
from nestlike.kernel.running.device_runtime import window
from nestlike.kernel.running.receiver_runtime import ReceiverRuntime


class RecordingPaths:
    """Logs, samplers and the recorders they belong to.

    Samplers and logs are kept by process in ``process.samplers`` and ``process.logs``, by node id.

    Attributes
    ----------
    by_backend : dict of str to list of Recorder
        The recorders that write to each backend, in order of node id; known from Prepare on.
    can_wait : bool
        Whether backends need data only when somebody asks for them.
    waiting : bool
        Whether there may be data that were not written yet.
    """

    def __init__(self, kernel):
        self._kernel = kernel
        self._recorders: dict[int, Recorder] = {}
        self.by_backend: dict[str, list[Recorder]] = {}
        self.can_wait = self.waiting = False
        #: What may hold data: (how many, store, window, writer, recorder, process).
        self._stores: list[tuple] = []

    def recorders(self) -> list[Recorder]:
        """Return all recorders in order of node id."""
        for population in self._kernel.nodes.populations:
            if not population.entry.model.writes:
                continue
            for k in range(population.n):
                self._recorders[population.first_id + k] = recorder_of(population.blocks[0], k)
        return list(self._recorders.values())

    def log_address(self, process, recorder: int) -> int:
        """Return the address of a spike recorder's log on a process."""
        recorder = int(recorder)
        if recorder not in process.logs:
            process.logs[recorder] = Log()
        return process.logs[recorder].record.address

    def connect(self, processes: list, min_delay: int, now: int) -> None:
        """Set up logs and samplers for the connections as they are."""
        for process in processes:
            self._connect_receivers(process)
            self._connect_spikes(process, min_delay)
            self._connect_weights(process)
            self._connect_multimeters(process, min_delay, now)

    def _connect_receivers(self, process) -> None:
        """Let recorders that take events one by one hear what is reported to their logs."""
        for runtime in process.runtimes:
            if runtime.model.writes:
                first = process.receptions.add(runtime, 0)
                for k, memory in enumerate(runtime.memories):
                    memory.log.listen(process.receptions, first + k)
                    process.logs[runtime.block.first_id + k] = memory.log

    def _connect_spikes(self, process, min_delay: int) -> None:
        """Tell neurons and generators which logs they report to, and logs how much may come."""
        nodes = self._kernel.nodes
        reports: dict = defaultdict(list)
        worst: dict = defaultdict(int)
        process.relays = []
        process.gates = Gates(process.engine.state, self._kernel.time)
        for table, rows, sources, targets in _rows(self._kernel.connections.to_devices[process.vp]):
            told = self._told(process, table, rows, targets, worst, min_delay)
            for where, population in nodes.by_population(sources):
                for part, block, local in population.locate(sources[where]):
                    reports[block.runtime].append((local, told[where][part]))
        self._expect_from_devices(process, worst, min_delay)
        for runtime in process.runtimes:
            if not isinstance(runtime, ReceiverRuntime):
                runtime.connect_recorders(reports.get(runtime, []), len(process.gates) > 0)
        for recorder, log in process.logs.items():
            log.expect(worst[recorder])

    def _told(self, process, table, rows, targets, worst: dict, min_delay: int):
        """Return the addresses of what is told of spikes, for some connections of a table."""
        ids = distinct(targets)
        place = np.searchsorted(ids, targets)
        for target, n in zip(ids.tolist(), np.bincount(place).tolist(), strict=True):
            worst[target] += n * min_delay
        if table.entry.model.acts() or not all(self._is_recorder(node) for node in ids.tolist()):
            told = (
                process.gates.through(table, row, self._listener(process, table, row, target))
                for row, target in zip(rows.tolist(), targets.tolist(), strict=True)
            )
            return np.fromiter(told, np.int64, len(rows))
        return np.array([self.log_address(process, node) for node in ids], np.int64)[place]

    def _is_recorder(self, node: int) -> bool:
        return self._kernel.nodes.population_of(node).entry.model.writes

    def _expect_from_devices(self, process, worst: dict, min_delay: int) -> None:
        """Count what generators that recorders are connected to may send in a slice."""
        nodes = self._kernel.nodes
        for _, _, sources, targets in _rows(self._kernel.connections.from_devices[process.vp]):
            for where, population in nodes.by_population(targets):
                if not population.entry.model.writes:
                    continue
                for source, target in zip(sources[where], targets[where].tolist(), strict=True):
                    self.log_address(process, target)
                    sender = nodes.population_of(source)
                    worst[target] += sender.entry.model.events_per_slice(
                        sender.blocks[process.vp], min_delay
                    )

    def _listener(self, process, table, row: int, target: int) -> int:
        """Return the address of what is told of the spikes that a connection carries."""
        if self._is_recorder(target):
            return self.log_address(process, target)
        index = process.inputs.resolve(np.array([target]), table.receptor[row])[0]
        relay = Records(LOG)
        relay.set(
            reception=1 + (int(index[0]) & INDEX),
            event=process.receptions.record,
            delay=table.delay[row],
        )
        process.relays.append(relay)
        return relay.address

    def _connect_weights(self, process) -> None:
        for table in self._kernel.connections.tables[process.vp].values():
            recorder = table.entry.defaults["weight_recorder"]
            if recorder and recorder not in process.logs:
                known = recorder_of(*_locate(self._kernel.nodes, recorder))
                process.logs[recorder] = WeightLog(known)

    def _connect_multimeters(self, process, min_delay: int, now: int) -> None:
        targets: dict = defaultdict(list)
        for _, _, sources, reached in _rows(self._kernel.connections.from_devices[process.vp]):
            for where, population in self._kernel.nodes.by_population(sources):
                if population.entry.model.writes:
                    pairs = zip(sources[where].tolist(), reached[where].tolist(), strict=True)
                    for meter, node in pairs:
                        targets[meter].append(node)
        probes: dict = defaultdict(list)
        samplers = {}
        for meter, nodes in targets.items():
            if not recorder_of(*_locate(self._kernel.nodes, meter)).value_names:
                continue  # NEST records not even senders and times without quantities
            sampler = self._sampler(process.samplers.get(meter), meter, nodes, min_delay, now)
            samplers[meter] = sampler
            self._probe(process, sampler, meter, nodes, probes)
        process.samplers = samplers
        for runtime in process.runtimes:
            if runtime in probes or not isinstance(runtime, ReceiverRuntime):
                runtime.connect_probes(probes.get(runtime, []))

    def _sampler(self, old, meter: int, nodes: list, min_delay: int, now: int) -> Sampler:
        clock = self._kernel.time
        block, k = _locate(self._kernel.nodes, meter)
        interval = clock.steps_from_ms(block.columns["interval"][k])
        offset = clock.steps_from_ms(block.columns["offset"][k])
        first = first_sample(interval, offset, now)
        if old is not None:
            return old if len(old.senders) == len(nodes) else old.grown(nodes, min_delay, first)
        return Sampler(nodes, len(block.columns["record_from"][k]), interval, first, min_delay)

    def _probe(self, process, sampler, meter: int, nodes: list, probes: dict) -> None:
        meter_block, m = _locate(self._kernel.nodes, meter)
        names = meter_block.columns["record_from"][m]
        groups: dict = defaultdict(lambda: ([], []))
        for place, node in enumerate(nodes):
            block, k = _locate(self._kernel.nodes, node, process.vp)
            groups[block][0].append(k)
            groups[block][1].append(place)
        for block, (local, places) in groups.items():
            which = [block.model.recordable_number(name, block) for name in names]
            probes[block.runtime].append((sampler, local, places, which))

    def supplies(self, process) -> list:
        """Return the records of everything that fills up on a process."""
        return [thing.record for thing in (*process.logs.values(), *process.samplers.values())]

    def prepare(self, processes: list, backends: dict) -> None:
        """Take over when recorders are active, and where they write to; neither changes soon."""
        self.by_backend, self._stores = defaultdict(list), []
        for recorder in self.recorders():
            self.by_backend[recorder.backend_name].append(recorder)
            write = backends[recorder.backend_name].write
            active = window(recorder.parameters(), self._kernel.time)
            for process in processes:
                for stores in (process.logs, process.samplers):
                    if recorder.node_id in stores:
                        store = stores[recorder.node_id]
                        used = store.record.array["used"]
                        self._stores.append((used, store, active, write, recorder, process.vp))
        self.can_wait = not any(backends[name].follows_runs for name in self.by_backend)

    def flush(self) -> None:
        """Write what was recorded to the backends."""
        self.waiting = False
        for used, store, active, write, recorder, vp in self._stores:
            if used[0]:
                data = store.flush(*active)
                if len(data[0]):
                    write(recorder, vp, *data)


def _rows(tables: dict):
    """Yield (table, rows, sources, targets) of all enabled connections, by synapse model."""
    for number in sorted(tables):
        table = tables[number]
        keep = np.arange(len(table)) if table.disabled is None else np.flatnonzero(~table.disabled)
        if len(keep):
            yield table, keep, table.source[keep], table.target[keep]


def _locate(nodes, node: int, vp: int | None = None):
    """Return the block and local index of a node (of its replica on `vp`)."""
    population = nodes.population_of(int(node))
    if population.replicated:
        return population.blocks[vp or 0], int(node) - population.first_id
    _, block, local = next(population.locate(np.array([node])))
    return block, int(local[0])
