"""A neuron that repeats the spikes it receives."""

from nestlike.models.declaration import INFINITY, Neuron, Parameter, SpikeCounts, positive


class parrot_neuron(Neuron):
    """Neuron that emits one spike for every spike it receives on receptor 0.

    Weights are disregarded.  Spikes on receptor 1 are ignored, but reach plastic synapses.  Several
    spikes in one step are sent as one event of that multiplicity.
    """

    parameters = {
        "flush_event_send_interval": Parameter(INFINITY, "ms", "Longest time without an event"),
    }
    checks = (*positive("flush_event_send_interval"),)
    inputs = (SpikeCounts("spikes", ignored=(1,)),)

    @staticmethod
    def step(spikes):
        """Repeat the spikes of one step."""
        return spikes
