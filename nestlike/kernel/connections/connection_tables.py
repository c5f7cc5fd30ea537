"""All connections: tables by virtual process and synapse model, and the moments they are sorted."""

from nestlike.compiler.kernels import make_ready
from nestlike.kernel.connections.synapse_table import SynapseTable
from nestlike.kernel.running.parallel import for_each_process
from nestlike.kernel.verbosity import VerbosityLevel


class Connections:
    """The tables of a kernel.

    Parameters
    ----------
    kernel : Kernel
        Owner; its settings hold the delay limits and the number of virtual processes.

    Attributes
    ----------
    tables : list of dict of int to SynapseTable
        Per virtual process, by number of the synapse model: connections between nodes that
        exist once.  NEST sorts these by source.
    from_devices, to_devices : list of dict of int to SynapseTable
        The same for connections whose source is replicated, and for those whose target is
        replicated while their source is not.  Kept by source, in order of creation.
    first_model : list of dict of int to int
        Per virtual process, by node id of a generator: number of the synapse model that it was
        connected by first, or would have been.
    precedents : dict
        How single nodes were connected, see `nestlike.connect.precedents`.
    changed : bool
        Whether anything was connected or disconnected since the last sort.
    compressed : bool
        Whether they were sorted then: ``use_compressed_spikes`` at that time.
    version : int
        Raised whenever connections or their parameters change.
    handed_out : bool
        Whether users were given connections since connections were last made or removed.
    """

    def __init__(self, kernel):
        self._kernel = kernel
        settings = kernel.settings
        settings.provide("num_connections", lambda: self.num_connections)
        settings.on_change("local_num_threads", lambda old, new: self.reset())
        self.version = 0
        self.reset()

    def reset(self) -> None:
        """Forget all connections."""
        n_vp = self._kernel.settings.local_num_threads
        self.tables, self.from_devices, self.to_devices = (
            [{} for _ in range(n_vp)] for _ in range(3)
        )
        self.first_model: list[dict[int, int]] = [{} for _ in range(n_vp)]
        self.precedents: dict = {}
        self.changed = self.handed_out = False
        self.compressed = True
        self.version += 1

    @property
    def n_vp(self) -> int:
        """Number of virtual processes."""
        return len(self.tables)

    @property
    def num_connections(self) -> int:
        """Number of connections, those of devices included."""
        return sum(table.n_enabled for table in self.all_tables())

    def num_connections_of(self, entry) -> int:
        """Return the number of connections of one synapse model."""
        return sum(table.n_enabled for table in self.all_tables() if table.entry is entry)

    def all_tables(self):
        """Yield every table."""
        for group in (self.tables, self.from_devices, self.to_devices):
            for by_model in group:
                yield from by_model.values()

    def table(self, group: list, vp: int, entry) -> SynapseTable:
        """Return the table of a model in `tables`, `from_devices` or `to_devices`, made if new."""
        by_model = group[vp]
        if entry.number not in by_model:
            by_model[entry.number] = SynapseTable(entry, vp, grouped=group is not self.tables)
        return by_model[entry.number]

    def note_change(self) -> None:
        """Note that structure changed: the next use sorts, and what users hold is outdated."""
        self.changed = True
        if self.handed_out:
            self._kernel.messages.message(
                VerbosityLevel.WARNING,
                "ConnectionManager::connections_changed",
                "New connections created, connection descriptors previously obtained using"
                " 'GetConnections' are now invalid.",
            )
        self.handed_out = False
        self.version += 1

    def _sort_all(self) -> None:
        tables = [table for by_model in self.tables for table in by_model.values()]
        loops = {table.sorting_loop() for table in tables}
        make_ready(loop for loop in loops if loop)  # before threads want them
        size = sum(len(table) for table in tables)
        for_each_process(lambda vp: _sort_tables(self.tables[vp]), self.n_vp, size)

    @property
    def min_delay_steps(self) -> int:
        """The shortest delay in steps."""
        return self._kernel.settings.delays.min_steps

    @property
    def max_delay_steps(self) -> int:
        """The longest delay in steps."""
        return self._kernel.settings.delays.max_steps

    def sort_if_changed(self, nodes_changed: bool = False) -> None:
        """Sort every list if connections, or nodes where the caller minds, have changed.

        Parameters
        ----------
        nodes_changed : bool
            Given as ``kernel.nodes.changed`` before a simulation, left out by ``GetConnections``.
        """
        if not (self.changed or nodes_changed):
            return
        self.compressed = self._kernel.settings.use_compressed_spikes
        if self.compressed:
            with self._kernel.timers.arrange:
                self._sort_all()
        for by_model in self.tables:
            for table in by_model.values():
                table.settle(self.compressed)
        self.changed = self._kernel.nodes.changed = False
        self.version += 1


def _sort_tables(by_model: dict) -> None:
    for number in sorted(by_model):
        by_model[number].sort()
