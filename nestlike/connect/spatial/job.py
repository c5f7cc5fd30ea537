"""What a compiled loop works on: a node's candidates, and values for pairs of nodes."""

from nestlike.compiler.layouts import layout
from nestlike.compiler.views import f64, i64, record
from nestlike.connect.spatial.value_columns import evaluate_columns
from nestlike.connect.spatial.value_operations import evaluate
from nestlike.connect.spatial.value_program import MAX_OPERANDS, PLACE, SOURCE, TARGET
from nestlike.numerics.regions import WIDTH
from nestlike.numerics.tree_walk import nodes_around

#: What a loop returns: done, no room for more results, or for interpreted code to find out.
DONE, FULL, FAULT = range(3)

#: In place of the number of a quantity.
PROBABILITY = -1

#: Drivers are the nodes that partners are looked for, nodes the candidates: ids, and points of
#: x, y, z.  boxes, links, box: of their tree, if n_boxes; region, shapes, corners, mirrored: the
#: mask.  found: [n_found] room for candidates of one driver.  p_*, q_*: programs of the
#: probability, if n_p, and of the n_q quantities of a connection, and where they are evaluated;
#: p_plain: whether the probability draws nothing.  value_columns: [depth][n_found].  strict:
#: whether a driver must not be its only candidate.  outgoing: whether drivers are sources.
#: source, target: [capacity] int32.  driver, candidate, left: to go on from.
JOB = layout(
    "engine drivers driver_points n_drivers nodes points n_nodes boxes links n_boxes box periodic"
    " dimensions region n_region shapes n_shapes corners mirrored images found n_found"
    " p_operations p_operands n_p p_plain q_operations q_operands n_q_operations q_starts n_q"
    " p_place q_place stack memory sums last_use value_columns depth"
    " poisson autapses strict multapses degree outgoing"
    " source target columns capacity made driver candidate left"
)


def candidates(address, driver, found):
    """Write the numbers of the candidates of a driver, and return how many there are."""
    job = record(address, JOB)
    if job.n_boxes == 0:
        return job.n_nodes
    return nodes_around(
        f64(job.boxes, 6 * job.n_boxes), i64(job.links, 3 * job.n_boxes),
        f64(job.points, 3 * job.n_nodes), i64(job.region, job.n_region),
        f64(job.shapes, job.n_shapes * WIDTH), job.mirrored,
        f64(job.driver_points + 24 * driver, 3), job.periodic, f64(job.corners, 6),
        f64(job.box, 6), job.dimensions, f64(job.images, 24), found,
    )  # fmt: skip


def values(address, driver, found, n, which):
    """Leave the probabilities, or the values of a quantity, of candidates in the columns."""
    job = record(address, JOB)
    operations, operands, n_operations = job.p_operations, job.p_operands, job.n_p
    place, first = f64(job.p_place, PLACE), 0
    if which != PROBABILITY:
        operations, operands, n_operations = job.q_operations, job.q_operands, job.n_q_operations
        place, first = f64(job.q_place, PLACE), i64(job.q_starts, job.n_q + 1)[which]
    point = f64(job.driver_points + 24 * driver, 3)
    end = SOURCE if job.outgoing else TARGET
    for i in range(3):
        place[end + i] = point[i]
    evaluate_columns(
        i64(operations, 2 * n_operations), f64(operands, 2 * n_operations + MAX_OPERANDS), first,
        f64(job.points, 3 * job.n_nodes), found, n, place, job.outgoing,
        f64(job.value_columns, job.depth * job.n_found), job.n_found,
    )  # fmt: skip


def put(place, address, driver, node):
    """Write where a driver and a candidate are into a place."""
    job = record(address, JOB)
    point, partner = f64(job.driver_points + 24 * driver, 3), f64(job.points + 24 * node, 3)
    from_driver = job.outgoing != 0
    for i in range(3):
        place[SOURCE + i] = point[i] if from_driver else partner[i]
        place[TARGET + i] = partner[i] if from_driver else point[i]


def at(place, address, driver, node, operations, operands, engine, stack):
    """Return the value of a program at the place of a driver and a candidate."""
    put(place, address, driver, node)
    return evaluate(operations, operands, 0, engine, stack, place)


def keep_quantities(address, driver, node, row, engine, stack):
    """Draw the quantities of a connection into its row of the columns."""
    job = record(address, JOB)
    place, starts = f64(job.q_place, PLACE), i64(job.q_starts, job.n_q + 1)
    operations = i64(job.q_operations, 2 * job.n_q_operations)
    operands = f64(job.q_operands, 2 * job.n_q_operations + MAX_OPERANDS)
    columns = i64(job.columns, job.n_q)
    put(place, address, driver, node)
    for q in range(job.n_q):
        value = evaluate(operations, operands, starts[q], engine, stack, place)
        f64(columns[q], row + 1)[row] = value
