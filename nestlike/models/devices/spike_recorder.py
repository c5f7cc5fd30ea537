"""Recorder of spikes."""

from nestlike.models.recorder_declaration import RecordingDevice


class spike_recorder(RecordingDevice):
    """Recorder of spikes: the ids of the senders and the times.

    Weights are disregarded, delays do not shift the times. ``record_to`` names the backend.
    """

    receives = ("spike",)
    understands = ("spike", "binary")
