"""Recorder of the states of binary neurons."""

from nestlike.compiler.layouts import EVENT, layout
from nestlike.compiler.views import record
from nestlike.kernel.delivery.static_delivery import append_event
from nestlike.kernel.recording.recorders import DecodedLog
from nestlike.kernel.records import Records
from nestlike.kernel.running.device_runtime import window
from nestlike.models.recorder_declaration import RecordingDevice

#: sender: whose spike waits for a second one, or 0; step: time stamp of that spike.
WAITING = layout("log start stop sender step state offset:f8")


class Memory:
    """The spike that waits for a second one, and the log of what was decoded."""

    def __init__(self):
        self.log, self.record = DecodedLog(), Records(WAITING)
        self.record.set(log=self.log.record)

    def prepare(self, values, clock, min_delay):
        """Take over the window of activity."""
        start, stop = window(values, clock)
        self.record.set(start=start, stop=stop)


class spin_detector(RecordingDevice):
    """Recorder of the states of binary neurons, as ``state`` of its events: 0 is off, 1 is on.

    A binary neuron sends two spikes at once when it turns on, a single one when it turns off.
    A spike waits for the next one, or for the next update of the detector, to be recorded.
    """

    receives = ("spike",)
    understands = ("binary",)
    integer_names = ("state",)

    @classmethod
    def memory(cls, block, k):
        """Return what node `k` keeps on one virtual process."""
        return block.memories.setdefault(k, Memory())

    @staticmethod
    def receive(address, k, event, unused):
        """Find out from one spike whether its sender turned on or off."""
        waiting, spike = record(address, WAITING), record(event, EVENT)
        stamp = spike.step + 1
        if not waiting.start < stamp <= waiting.stop:
            return 0
        free = waiting.sender == 0
        if spike.count == 1 and waiting.sender == spike.sender and waiting.step == stamp:
            waiting.state = 1
        write(address)
        if spike.count == 2:
            append_event(waiting.log, stamp, spike.sender, 1, spike.offset)
        elif free:
            waiting.sender = spike.sender
            waiting.step = stamp
            waiting.offset = spike.offset
            waiting.state = 0
        # NEST takes a spike that follows a waiting one for its second, whoever sent it.
        return 0

    @staticmethod
    def update(address, origin, first, last):
        """Record what waits: nothing has followed in time."""
        write(address)
        return 0


def write(address):
    """Record the waiting spike, if there is one."""
    waiting = record(address, WAITING)
    if waiting.sender != 0:
        append_event(waiting.log, waiting.step, waiting.sender, waiting.state, waiting.offset)
        waiting.sender = 0
