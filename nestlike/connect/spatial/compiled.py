"""Run the loops that choose pairs in compiled code."""

import numpy as np

from nestlike.compiler.views import address_of
from nestlike.connect.draw_program import STACK
from nestlike.connect.spatial.fixed_number_loop import connect_fixed_number
from nestlike.connect.spatial.job import DONE, FULL, JOB
from nestlike.connect.spatial.pairwise_loops import connect_pairwise, connect_plain_pairwise
from nestlike.connect.spatial.value_program import (
    DIMENSIONS,
    EXTENT,
    PERIODIC,
    PLACE,
    ValueProgram,
)
from nestlike.kernel.space.masks import corners_of
from nestlike.kernel.space.node_tree import NodeTree
from nestlike.numerics.poisson import POISSON_STATE_SIZE

#: Room for results that is added whenever they fill what there is.
_PIECE = 1 << 18


class Job:
    """One run of a compiled loop.

    Parameters
    ----------
    rule : SpatialRule
    engine : Engine
    vp : int
        Virtual process whose spare normal values are used.
    drivers : NodeList
        The nodes that partners are looked for.
    capacity : int
        Number of pairs that there is room for.

    Raises
    ------
    NotImplementedError
        If a value has no operation.
    """

    def __init__(self, rule, engine, vp: int, drivers, capacity: int):
        self.record, self.arrays = np.zeros(1, JOB), {}
        engine.refill_by_machine_code()
        layer, projection = rule.targets.layer, rule.projection
        self._refer(
            engine=engine.state, drivers=drivers.ids, driver_points=drivers.points,
            stack=np.zeros(STACK), memory=np.zeros(POISSON_STATE_SIZE), images=np.zeros(24),
            p_place=_place(rule.probability_layer), q_place=_place(rule.layer),
        )  # fmt: skip
        self._set(
            n_drivers=len(drivers.ids), dimensions=layer.dimensions, left=-1,
            autapses=rule.takes_autapses, multapses=projection.allow_multapses,
            strict=not projection.allow_autapses,
        )  # fmt: skip
        self._candidates(rule.candidates)
        self._programs(rule, vp, layer.dimensions)
        # A loop may want room for all candidates of a node before it goes on to the next.
        self.make_room(max(capacity, int(self.record["n_found"][0])))

    def _set(self, **numbers) -> None:
        for name, number in numbers.items():
            self.record[name] = number

    def _refer(self, **arrays) -> None:
        for name, array in arrays.items():
            self.arrays[name] = np.ascontiguousarray(array)
            self.record[name] = address_of(self.arrays[name])

    def _candidates(self, candidates) -> None:
        nodes, mask = candidates.nodes, candidates.mask
        n = len(nodes.ids)
        self._set(n_nodes=n, mirrored=candidates.mirrored)
        self._refer(nodes=nodes.ids, points=nodes.points)
        if isinstance(nodes, NodeTree):
            n *= _most_images(nodes, mask)
            self._refer(
                boxes=nodes.boxes, links=nodes.links, region=mask.operations, shapes=mask.shapes,
                corners=corners_of(mask, candidates.mirrored),
                box=nodes.box,
            )  # fmt: skip
            self._set(
                n_boxes=len(nodes.boxes), periodic=nodes.periodic, n_shapes=len(mask.shapes),
                n_region=len(mask.operations),
            )  # fmt: skip
        self._set(n_found=n)
        self._refer(found=np.arange(n), sums=np.zeros(n), last_use=np.zeros(n, np.int64))

    def _programs(self, rule, vp: int, dimensions: int) -> None:
        p, specs = rule.probability_value, rule.projection.specs
        chance = ValueProgram([] if p is None else [p], vp, dimensions)
        quantities = [quantity.value for spec in specs for quantity in spec.drawn]
        drawn = ValueProgram(quantities, vp, dimensions)
        self._refer(
            p_operations=chance.operations, p_operands=chance.operands,
            q_operations=drawn.operations, q_operands=drawn.operands, q_starts=drawn.starts,
        )  # fmt: skip
        self._set(
            n_p=chance.starts[-1], p_plain=p is not None and chance.is_plain,
            n_q_operations=drawn.starts[-1], n_q=len(quantities),
        )  # fmt: skip
        self.is_plain = chance.is_plain and drawn.is_plain
        depth = max(1, *(program.depth for program in (chance, drawn) if program.is_plain), 1)
        self._set(depth=depth)
        self._refer(value_columns=np.empty(depth * int(self.record["n_found"][0])))

    def make_room(self, capacity: int) -> None:
        """Begin new, empty results."""
        self.drawn = np.empty((int(self.record["n_q"][0]), capacity))
        self._refer(
            source=np.empty(capacity, np.int32), target=np.empty(capacity, np.int32),
            columns=np.array([address_of(row) for row in self.drawn], np.int64),
        )  # fmt: skip
        self._set(capacity=capacity, made=0)

    def results(self):
        """Return sources, targets and drawn columns made so far."""
        n = int(self.record["made"][0])
        return self.arrays["source"][:n], self.arrays["target"][:n], self.drawn[:, :n]

    def run(self, loop) -> list | None:
        """Return the results, piece by piece; None if interpreted code is to look for a fault."""
        pieces, status = [], FULL
        while status == FULL:
            if pieces:
                self.make_room(int(self.record["capacity"][0]))
            status = loop(address_of(self.record))
            pieces.append(self.results())
        return pieces if status == DONE else None


def _most_images(tree: NodeTree, mask) -> int:
    """Return how often a node may be found: more than once where a mask meets itself."""
    width = (mask.upper - mask.lower)[: tree.dimensions]
    meets_itself = np.isfinite(width) & (width > 0.999 * tree.extent[: tree.dimensions])
    return 1 << int(meets_itself.sum()) if tree.periodic else 1


def _place(layer):
    place = np.zeros(PLACE)
    place[EXTENT : EXTENT + layer.dimensions] = layer.extent
    place[PERIODIC], place[DIMENSIONS] = layer.periodic, layer.dimensions
    return place


def pairwise(rule, engine, vp: int, drivers, by_poisson: bool) -> list | None:
    """Return the pairs that a pairwise rule makes on a process; see `Job.run`."""
    job = Job(rule, engine, vp, drivers, _PIECE)
    job._set(poisson=by_poisson)
    plain = job.is_plain and not by_poisson
    return job.run(connect_plain_pairwise if plain else connect_pairwise)


def fixed_number(rule, engine, vp: int, drivers, outgoing: bool) -> list | None:
    """Return the pairs that a rule with a fixed number makes for some nodes; see `Job.run`."""
    degree = rule.projection.number.value
    job = Job(rule, engine, vp, drivers, degree * len(drivers.ids))
    job._set(degree=degree, outgoing=outgoing)
    return job.run(connect_fixed_number)
