"""The loops of rules that go by positions, for connections by the million.

They visit what the rules visit and draw the same numbers.
"""

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import f64, i32, i64, record, u64
from nestlike.connect.draw_program import FAILED, STACK
from nestlike.connect.spatial.value_columns import DEPTH, evaluate_columns
from nestlike.connect.spatial.value_program import MAX_OPERANDS, PLACE, SOURCE, TARGET, evaluate
from nestlike.numerics.engine import bounded, uniform
from nestlike.numerics.engine_state import STATE_WORDS
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson
from nestlike.numerics.regions import WIDTH
from nestlike.numerics.tree_walk import nodes_in_region, periodic_images
from nestlike.numerics.uniforms import draw_uniforms

#: What a loop returns: done, no room for more results, or for interpreted code to find out.
DONE, FULL, FAULT = range(3)

#: In place of the number of a quantity.
PROBABILITY = -1

#: Drivers are the nodes that partners are looked for, nodes the candidates: ids, and points of
#: x, y, z.  boxes, links, box: of their tree, if n_boxes; region, shapes, corners, mirrored: the
#: mask.  found: [n_found] room for candidates of one driver.  p_*, q_*: programs of the
#: probability, if n_p, and of the n_q quantities of a connection, and where they are evaluated;
#: p_plain: whether the probability draws nothing.  strict: whether a driver must not be its only
#: candidate.  outgoing: whether drivers are sources.  source, target: [capacity] int32.  driver,
#: candidate, left: to go on from.
JOB = layout(
    "engine drivers driver_points n_drivers nodes points n_nodes boxes links n_boxes box periodic"
    " dimensions region n_region shapes n_shapes corners mirrored images found n_found"
    " p_operations p_operands n_p p_plain q_operations q_operands n_q_operations q_starts n_q"
    " p_place q_place stack memory sums last_use value_columns"
    " poisson autapses strict multapses degree outgoing"
    " source target columns capacity made driver candidate left"
)


@compiled
def connect_pairwise(address):
    """Connect each driver to candidates, each by itself with a probability or mean."""
    job = record(address, JOB)
    engine, memory = u64(job.engine, STATE_WORDS), f64(job.memory, POISSON_STATE_SIZE)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, stack, place = (
        i64(job.found, job.n_found),
        f64(job.stack, STACK),
        f64(job.p_place, PLACE),
    )
    operations, n_p = i64(job.p_operations, 2 * job.n_p), job.n_p
    operands = f64(job.p_operands, 2 * job.n_p + MAX_OPERANDS)
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    known, autapses, by_poisson = job.p_plain, job.autapses, job.poisson
    p, capacity, n_q = f64(job.value_columns, DEPTH * job.n_found), job.capacity, job.n_q
    made, first, left = 0, job.candidate, job.left
    for t in range(job.driver, job.n_drivers):
        n = candidates(address, t, found)
        if left < 0:
            memory[:] = 0.0
        if known:
            values(address, t, found, n, PROBABILITY)
        for k in range(first, n):
            node = found[k]
            if autapses == 0 and nodes[node] == drivers[t]:
                continue
            if left < 0:
                left = 1
                # A probability that draws too does so after this one.
                u = 0.0 if by_poisson or n_p == 0 else uniform(engine)
                if n_p > 0 and not known:
                    p[k] = at(place, address, t, node, operations, operands, engine, stack)
                if by_poisson:
                    if p[k] >= 1e9:
                        return FAULT
                    left = poisson(engine, memory, p[k])
                elif n_p > 0 and not u < p[k]:
                    left = 0
            while left > 0:
                if made == capacity:
                    job.made, job.driver, job.candidate, job.left = made, t, k, left
                    return FULL
                source[made], target[made] = nodes[node], drivers[t]
                if n_q > 0:
                    keep_quantities(address, t, node, made, engine, stack)
                made += 1
                left -= 1
            left = -1
        first = 0
        if stack[FAILED] != 0.0:
            return FAULT
    job.made = made
    return DONE


@compiled
def connect_plain_pairwise(address):
    """Connect each driver to candidates with a probability; no other value is drawn."""
    job = record(address, JOB)
    engine = u64(job.engine, STATE_WORDS)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, uniforms = i64(job.found, job.n_found), f64(job.sums, job.n_found)
    p = f64(job.value_columns, DEPTH * job.n_found)
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    made = 0
    for t in range(job.driver, job.n_drivers):
        n = candidates(address, t, found)
        if made + n > job.capacity:
            job.made, job.driver = made, t
            return FULL
        if job.n_boxes == 0:
            restore(found, n)
        if job.autapses == 0:
            n = drop(nodes, found, n, drivers[t])
        if job.n_p > 0:
            values(address, t, found, n, PROBABILITY)
            draw_uniforms(engine, uniforms, n)
            n = keep_less(uniforms, p, found, n)
        for k in range(n):
            source[made + k] = nodes[found[k]]
            target[made + k] = drivers[t]
        for q in range(job.n_q):
            values(address, t, found, n, q)
            column = f64(i64(job.columns, job.n_q)[q], job.capacity)
            for k in range(n):
                column[made + k] = p[k]
        made += n
    job.made = made
    return DONE


