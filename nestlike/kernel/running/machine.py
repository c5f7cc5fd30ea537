"""The driver: one compiled loop over slices, run by one or more operating-system threads.

Virtual process v is always worked on by thread v mod n_threads, and threads meet once per slice, so
the number of threads changes no result.  Spikes sent in one slice are read at the start of the
next from the outbox of the other parity; a thread that runs ahead writes to the one nobody reads.
"""

from nestlike.compiler.kernels import inlined, kernel
from nestlike.compiler.layouts import MACHINE, OUTBOX, PROCESS, SUPPLY, TABLE, TOO_SLOW
from nestlike.compiler.views import call, fetch_add, i8, i32, i64, load, record, store
from nestlike.kernel.delivery.emission import fade_calcium
from nestlike.kernel.running.phase_clock import (
    COMMUNICATION,
    DELIVERY,
    begin,
    end,
    finish_slice,
    mark,
    start_slice,
    too_long,
)
from nestlike.numerics.records import prefetch

MACHINE_SIZE = MACHINE.itemsize
PROCESS_SIZE = PROCESS.itemsize
OUTBOX_SIZE = OUTBOX.itemsize
ARRIVED = MACHINE.fields["arrived"][1]
STOP = MACHINE.fields["stop"][1]
ERROR = MACHINE.fields["error"][1]
#: Larger than any slice number.
NEVER = 1 << 60
#: Spikes whose targets are fetched before they are wanted.
AHEAD = 4
#: Looks at the barrier before a thread pauses, some 50 us.
PATIENCE = 20_000
#: Bytes that a processor fetches at once.
LINE = 64


@kernel
def drive(address, thread):
    """Run the virtual processes of one thread from the machine's `step` to its `end`.

    Returns the step that was reached: earlier than `end` if an error was met, or if a supply of
    memory could run dry in the next slice.
    """
    machine = record(address, MACHINE)
    min_delay = machine.min_delay
    clock = i64(machine.clocks, machine.n_threads)[thread]
    step = machine.step
    next_slice = step // min_delay
    wait = begin(clock)
    while step < machine.end and load(address + STOP) >= next_slice:
        until = min(machine.end, (next_slice + max(1, wait)) * min_delay)
        if wait > 0:
            step = run_slices(address, thread, step, until, 0)
            wait += next_slice - 1 - (step - 1) // min_delay
        else:
            start_slice(clock)
            step = run_slices(address, thread, step, until, clock)
            wait = finish_slice(clock)
        next_slice = (step - 1) // min_delay + 1
    if step == machine.run_end:
        for vp in range(thread, machine.n_vp, machine.n_threads):
            settle(machine.processes + vp * PROCESS_SIZE, step)
    end(clock, wait)
    return step


def settle(address, now):
    """Bring what decays between spikes to the present, as NEST does at the end of each Run."""
    process = record(address, PROCESS)
    blocks = i64(process.blocks, 4 * process.n_blocks)
    for b in range(process.n_blocks):
        if blocks[4 * b + 1] != 0:
            fade_calcium(blocks[4 * b + 2], now)


