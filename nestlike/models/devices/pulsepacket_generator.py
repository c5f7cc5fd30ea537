"""Generator of packets of spikes with normally distributed times."""

from nestlike.compiler.device_loops import define_by_slice
from nestlike.compiler.layouts import PENDING
from nestlike.kernel.delivery import pending_spikes
from nestlike.models.declaration import Check, Parameter
from nestlike.models.stimulator import PRIMITIVES, Emitting
from nestlike.numerics.normal import NORMAL_STATE_SIZE, standard_normal

#: A packet is drawn when its centre is so many standard deviations away.
WIDTH = 10.0

_PACKETS = """
if active_for_currents(address, k, origin):
    pending = device.pending + {size} * k
    while state_end[k] < len(times) and row_ms_per_tic[k] * (
        times[int(state_end[k])] - origin * row_tics_per_step[k]
    ) <= row_tolerance[k]:
        state_end[k] += 1.0
    while state_next[k] < min(state_end[k], len(values)):
        centre = values[int(state_next[k])]
        for _ in range(int(row_activity[k])):
            tics = row_tics_per_ms[k] * (row_sdev[k] * standard_normal(engine, memory) + centre)
            tics = tics + 0.5
            if abs(tics) < 9.0e18 and int(tics) >= origin * row_tics_per_step[k]:
                push(pending, int((int(tics) + row_tics_per_step[k] - 1) * row_per_tics[k]))
        state_next[k] += 1.0
    step, count = take_due(pending, origin + last)
    while count > 0:
        for j in range(targets[k], targets[k + 1]):
            send_spikes(address, k, j, step, count, 1.0, 0.0)
        step, count = take_due(pending, origin + last)
"""


class pulsepacket_generator(Emitting):
    """Generator of packets of spikes with normally distributed times.

    A packet is `activity` spikes around one of the `pulse_times`, with standard deviation `sdev`.
    It is drawn once its centre is within 10 standard deviations (within 1 ms for `sdev` 0), and
    what would lie in the past is dropped.  Targets of one virtual process get the same spikes.
    Every call of Simulate draws anew the packets whose centre is that near, in addition to what
    is left of them; setting a parameter forgets what has not been sent yet.
    """

    parameters = {
        "activity": Parameter(0, "", "Number of spikes in a packet"),
        "sdev": Parameter(0.0, "ms", "Standard deviation of spike times in a packet"),
        "pulse_times": Parameter((), "ms", "Centres of the packets, in any order"),
    }
    checks = (
        Check(lambda activity: activity >= 0, "The activity must not be negative."),
        Check(lambda sdev: sdev >= 0, "The standard deviation must not be negative."),
    )
    sends = "spike"
    takes_any_synapse = True
    restarting = frozenset(("activity", "sdev", "pulse_times"))
    begins = True
    keeps_pending = True
    # Packets `next` to `end` - 1 are to be drawn.
    variables = "next end"
    derived = "activity sdev tolerance tics_per_ms ms_per_tic tics_per_step per_tics"
    live = "activity sdev"
    workspace = NORMAL_STATE_SIZE

    @classmethod
    def derive(cls, values, clock, now):
        """Return the size and width of packets, how early they are drawn, and units of time."""
        units = clock.tics_per_ms, clock.ms_per_tic, clock.tics_per_step, 1.0 / clock.tics_per_step
        return values["activity"], values["sdev"], _tolerance(values), *units

    @classmethod
    def schedule(cls, values, clock):
        """Return the centres of the packets, in tics and in ms."""
        centres = values["pulse_times"]
        nothing = [0] * len(centres)
        limit = clock.max_ms * (1 - 1e-9)
        tics = [clock.tics_from_ms(min(max(t, -limit), limit)) for t in centres]
        return tics, centres, nothing, nothing

    @classmethod
    def begin(cls, state, values, clock, now):
        """Find the packets whose centres are near at Prepare."""
        distances = [t - clock.ms_from_steps(now) for t in values["pulse_times"]]
        tolerance = _tolerance(values)
        near = [distance for distance in distances if distance <= tolerance]
        state[0] = sum(abs(distance) > tolerance for distance in near)
        state[1] = len(near)

    @classmethod
    def adjust_own(cls, values, given):
        """Sort the centres."""
        if cls.restarting & given:
            values["pulse_times"] = tuple(sorted(values["pulse_times"]))

    @classmethod
    def update(cls):
        """Return the update loop."""
        heap = {name: getattr(pending_spikes, name) for name in ("push", "take_due")}
        primitives = PRIMITIVES | heap | {"standard_normal": standard_normal}
        return define_by_slice(cls, _PACKETS.format(size=PENDING.itemsize), primitives)


def _tolerance(values) -> float:
    return values["sdev"] * WIDTH if values["sdev"] > 0.0 else 1.0
