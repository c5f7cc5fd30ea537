"""NEST's time: whole tics inside, milliseconds outside, and the exact arithmetic between them.

Every expression is the one NEST evaluates, in its order of operations. The obvious short cuts
(``tics / tics_per_ms``, ``steps * resolution``, ``math.ceil``) differ in the last bit, and that bit
reaches recorded times and propagators.
"""

import math
import sys

import numpy as np

#: Sentinels for times beyond what can be represented, in milliseconds.
INFINITE_MS = sys.float_info.max

_TICS_DEFAULT = 1000.0
_STEP_DEFAULT = 100
# Times stay an eighth away from the end of the integers, so that adding two needs no check.
_LARGEST_TICS = (2**63 - 1) // 8


def is_integer(value: float) -> bool:
    """Whether a positive number is whole up to two bits of rounding error."""
    fraction = math.modf(value)[0] if math.isfinite(value) else 0.0 * value
    if fraction > 0.5:
        fraction = 1 - fraction
    return fraction < 4 * value * sys.float_info.epsilon


class Clock:
    """The resolution of time, and the conversions that follow from it.

    Parameters
    ----------
    tics_per_ms : float, default 1000.0
        Tics, the smallest unit of time, in a millisecond.
    tics_per_step : int, default 100
        Tics in one simulation step.
    """

    def __init__(self, tics_per_ms: float = _TICS_DEFAULT, tics_per_step: int = _STEP_DEFAULT):
        self.tics_per_ms = float(tics_per_ms)
        self.tics_per_step = int(tics_per_step)
        self.ms_per_tic = 1 / self.tics_per_ms
        self.ms_per_step = self.tics_per_step / self.tics_per_ms
        self.steps_per_ms = 1 / self.ms_per_step
        self._per_tics = 1.0 / self.tics_per_step
        self.max_tics = _LARGEST_TICS - _LARGEST_TICS % self.tics_per_step
        self.max_steps = int(self.max_tics * self._per_tics)
        self.max_ms = self.max_steps * self.ms_per_step

    @classmethod
    def with_resolution(cls, resolution: float, tics_per_ms: float = _TICS_DEFAULT) -> "Clock":
        """Return a clock whose step is `resolution` ms, rounded to whole tics."""
        return cls(tics_per_ms, math.floor(tics_per_ms * resolution + 0.5))

    def adopt(self, other: "Clock") -> None:
        """Take over the resolution of another clock; references to this one stay good."""
        self.__dict__.update(other.__dict__)

    def reset(self) -> None:
        """Go back to tics of 1 us and steps of 0.1 ms."""
        self.adopt(Clock())

    @property
    def resolution(self) -> float:
        """The length of a step in ms, as users see it and as every model integrates with it."""
        return self.ms_per_tic * self.tics_per_step

    h = resolution

    @property
    def T_max(self) -> float:
        """The largest time that can be represented, in ms."""
        return self.ms_per_tic * self.max_tics

    @property
    def T_min(self) -> float:
        """The smallest time that can be represented, in ms."""
        return self.ms_per_tic * -self.max_tics

    def tics_from_ms(self, ms: float) -> int:
        """Return a time in ms as whole tics, rounded; ``OverflowError`` beyond the limits."""
        if not abs(ms) < self.max_ms:
            raise OverflowError(f"{ms} ms is not a time from {-self.max_ms} to {self.max_ms} ms.")
        return int(ms * self.tics_per_ms + 0.5)

    def steps_from_tics(self, tics: int) -> int:
        """Return the number of steps that cover a number of tics: rounded up."""
        # Multiplied by the reciprocal, as NEST does; a true ceil differs for odd resolutions.
        return int((tics + self.tics_per_step - 1) * self._per_tics)

    def steps_from_ms(self, ms: float) -> int:
        """Return a duration or a time on the grid (ms) in steps, rounded up."""
        return self.steps_from_tics(self.tics_from_ms(ms))

    def delay_steps(self, ms: float) -> int:
        """Return a delay (ms) in steps: the nearest, a half rounded up; 0 for absurdly many."""
        steps = ms * self.steps_per_ms + 0.5
        return math.floor(steps) if abs(steps) < 2.0**63 else 0

    def delay_ms(self, steps: int) -> float:
        """Return a delay in steps as ms, the form in which connections show it."""
        # Not ms_from_steps: NEST shows delays as steps times the length of a step.
        return steps * self.ms_per_step

    def ms_from_steps(self, steps):
        """Return steps (int or int64 array) as ms (float or float64 array of the same shape)."""
        return self.ms_from_tics(steps * self.tics_per_step)

    def ms_from_tics(self, tics):
        """Return tics (int or int64 array) as ms (float or float64 array of the same shape)."""
        if isinstance(tics, np.ndarray):
            # One product per element is exact IEEE arithmetic in NumPy too; no libm is involved.
            return self.ms_per_tic * tics.astype(np.float64)
        return self.ms_per_tic * float(tics)

    def is_multiple_of_step(self, ms: float) -> bool:
        """Whether a time in ms, rounded to tics, falls on the grid of steps."""
        return self.tics_from_ms(ms) % self.tics_per_step == 0

    def tics_from_stamp(self, ms: float) -> int:
        """Return the end of the step (in tics) which holds a time stamp off the grid (ms)."""
        tics = int(ms * self.tics_per_ms)
        tics -= int(math.fmod(tics, self.tics_per_step)) if tics < 0 else tics % self.tics_per_step
        if tics * self._per_tics * self.ms_per_step < ms:
            tics += self.tics_per_step
        return tics

    def stamp_and_offset(self, ms: float) -> tuple[int, float]:
        """Return the step (its end, in tics) that holds a time (ms), and how far before it lies."""
        tics = self.tics_from_stamp(ms)
        stamp = self.ms_from_tics(tics)
        offset = stamp - ms
        # Close-by numbers do not subtract well; what is within their rounding is no offset.
        rounding = sys.float_info.epsilon * abs(stamp + ms) * 2.0
        if abs(offset) < rounding or abs(offset) < sys.float_info.min:
            offset = 0.0
        return tics, offset