@compiled
def connect_fixed_number(address):
    """Connect each driver to `degree` candidates, drawn by lot."""
    job = record(address, JOB)
    engine, stack = u64(job.engine, STATE_WORDS), f64(job.stack, STACK)
    drivers, nodes = i64(job.drivers, job.n_drivers), i64(job.nodes, job.n_nodes)
    found, sums, last_use = (
        i64(job.found, job.n_found),
        f64(job.sums, job.n_found),
        i64(job.last_use, job.n_found),
    )
    source, target = i32(job.source, job.capacity), i32(job.target, job.capacity)
    autapses, multapses, degree = job.autapses, job.multapses, job.degree
    n_p, n_q, outgoing, strict = job.n_p, job.n_q, job.outgoing, job.strict
    made = 0
    for t in range(job.n_drivers):
        n = candidates(address, t, found)
        if n == 1 and strict and nodes[found[0]] == drivers[t]:
            return FAULT
        legal = n
        if n_p > 0:
            legal = add_up(address, t, found, n, sums, engine, stack, drivers[t])
        elif autapses == 0:
            legal = others(nodes, found, n, drivers[t])
        if n == 0 or legal <= 0 or (multapses == 0 and legal < degree):
            return FAULT
        for _ in range(degree):
            k = choose(n_p, sums, n, engine)
            while (multapses == 0 and last_use[k] == t + 1) or (
                autapses == 0 and nodes[found[k]] == drivers[t]
            ):
                k = choose(n_p, sums, n, engine)
            last_use[k] = t + 1
            partner = nodes[found[k]]
            source[made] = drivers[t] if outgoing else partner
            target[made] = partner if outgoing else drivers[t]
            if n_q > 0:
                keep_quantities(address, t, found[k], made, engine, stack)
            made += 1
        if stack[FAILED] != 0.0:
            return FAULT
    job.made = made
    return DONE


def candidates(address, driver, found):
    """Write the numbers of the candidates of a driver, and return how many there are."""
    job = record(address, JOB)
    if job.n_boxes == 0:
        return job.n_nodes
    anchor = f64(job.driver_points + 24 * driver, 3)
    images, n_images = f64(job.images, 24), 1
    if job.periodic:
        corners, box = f64(job.corners, 6), f64(job.box, 6)
        n_images = periodic_images(anchor, corners, box, job.dimensions, images)
        anchor = f64(job.images, 3 * n_images)
    return nodes_in_region(
        f64(job.boxes, 6 * job.n_boxes), i64(job.links, 3 * job.n_boxes),
        f64(job.points, 3 * job.n_nodes), i64(job.region, job.n_region),
        f64(job.shapes, job.n_shapes * WIDTH), job.mirrored, anchor, found,
    )  # fmt: skip


def restore(found, n):
    """Make all nodes candidates again."""
    for k in range(n):
        found[k] = k


def drop(nodes, found, n, excluded):
    """Remove a node from the candidates; return how many are left."""
    left = 0
    for k in range(n):
        found[left] = found[k]
        left += 0 if nodes[found[k]] == excluded else 1
    return left


def keep_less(uniforms, p, found, n):
    """Keep the candidates whose uniform number is less than `p`; return how many."""
    left = 0
    for k in range(n):
        found[left] = found[k]
        # No branch: nobody could foresee which way it goes.
        left += 1 if uniforms[k] < p[k] else 0
    return left


def values(address, driver, found, n, which):
    """Leave the probabilities, or the values of a quantity, of candidates in the columns."""
    job = record(address, JOB)
    columns, points = f64(job.value_columns, DEPTH * job.n_found), f64(job.points, 3 * job.n_nodes)
    place = f64(job.p_place if which == PROBABILITY else job.q_place, PLACE)
    point = f64(job.driver_points + 24 * driver, 3)
    end = SOURCE if job.outgoing else TARGET
    for i in range(3):
        place[end + i] = point[i]
    if which == PROBABILITY:
        evaluate_columns(
            i64(job.p_operations, 2 * job.n_p), f64(job.p_operands, 2 * job.n_p + MAX_OPERANDS),
            0, points, found, n, place, job.outgoing, columns,
        )  # fmt: skip
    else:
        starts, n_q = i64(job.q_starts, job.n_q + 1), job.n_q_operations
        evaluate_columns(
            i64(job.q_operations, 2 * n_q), f64(job.q_operands, 2 * n_q + MAX_OPERANDS),
            starts[which], points, found, n, place, job.outgoing, columns,
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


def add_up(address, driver, found, n, sums, engine, stack, excluded):
    """Write partial sums of the candidates' probabilities.

    Returns
    -------
    int
        How many candidates other than `excluded` can be drawn; -1 if that is not so simple.
    """
    job = record(address, JOB)
    place, nodes = f64(job.p_place, PLACE), i64(job.nodes, job.n_nodes)
    operations = i64(job.p_operations, 2 * job.n_p)
    operands = f64(job.p_operands, 2 * job.n_p + MAX_OPERANDS)
    p = f64(job.value_columns, DEPTH * job.n_found)
    if job.p_plain:
        values(address, driver, found, n, PROBABILITY)
    total = 0.0
    for k in range(n):
        if not job.p_plain:
            p[k] = at(place, address, driver, found[k], operations, operands, engine, stack)
        total += p[k]
        if not p[k] >= 0.0:
            return -1
    if not total > 0.0:
        return -1
    legal = 0
    before = 0.0
    for k in range(n):
        sums[k] = before + p[k] / total
        if sums[k] > before and (job.autapses or nodes[found[k]] != excluded):
            legal += 1
        before = sums[k]
    sums[n - 1] = 1.0
    return legal


def others(nodes, found, n, excluded):
    """Return how many candidates are not `excluded`."""
    count = 0
    for k in range(n):
        if nodes[found[k]] != excluded:
            count += 1
    return count


def choose(weighted, sums, n, engine):
    """Return the number of a candidate drawn by lot."""
    if weighted == 0:
        return bounded(engine, n)
    if n < 2:
        return 0
    u = uniform(engine)
    first, end = 0, n
    while first < end:
        middle = (first + end) // 2
        if sums[middle] < u:
            first = middle + 1
        else:
            end = middle
    return first
