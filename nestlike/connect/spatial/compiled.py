"""Run the loops that choose pairs in compiled code."""

import numpy as np

from nestlike.compiler.views import address_of
from nestlike.connect.draw_program import STACK
from nestlike.connect.spatial import loops
from nestlike.connect.spatial.loops import DONE, FULL, JOB
from nestlike.connect.spatial.value_columns import DEPTH
from nestlike.connect.spatial.value_program import (
    DIMENSIONS,
    EXTENT,
    PERIODIC,
    PLACE,
    ValueProgram,
)
from nestlike.kernel.node_tree import NodeTree, corners_of
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
        self.make_room(capacity)

    def _set(self, **numbers) -> None:
        for name, number in numbers.items():
            self.record[name] = number

    def _refer(self, **arrays) -> None:
        for name, array in arrays.items():
            self.arrays[name] = np.ascontiguousarray(array)
            self.record[name] = address_of(self.arrays[name])

    def _candidates(self, candidates) -> None:
        nodes, mask = candidates.nodes, candidates.mask
        n, images = len(nodes.ids), 1
        self._set(n_nodes=n, mirrored=candidates.mirrored)
        self._refer(nodes=nodes.ids, points=nodes.points)
        if isinstance(nodes, NodeTree):
            images = 1 << nodes.dimensions if nodes.periodic else 1
            self._refer(
                boxes=nodes.boxes, links=nodes.links, region=mask.operations, shapes=mask.shapes,
                corners=corners_of(mask, candidates.mirrored),
                box=np.concatenate([nodes.lower_left, nodes.extent]),
            )  # fmt: skip
            self._set(
                n_boxes=len(nodes.boxes), periodic=nodes.periodic, n_shapes=len(mask.shapes),
                n_region=len(mask.operations),
            )  # fmt: skip
        n_found = n * images
        self._set(n_found=n_found)
        self._refer(
            found=np.arange(n_found), sums=np.zeros(n_found), last_use=np.zeros(n_found, np.int64),
            value_columns=np.empty(DEPTH * n_found),
        )  # fmt: skip

    def _programs(self, rule, vp: int, dimensions: int) -> None:
        p, self.is_plain = rule.probability_value, True
        if p is not None:
            program = ValueProgram([p], vp, dimensions)
            self._refer(p_operations=program.operations, p_operands=program.operands)
            self.is_plain = fits_columns(program)
            self._set(n_p=program.starts[-1], p_plain=self.is_plain)
        specs = rule.projection.specs
        quantities = [quantity.value for spec in specs for quantity in spec.drawn]
        program = ValueProgram(quantities, vp, dimensions)
        self._refer(
            q_operations=program.operations, q_operands=program.operands, q_starts=program.starts
        )
        self._set(n_q_operations=program.starts[-1], n_q=len(quantities))
        self.is_plain &= fits_columns(program)

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


def fits_columns(program: ValueProgram) -> bool:
    """Return whether values can be computed for all candidates at once."""
    return program.is_plain and program.depth < DEPTH


def _place(layer):
    place = np.zeros(PLACE)
    place[EXTENT : EXTENT + layer.dimensions] = layer.extent
    place[PERIODIC], place[DIMENSIONS] = layer.periodic, layer.dimensions
    return place


def pairwise(rule, engine, vp: int, drivers, by_poisson: bool) -> list | None:
    """Return the pairs that a pairwise rule makes on a process; see `Job.run`."""
    job = Job(rule, engine, vp, drivers, max(_PIECE, len(rule.candidates.nodes.ids) * 8))
    job._set(poisson=by_poisson)
    plain = job.is_plain and not by_poisson
    return job.run(loops.connect_plain_pairwise if plain else loops.connect_pairwise)


def fixed_number(rule, engine, vp: int, drivers, outgoing: bool) -> list | None:
    """Return the pairs that a rule with a fixed number makes for some nodes; see `Job.run`."""
    degree = rule.projection.number.value
    job = Job(rule, engine, vp, drivers, degree * len(drivers.ids))
    job._set(degree=degree, outgoing=outgoing)
    return job.run(loops.connect_fixed_number)
