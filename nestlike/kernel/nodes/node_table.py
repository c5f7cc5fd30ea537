"""The nodes of a network, in blocks of one model with evenly spaced ids on one virtual process.

Node i lives on virtual process i mod T; a replicated model (a device without proxies) has one
replica on each.  A `Population` is what one call of Create made.
"""

import numpy as np

from nestlike.kernel.columns import Column, Columns, VectorColumn
from nestlike.kernel.distinct import distinct
from nestlike.kernel.errors import UnknownNode
from nestlike.kernel.nodes.homes import Homes
from nestlike.kernel.nodes.model_table import Origin


class Block:
    """The nodes of one population on one virtual process.

    Attributes
    ----------
    model, entry : type, ModelEntry
        The declaration and the named model the nodes were created from.
    vp, first_id, id_step, n : int
        Virtual process, and the ids first_id, first_id + id_step, ... of the n nodes.
    columns : dict of str to Column
        Parameters, as NEST stores them (those `relative_to` another one as a difference).
    state : ndarray, (n_variables, n), float64
        State variables in declared order, likewise.
    vectors : dict of str to VectorColumn
        Vector-valued state.
    archive : Archive or None
        Spike histories of neurons; made at the first Prepare.
    layer : Layer or None
        Where the nodes are in space, if they are anywhere.
    runtime : object or None
        What the simulation keeps for this block (buffers, addresses); made at the first Prepare.
    changed : bool
        Whether parameters or state were set; whoever derives constants from them clears it.
    local_offset : int
        Number of nodes before this block on its virtual process, -1 before the first Prepare.
    replicas : list of Block
        The blocks of all virtual processes, this one included, where the model is replicated.
    recorders : dict of int to Recorder
        Of the first replicas of recording devices, what their backends know them as.
    memories : dict of int to object
        What nodes keep that are called with each spike, by local index.
    options : dict
        Of a prototype, what SetDefaults was given last that the model does not know; NEST keeps
        it once for a model and all its copies.
    """

    def __init__(self, entry, vp: int, first_id: int, id_step: int, n: int):
        self.entry = entry
        self.model = entry.model
        self.vp, self.first_id, self.id_step, self.n = vp, first_id, id_step, n
        self.runtime = None
        self.archive = None
        self.layer = None
        self.changed = True
        self.local_offset = -1
        self.replicas = [self]
        self.recorders: dict = {}
        self.memories: dict = {}
        self.options: dict = {}
        if entry.prototype is not None and (self.is_prototype or self.model.accepts_anything):
            self.options = entry.prototype.options
        self._begin(entry.origin())

    def _begin(self, origin: Origin) -> None:
        n = self.n
        self.frozen = Column(n, origin.frozen)
        self.columns = Columns(n, origin.values)
        self.state = np.empty((len(origin.state), n))
        self.state[:] = origin.state
        self.vectors = {name: VectorColumn([v] * n) for name, v in origin.vectors.items()}

    def as_origin(self) -> Origin:
        """Return what nodes start from that are copies of the first one here."""
        values = {name: column[0] for name, column in self.columns.items()}
        vectors = {name: vector.take((0,))[0] for name, vector in self.vectors.items()}
        return Origin(values, self.state[:, :1].copy(), vectors, self.frozen[0])

    @property
    def echo(self) -> dict:
        """What the nodes were given last that means nothing to them, where they show that."""
        return self.options if self.model.accepts_anything and not self.is_prototype else {}

    @property
    def is_prototype(self) -> bool:
        """Whether this is no part of the network; see `prototype`."""
        return self.vp < 0

    def ids(self) -> np.ndarray:
        """Return the node ids, ascending."""
        return self.first_id + self.id_step * np.arange(self.n)

    def thread_local_id(self, k: int) -> int:
        """Return the number of node `k` on its virtual process, -1 before Connect."""
        return -1 if self.local_offset < 0 else self.local_offset + k

    def thread_local_ids(self, ks: np.ndarray) -> list[int]:
        """Return the numbers of the nodes `ks` on their virtual process, -1 before Connect."""
        if self.local_offset < 0:
            return [-1] * len(ks)
        return (self.local_offset + ks).tolist()


def prototype(entry) -> Block:
    """Return the node, outside the network, which new nodes of the model `entry` are copies of.

    It keeps the defaults as NEST does: in the form in which a node stores them.
    """
    if entry.prototype is None:
        entry.prototype = Block(entry, -1, 0, 1, 1)
    return entry.prototype


