"""Generator of a current that is constant between given times."""

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import tics_on_grid
from nestlike.models.stimulator import CurrentSource


class step_current_generator(CurrentSource):
    """Generator of a current that is constant between given times.

    From ``amplitude_times[i]`` on the current is ``amplitude_values[i]``; before the first time it
    is 0. Times off the grid go to the end of their step if `allow_offgrid_times` is set.
    """

    parameters = {
        "amplitude_times": Parameter((), "ms", "Times at which the current changes"),
        "amplitude_values": Parameter((), "pA", "Current from each of these times on"),
        "allow_offgrid_times": Parameter(
            False, "", "Whether times are rounded to the grid", drawn=False
        ),
    }
    recordables = {"I": None}
    variables = "amplitude index I"
    restarting = frozenset(("amplitude_times",))

    @classmethod
    def schedule(cls, values, clock):
        """Return when the current changes, and to what."""
        steps = [clock.steps_from_ms(time) for time in values["amplitude_times"]]
        nothing = [0] * len(steps)
        return steps, values["amplitude_values"], nothing, nothing

    @classmethod
    def restart(cls, state, targets):
        """Begin with the first of the new times; the current stays as it is."""
        state[1] = 0.0

    @staticmethod
    def step(amplitude, index, now, times, values, active):
        """Return amplitude, number of the next change, and current."""
        i = int(index)
        while i < len(times) and times[i] <= now:
            i += 1
        if i < len(times) and times[i] == now + 1:
            amplitude = values[i]
            i += 1
        return amplitude, float(i), amplitude if active else 0.0

    @classmethod
    def adjust_own(cls, values, given):
        """Check times and values, which come together, and put times on the grid."""
        times, amplitudes = values["amplitude_times"], values["amplitude_values"]
        if ("amplitude_times" in given) != ("amplitude_values" in given):
            raise BadProperty("Amplitude times and values must be reset together.")
        if "allow_offgrid_times" in given and times and "amplitude_times" not in given:
            raise BadProperty(
                "allow_offgrid_times can only be changed before amplitude_times have been set, or "
                "together with amplitude_times and amplitude_values."
            )
        if len(times) != len(amplitudes):
            raise BadProperty(
                "Amplitude times and values have to be the same size. "
                f"({len(times)} times, {len(amplitudes)} values)"
            )
        if "amplitude_times" in given:
            values["amplitude_times"] = _increasing(times, values["allow_offgrid_times"])


def _increasing(times, may_round):
    placed = [0]
    for time in times:
        if time <= 0.0:
            raise BadProperty(
                "Amplitude can only be changed at strictly positive times (t > 0), "
                f"not at {time} ms."
            )
        placed.append(tics_on_grid("step_current_generator", time, may_round))
        if placed[-1] <= placed[-2]:
            raise BadProperty(
                "step_current_generator: amplitude times must be at strictly increasing time "
                f"steps; {time} ms is not."
            )
    return tuple(kernel.time.ms_from_tics(tics) for tics in placed[1:])
