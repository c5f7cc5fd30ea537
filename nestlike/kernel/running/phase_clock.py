"""What a thread of the driver spends its time on: update, devices, delivery, recording, waiting.

A clock that is read between any two phases would take more time than a small network.  So slices
are timed one by one only where they are long.  Of short ones a random sample is, so small that
the clock takes one part in `SCARCELY` of the time; a slice of it stands for those passed over.
What the sample tells is scaled to the time that the driver ran, which is measured.
"""

from nestlike.compiler.layouts import PHASES
from nestlike.compiler.views import call, f64, record

#: Numbers of the phases.
UPDATE, DEVICES, DELIVERY, RECORDING, COMMUNICATION = range(5)
N_PHASES = 5
#: Part of the time that goes into reading the clock, one in so many.
SCARCELY = 300
#: Starting and booking a timed slice takes as long as reading the clock so many times.
BOOKING = 5
#: Most slices that one stands for.
FAR_BETWEEN = 2000
#: A slice of so many times the usual length was interrupted; the excess stands for itself alone.
INTERRUPTED = 16
#: Sampled slices that tell enough to settle an account.
ENOUGH = 32
_READS = 64
_MULTIPLIER, _INCREMENT, _MODULUS = 1103515245, 12345, 1 << 31


def now(address):
    """Return the time in ticks of the system's clock."""
    clock = record(address, PHASES)
    call(clock.function, clock.argument, clock.place, 0, 0)
    return clock.whole * clock.multiple + clock.fraction


def begin(address):
    """Start the clock for a run of the driver; return how many slices to pass over first."""
    clock = record(address, PHASES)
    if clock.cost == 0.0:
        clock.cost = cost_of_reading(address)
    clock.started = clock.cycle = now(address)
    return 0 if clock.limit > 0 else clock.wait


def cost_of_reading(address):
    """Return how long it takes to read the clock, in ticks."""
    first = now(address)
    for _ in range(_READS - 1):
        now(address)
    return max(1, now(address) - first) / _READS


def start_slice(address):
    """Begin to time a slice."""
    record(address, PHASES).last = now(address)


def mark(address, phase):
    """Count the time since the last mark towards `phase`."""
    clock = record(address, PHASES)
    time = now(address)
    f64(clock.spent, N_PHASES)[phase] += time - clock.last - clock.cost
    clock.last = time
    clock.marks += 1


def finish_slice(address):
    """Book a slice that was timed; return how many to pass over before the next one."""
    clock = record(address, PHASES)
    spent = f64(clock.spent, N_PHASES)
    total = max(1.0, sum_of(spent))
    typical = total if clock.n_timed == 0 else min(total, INTERRUPTED * clock.usual)
    weight = (typical * clock.interval + total - typical) / total
    window = f64(clock.window, N_PHASES)
    for phase in range(N_PHASES):
        window[phase] += weight * spent[phase]
        spent[phase] = 0.0
    clock.sampled += 1
    note_length(address, total, typical)
    return choose_next(address)


def note_length(address, total, typical):
    """Note how long slices are, without interruptions, and the extremes."""
    clock = record(address, PHASES)
    first = clock.n_timed == 0
    clock.usual = typical if first else clock.usual + (typical - clock.usual) / 8.0
    clock.shortest = total if first else min(clock.shortest, total)
    clock.longest = max(clock.longest, total)
    clock.n_timed += 1


def sum_of(values):
    """Return the sum of the phases."""
    total = 0.0
    for phase in range(N_PHASES):
        total += values[phase]
    return total


def choose_next(address):
    """Return how many slices to pass over: none if they are long, else a random number."""
    clock = record(address, PHASES)
    effort = (clock.marks + BOOKING) * clock.cost
    clock.marks = 0
    clock.interval = min(FAR_BETWEEN, 1 + int(SCARCELY * effort / clock.usual))
    if clock.limit > 0:
        clock.interval = 1
    # At random, because networks have rhythms of their own.
    clock.seed = (clock.seed * _MULTIPLIER + _INCREMENT) % _MODULUS
    return (2 * clock.interval - 1) * clock.seed // _MODULUS


def end(address, wait):
    """Account for the time of a run of the driver; `wait` slices are to be passed over."""
    clock = record(address, PHASES)
    clock.wait = wait
    clock.elapsed += now(address) - clock.started
    if clock.interval > 1 and clock.sampled < ENOUGH:
        return
    window = f64(clock.window, N_PHASES)
    for phase in range(N_PHASES):
        window[phase] = max(0.0, window[phase])
    scale = clock.elapsed / max(1.0, sum_of(window))
    settled = f64(clock.settled, N_PHASES)
    for phase in range(N_PHASES):
        settled[phase] += window[phase] * scale
        window[phase] = 0.0
    clock.elapsed = clock.sampled = 0


def too_long(address):
    """Return whether the cycle that ends now took more time than the user allows."""
    clock = record(address, PHASES)
    if clock.limit == 0:
        return False
    before = clock.cycle
    clock.cycle = now(address)
    return clock.cycle - before > clock.limit