class Population:
    """Nodes made together: ids first_id .. first_id + n - 1, one block per virtual process."""

    def __init__(self, entry, first_id: int, n: int, n_vp: int):
        self.entry, self.first_id, self.n = entry, first_id, n
        self.layer = None
        self.replicated = entry.replicated
        if self.replicated:
            self.blocks = [Block(entry, vp, first_id, 1, n) for vp in range(n_vp)]
            for block in self.blocks:
                block.replicas = self.blocks
        else:
            self.blocks = [self._share(vp, n_vp) for vp in range(n_vp)]

    def _share(self, vp: int, n_vp: int) -> Block:
        first = self.first_id + (vp - self.first_id) % n_vp
        count = len(range(first, self.first_id + self.n, n_vp))
        return Block(self.entry, vp, first, n_vp, count)

    def place(self, layer) -> None:
        """Give the nodes positions, those of a `Layer`."""
        self.layer = layer
        for block in self.blocks:
            block.layer = layer

    def dissolve(self) -> None:
        """Untie the blocks from each other, so that their memory is free at once."""
        for block in self.blocks:
            block.replicas, block.recorders = [], {}

    @property
    def last_id(self) -> int:
        return self.first_id + self.n - 1

    def locate(self, ids: np.ndarray):
        """Yield (positions in `ids`, block, local indices) for the ids of this population.

        A replicated node is found on virtual process 0 only; see `blocks` for its replicas.
        """
        if self.replicated or len(self.blocks) == 1:
            yield slice(None), self.blocks[0], ids - self.first_id
            return
        n_vp = len(self.blocks)
        vps = ids % n_vp
        for vp in distinct(vps):
            block = self.blocks[vp]
            where = np.flatnonzero(vps == vp)
            yield where, block, (ids[where] - block.first_id) // n_vp


class NodeTable:
    """All populations in ascending order of node id; ids start at 1.

    Attributes
    ----------
    size : int
        Number of nodes; also the largest id.
    off_grid : bool
        Whether there are nodes that send spikes off the grid.
    homes : Homes
        The models of the populations.
    """

    def __init__(self):
        #: Number of resets; collections from before the last one are void.
        self.generation = 0
        #: Raised whenever nodes are made or set.
        self.version = 0
        self.populations: list[Population] = []
        self.reset()

    def reset(self) -> None:
        """Forget all nodes."""
        self.generation += 1
        for population in self.populations:
            population.dissolve()
        self.populations = []
        self.size, self.off_grid = 0, False
        self.homes = Homes()
        self._n_numbered = 0
        self._n_local: dict[int, int] = {}
        #: Raised whenever nodes are made; Prepare sorts connections again after that.
        self.changed = True
        self.version += 1

    def create(self, entry, n: int, n_vp: int) -> int:
        """Make `n` nodes of the model `entry` and return the first id."""
        if entry.model.accepts_anything:
            prototype(entry)
        population = Population(entry, self.size + 1, n, n_vp)
        self.populations.append(population)
        self.homes.add(population.first_id, entry)
        self.size += n
        self.off_grid |= entry.model.off_grid
        self.changed = True
        self.version += 1
        entry.model.created(population)
        return population.first_id

    def population_of(self, node_id: int) -> Population:
        """Return the population that holds `node_id`; the id must exist."""
        return self.populations[self.homes.number_of(node_id)]

    def home_of(self, node_id: int) -> tuple[Block, int]:
        """Return the block and the local index of a node, of its first replica if it has any."""
        population = self.population_of(node_id)
        blocks = population.blocks
        if population.replicated or len(blocks) == 1:
            return blocks[0], node_id - population.first_id
        block = blocks[node_id % len(blocks)]
        return block, (node_id - block.first_id) // len(blocks)

    def spanned(self, low: int, high: int) -> list[Population]:
        """Return the populations that hold node `low`, node `high`, and all between them."""
        first, last = self.homes.number_of(low), self.homes.number_of(high)
        return self.populations[first : last + 1]

    def require_ids(self, first: int, last: int) -> None:
        """Raise UnknownNode unless there are nodes `first`, `last` and all between them."""
        if not 1 <= first <= last <= self.size:
            outside = first if first < 1 else last
            raise UnknownNode(
                f"Node with id {outside} does not exist. There are nodes 1 to {self.size}."
            )

    def by_population(self, ids: np.ndarray):
        """Yield (positions in `ids`, population) for an int array of existing ids, in any order."""
        if not len(ids):
            return
        if len(ids) == 1:
            yield slice(None), self.population_of(int(ids[0]))
            return
        which = self.homes.numbers_of(ids)
        if which[0] == which[-1] and (which == which[0]).all():
            yield slice(None), self.populations[which[0]]
            return
        order = np.argsort(which, kind="stable")
        # Positions with the same population are neighbours in this order.
        for positions in np.split(order, np.flatnonzero(np.diff(which[order])) + 1):
            yield positions, self.populations[which[positions[0]]]

    def number_locally(self) -> None:
        """Number the nodes on each virtual process, as Connect, Disconnect and Prepare do."""
        counts = self._n_local
        for population in self.populations[self._n_numbered :]:
            for block in population.blocks:
                block.local_offset = counts.get(block.vp, 0)
                counts[block.vp] = block.local_offset + block.n
        self._n_numbered = len(self.populations)
