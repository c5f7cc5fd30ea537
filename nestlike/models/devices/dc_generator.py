"""Generator of a constant current."""

from nestlike.models.declaration import Parameter
from nestlike.models.stimulator import CurrentSource


class dc_generator(CurrentSource):
    """Generator of a constant current.

    It sends `amplitude`, times the weight of each connection, from `start` to `stop`.
    """

    parameters = {"amplitude": Parameter(0.0, "pA", "Current")}
    recordables = {"I": None}
    derived = "amplitude"
    live = "amplitude"

    @classmethod
    def derive(cls, values, clock, now):
        """Return the amplitude."""
        return (values["amplitude"],)

    @staticmethod
    def step(amplitude, active):
        """Return the current of one step."""
        return (amplitude if active else 0.0,)
