"""Generator of Poisson spike trains whose rate is constant between given times."""

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import tics_on_grid
from nestlike.models.spike_sources import SpikeSource
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson_many

_TOGETHER = "Rate times and values must be reset together."


class inhomogeneous_poisson_generator(SpikeSource):
    """Generator of Poisson spike trains whose rate is constant between given times.

    From ``rate_times[i]`` on the rate is ``rate_values[i]``; before the first time it is 0. Trains
    are independent for each target. Times off the grid go to the end of their step if
    `allow_offgrid_times` is set.
    """

    parameters = {
        "rate_times": Parameter((), "ms", "Times at which the rate changes, in the future"),
        "rate_values": Parameter((), "Hz", "Rate from each of these times on"),
        "allow_offgrid_times": Parameter(
            False, "", "Whether times are rounded to the grid", drawn=False
        ),
        "times_in_use": Parameter((), "ms", "The last times set that are not empty", hidden=True),
        "rates_in_use": Parameter((), "Hz", "The rates that belong to them", hidden=True),
        "flag_in_use": Parameter(False, "", "The flag as it was set last", hidden=True),
    }
    variables = "intensity index"
    derived = "h"
    emits_if = "intensity"
    workspace = POISSON_STATE_SIZE
    restarting = frozenset(("rate_times",))

    @classmethod
    def derive(cls, values, clock, now):
        """Return the length of a step."""
        return (clock.h,)

    @classmethod
    def schedule(cls, values, clock):
        """Return when the rate changes, and to what."""
        steps = [clock.steps_from_ms(time) for time in values["rate_times"]]
        nothing = [0] * len(steps)
        return steps, values["rates_in_use"][: len(steps)], nothing, nothing

    @classmethod
    def restart(cls, state, targets):
        """Begin with the first of the new times; the rate stays as it is."""
        state[1] = 0.0

    @staticmethod
    def step(intensity, index, now, times, values):
        """Return the intensity (1/ms) and the number of the next change."""
        i = int(index)
        while i < len(times) and times[i] <= now:
            i += 1
        if i < len(times) and times[i] == now + 1:
            intensity = values[i] / 1000.0
            i += 1
        return intensity, float(i)

    @staticmethod
    def emit(engine, memory, intensity, h, counts):
        """Draw the number of spikes for each target in one step."""
        poisson_many(engine, memory, intensity * h, counts)

    @classmethod
    def refuse(cls, block, given):
        """Refuse times without rates, before anybody looks at the times."""
        if "rate_times" in given and "rate_values" not in given:
            raise BadProperty(_TOGETHER)

    @classmethod
    def adjust_own(cls, values, given):
        """Check times and rates, which come together, and put times on the grid."""
        times, flag = values["rate_times"], values["allow_offgrid_times"]
        if flag != values["flag_in_use"] and "rate_times" not in given and times:
            raise BadProperty(
                "Option can only be set together with rate times or if no rate times have been set."
                " (allow_offgrid_times)"
            )
        values["flag_in_use"] = flag
        if "rate_values" in given and "rate_times" not in given:
            raise BadProperty(_TOGETHER)
        if "rate_times" not in given:
            return
        if times and len(times) != len(values["rate_values"]):
            raise BadProperty(
                "Rate times and values have to be the same size. "
                f"({len(times)} times, {len(values['rate_values'])} values)"
            )
        rates, old = values["rate_values"], values["rates_in_use"]
        if times:
            values["times_in_use"] = _increasing(times, flag)
        # NEST keeps the times where none are given, and the old rates that no new ones replace.
        values["rates_in_use"] = rates if times else (*rates, *old[len(rates) :])
        values["rate_times"] = values["times_in_use"]


def _increasing(times, may_round):
    now = kernel.settings["biological_time"]
    placed = []
    for time in times:
        if time <= now:
            raise BadProperty(
                f"Time points must lie strictly in the future. ({time} ms is not after {now} ms)"
            )
        placed.append(tics_on_grid("inhomogeneous_poisson_generator", time, may_round))
        if placed[-1] <= max(placed[:-1], default=-1):
            raise BadProperty(f"Rate times must be strictly increasing; {time} ms is not.")
    return tuple(kernel.time.ms_from_tics(tics) for tics in placed)