@inlined
def run_slices(address, thread, step, until, clock):
    """Run one thread's processes to step `until`, or to the slice after which all are to stop.

    `clock` is told of the end of each phase if it is not 0.
    """
    machine = record(address, MACHINE)
    min_delay = machine.min_delay
    n_threads = machine.n_threads
    arrivals = n_threads * (step // min_delay - machine.step // min_delay)
    while step < until:
        slice_number = step // min_delay
        origin = slice_number * min_delay
        first = step - origin
        last = min(min_delay, until - origin)
        for vp in range(thread, machine.n_vp, n_threads):
            status = advance(address, vp, origin, first, last, clock)
            if status != 0:
                store(address + ERROR, status)
                store(address + STOP, slice_number)
            elif must_stop(machine.processes + vp * PROCESS_SIZE):
                store(address + STOP, slice_number)
        if clock != 0 and too_long(clock):
            store(address + ERROR, TOO_SLOW)
            store(address + STOP, slice_number)
        step = origin + last
        if n_threads > 1:
            arrivals += n_threads
            fetch_add(address + ARRIVED, 1)
            wait_for(address, arrivals)
            if clock != 0:
                mark(clock, COMMUNICATION)
        if load(address + STOP) <= slice_number:
            break
    return step


def wait_for(address, arrivals):
    """Wait until all threads have arrived; offer the processor to others if that takes long."""
    pause = record(address, MACHINE).pause
    spins = 0
    while load(address + ARRIVED) < arrivals:
        spins += 1
        if spins % PATIENCE == 0:
            call(pause, 0, 0, 0, 0)


@inlined
def advance(address, vp, origin, first, last, clock):
    """Deliver (at the start of a slice) and update one virtual process; return 0 or an error.

    `clock` is told of the end of each phase if it is not 0.
    """
    machine = record(address, MACHINE)
    process = record(machine.processes + vp * PROCESS_SIZE, PROCESS)
    odd = (origin // machine.min_delay) & 1
    if first == 0:
        sent = process.odd if odd else process.even
        record(sent, OUTBOX).n = 0
        record(sent + OUTBOX_SIZE, OUTBOX).n = 0
        if origin > 0:
            deliver(address, vp, origin - machine.min_delay, odd)
        if clock != 0:
            mark(clock, DELIVERY)
    n = process.n_blocks
    blocks = i64(process.blocks, 4 * n)
    for b in range(n):
        status = call(blocks[4 * b], blocks[4 * b + 2], origin, first, last)
        if status != 0:
            return status
        if blocks[4 * b + 1] != 0:
            call(blocks[4 * b + 1], blocks[4 * b + 2], origin, odd, 0)
        if clock != 0 and (b + 1 == n or blocks[4 * b + 7] != blocks[4 * b + 3]):
            mark(clock, blocks[4 * b + 3])
    if last == machine.min_delay and machine.off_grid == 0:
        record((process.odd if odd else process.even) + OUTBOX_SIZE, OUTBOX).n = 0
    return 0


def must_stop(address):
    """Return whether some supply of a process may not last for another slice."""
    process = record(address, PROCESS)
    supplies = i64(process.supplies, process.n_supplies)
    for i in range(process.n_supplies):
        supply = record(supplies[i], SUPPLY)
        if supply.capacity - supply.used < supply.worst:
            return True
    return False


def deliver(address, vp, origin, odd):
    """Hand the spikes of the slice that began at `origin` to the targets of process `vp`.

    Spikes come by sending process, node and lag, those on the grid of time before all others.
    """
    for part in (0, OUTBOX_SIZE):
        for sender in range(record(address, MACHINE).n_vp):
            deliver_from(address, vp, sender, part, origin, odd)


def deliver_from(address, vp, sender, part, origin, odd):
    """Hand on what process `sender` sent, to the targets model by model."""
    machine = record(address, MACHINE)
    process = record(machine.processes + vp * PROCESS_SIZE, PROCESS)
    if process.n_nodes == 0:
        return
    row_of = i32(process.row_of, process.n_nodes + 1)
    first_segment = i64(process.first_segment, process.n_rows + 1)
    segments = i64(process.segments, 3 * process.n_segments)
    sending = record(machine.processes + sender * PROCESS_SIZE, PROCESS)
    sent = record((sending.even if odd else sending.odd) + part, OUTBOX)
    node = i64(sent.node, sent.n)
    lag = i32(sent.lag, sent.n)
    count = i32(sent.count, sent.n)
    for i in range(sent.n):
        if i + AHEAD < sent.n and node[i + AHEAD] <= process.n_nodes:
            announce(segments, first_segment, row_of[node[i + AHEAD]])
        row = row_of[node[i]] if node[i] <= process.n_nodes else -1
        if row < 0:
            continue
        first, last = first_segment[row], first_segment[row + 1]
        send(segments, first, last, origin + lag[i], count[i], process.apart)


def announce(segments, first_segment, row):
    """Have the processor fetch the targets of a source, which may lie anywhere in memory."""
    if row < 0:
        return
    first = first_segment[row]
    table = record(segments[3 * first], TABLE)
    column = table.neuron if table.by_neuron else table.input
    targets = i8(column + table.input_bytes * segments[3 * first + 1], 1)
    prefetch(targets, 0)
    prefetch(targets, LINE)


def send(segments, first, last, step, count, apart):
    """Hand `count` spikes of one node on, all of them through one table before the next.

    With `apart`, all of them through one segment before the next.
    """
    begin = first
    while begin < last:
        table = segments[3 * begin]
        end = begin + 1
        while end < last and segments[3 * end] == table and not apart:
            end += 1
        deliver = record(table, TABLE).deliver
        for _ in range(count):
            for s in range(begin, end):
                call(deliver, table, segments[3 * s + 1], segments[3 * s + 2], step)
        begin = end
