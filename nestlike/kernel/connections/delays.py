"""The shortest and the longest delay: given by the user, or widened by connections."""

from nestlike.kernel.clock import Clock
from nestlike.kernel.errors import BadDelay


class DelayExtrema:
    """Delay limits in steps.

    Attributes
    ----------
    shortest, longest : int or None
        None as long as neither the user nor a connection gave one.
    set_by_user : bool
        Whether the user gave them; connections then have to keep within.
    """

    def __init__(self):
        self.shortest: int | None = None
        self.longest: int | None = None
        self.set_by_user = False

    def reset(self) -> None:
        """Forget all limits."""
        self.__init__()

    def adopt(self, other: "DelayExtrema") -> None:
        """Take over the limits of another object."""
        self.__dict__.update(other.__dict__)

    @property
    def min_steps(self) -> int:
        """The shortest delay in steps, one step if there is none."""
        return 1 if self.shortest is None else self.shortest

    @property
    def max_steps(self) -> int:
        """The longest delay in steps, one step if there is none."""
        return 1 if self.longest is None else self.longest

    @classmethod
    def from_ms(cls, shortest: float, longest: float, clock: Clock) -> "DelayExtrema":
        """Return user-given limits (ms), the shortest rounded down, the longest rounded up.

        Raises
        ------
        BadDelay
            If the shortest is below the resolution or above the longest.
        """
        limits = cls()
        limits.set_by_user = True
        limits.shortest = _steps_down(shortest, clock)
        limits.longest = _steps_up(longest, clock)
        _check_order(limits, shortest, longest, clock)
        return limits

    def recalibrated(self, old: Clock, new: Clock) -> "DelayExtrema":
        """Return these limits at another resolution."""
        if self.shortest is None or self.longest is None:
            return self
        shortest, longest = old.ms_from_steps(self.shortest), old.ms_from_steps(self.longest)
        limits = self.from_ms(shortest, longest, new)
        limits.set_by_user = self.set_by_user
        return limits

    def require_valid(self, steps: int, clock: Clock, simulated: bool) -> None:
        """Raise ``BadDelay`` unless connections may have a delay of this many steps."""
        shown = f"Delay value {clock.delay_ms(steps):g} is invalid: "
        if steps < 1:
            raise BadDelay(shown + "Delay must be greater than or equal to resolution.")
        inside = self.min_steps <= steps <= self.max_steps
        if inside or not (simulated or self.set_by_user):
            return
        limits = f"{clock.delay_ms(self.min_steps):g} to {clock.delay_ms(self.max_steps):g} ms"
        if simulated:
            raise BadDelay(
                f"{shown}Minimum and maximum delay ({limits}) cannot be changed after Simulate "
                "has been called."
            )
        raise BadDelay(
            f"{shown}Delay must be in the range set by min_delay and max_delay ({limits}), which "
            "may be set before creating connections."
        )

    def widen(self, shortest: int, longest: int) -> None:
        """Make room for delays of connections, in steps; limits of the user stay."""
        if self.set_by_user:
            return
        self.shortest = shortest if self.shortest is None else min(self.shortest, shortest)
        self.longest = longest if self.longest is None else max(self.longest, longest)


def _steps_up(ms: float, clock: Clock) -> int:
    if ms != ms or ms < -clock.max_ms:
        return -clock.max_steps
    if ms > clock.max_ms:
        return clock.max_steps
    return clock.steps_from_tics(clock.tics_from_stamp(ms))


def _steps_down(ms: float, clock: Clock) -> int:
    steps = _steps_up(ms, clock)
    return steps - 1 if clock.ms_from_steps(steps) > ms else steps


def _check_order(limits, shortest, longest, clock):
    if limits.shortest < 1:
        raise BadDelay(
            f"Delay value {shortest:g} is invalid: min_delay must be greater than or equal to "
            f"resolution, which is {clock.resolution:g} ms."
        )
    if limits.longest < limits.shortest:
        raise BadDelay(
            f"Delay value {shortest:g} is invalid: min_delay must be smaller than or equal to "
            f"max_delay, which is {longest:g} ms."
        )
