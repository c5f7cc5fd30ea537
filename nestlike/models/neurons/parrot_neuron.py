"""A neuron that repeats the spikes it receives."""

from nestlike.models.declaration import INFINITY, Neuron, Parameter, SpikeCounts, State, positive
from nestlike.numerics.time_steps import steps_from_ms

#: Longer than any simulation, and still exact in steps.
_NEVER_MS = 1.0e12


class parrot_neuron(Neuron):
    """Neuron that emits one spike for every spike it receives on receptor 0.

    Weights are disregarded.  Spikes on receptor 1 are ignored, but reach plastic synapses.  Several
    spikes in one step are sent as one event of that multiplicity.  After its first spike the neuron
    sends a flush event whenever it has been silent for `flush_event_send_interval`.
    """

    means = understands = ("spike", "binary")
    parameters = {
        "flush_event_send_interval": Parameter(INFINITY, "ms", "Longest time without an event"),
    }
    state = {"last_event": State(0.0, "steps", hidden=True)}
    checks = (*positive("flush_event_send_interval"),)
    inputs = (SpikeCounts("spikes", ignored=(1,)),)
    derived = "flush_steps"

    @staticmethod
    def derive(tics, flush_event_send_interval):
        """Return the longest time without an event in steps."""
        return (steps_from_ms(min(flush_event_send_interval, _NEVER_MS), tics),)

    @staticmethod
    def step(last_event, spikes, now, flush_steps):
        """Repeat the spikes of one step."""
        events = spikes
        if spikes == 0.0 and last_event > 0.0 and now - last_event >= flush_steps:
            events = -1.0
        return now * 1.0 if events != 0.0 else last_event, events
