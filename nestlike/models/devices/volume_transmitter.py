"""Collects spikes that modulate the plasticity of other synapses."""

import numpy as np

from nestlike.compiler.layouts import EVENT, layout
from nestlike.compiler.views import f64, i64, record
from nestlike.kernel import kernel
from nestlike.kernel.delivery.static_delivery import slot_after
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.records import Records
from nestlike.models.declaration import NodeModel, Parameter

#: pending: int64 number of spikes that arrive in each of n_slots steps.  time (ms), multiplicity:
#: [capacity] doubles, the n spikes since the last delivery; the first one only marks its time.
VOLUME = layout("n_slots pending n capacity time multiplicity interval tics_per_step ms_per_tic:f8")


class Volume:
    """The spikes that one replica has collected and not yet delivered."""

    def __init__(self):
        self.record = Records(VOLUME)
        self.pending = np.zeros(0, np.int64)
        self.time, self.multiplicity = np.zeros((2, 1))
        self.record.set(n=1)

    def prepare(self, values: dict, clock, min_delay: int) -> None:
        """Make room for all steps until the next delivery."""
        wanted = values["deliver_interval"]
        if wanted < 1:
            raise BadProperty(f"deliver_interval must be at least 1 to simulate, not {wanted}.")
        n_slots = min_delay + kernel.connections.max_delay_steps
        if len(self.pending) != n_slots:
            self.pending = np.zeros(n_slots, np.int64)
        # The interval may have been longer until now.
        capacity = self.record.get("n") + wanted * min_delay + 1
        self.time = _resized(self.time, capacity)
        self.multiplicity = _resized(self.multiplicity, capacity)
        self.record.set(
            n_slots=n_slots, pending=self.pending, capacity=capacity, time=self.time,
            multiplicity=self.multiplicity, interval=wanted * min_delay,
            tics_per_step=clock.tics_per_step, ms_per_tic=clock.ms_per_tic,
        )  # fmt: skip

    def turn(self, steps: int) -> None:
        """Move the spikes under way so many slots on."""
        self.pending[:] = np.roll(self.pending, steps)


class volume_transmitter(NodeModel):
    """Collects the spikes of the neurons connected to it for neuromodulated synapses.

    It has a replica on every virtual process, and each gets all spikes.  Synapses name it in their
    model's defaults; they are given its spikes in intervals of `deliver_interval` times the
    shortest delay.

    Parameters
    ----------
    deliver_interval : int, default 1
        Shortest delays between deliveries; BadProperty at Prepare if below 1.

    References
    ----------
    W. Potjans, A. Morrison and M. Diesmann (2010), doi:10.3389/fncom.2010.00141
    """

    element_type = "other"
    replicated = True
    hears_all = True
    receives = ("spike",)
    parameters = {"deliver_interval": Parameter(1, "", "Shortest delays between deliveries")}

    @classmethod
    def memory(cls, block, k):
        """Return what node `k` keeps on one virtual process."""
        return Volume()

    @staticmethod
    def receive(address, k, event, unused):
        """Note a spike for the step in which it arrives."""
        volume, spike = record(address, VOLUME), record(event, EVENT)
        slot = slot_after(spike.step, spike.delay, volume.n_slots)
        i64(volume.pending, volume.n_slots)[slot] += spike.count
        return 0

    @staticmethod
    def update(address, origin, first, last):
        """Collect what arrives in these steps; begin anew when an interval is over."""
        volume = record(address, VOLUME)
        pending = i64(volume.pending, volume.n_slots)
        for step in range(origin + first, origin + last):
            if pending[step % volume.n_slots] > 0:
                append(address, step + 1, pending[step % volume.n_slots])
                pending[step % volume.n_slots] = 0
        if (origin + last) % volume.interval == 0:
            volume.n = 0
            append(address, origin + last, 0)
        return 0


def append(address, step, multiplicity):
    """Note spikes at time `step`."""
    volume = record(address, VOLUME)
    t = volume.ms_per_tic * (step * volume.tics_per_step)
    f64(volume.time, volume.capacity)[volume.n] = t
    f64(volume.multiplicity, volume.capacity)[volume.n] = multiplicity
    volume.n += 1


def _resized(array, n):
    resized = np.zeros(n)
    kept = min(n, len(array))
    resized[:kept] = array[:kept]
    return resized
