"""Plots of the membrane potential over time, one line for each neuron.

Drawing needs matplotlib: ``pip install nestlike[plot]``.
"""

import numpy as np

from nestlike.recording.plotting import pyplot
from nestlike.recording.reading import read_tables

__all__ = ["from_device", "from_file"]

_NOT_ONE = "Please provide a single 'voltmeter' or 'multimeter'"


def from_file(fname, title=None, grayscale=False, *, ax=None):
    """Plot membrane potentials from a file or list of files.

    Parameters
    ----------
    fname : str or list of str
        Files of the recording backend ``ascii``, or tables of numbers: id of the neuron, time in
        ms, potential in mV, or without the time.
    title : str, optional
        Title of the plot.
    grayscale : bool, default False
        Whether to draw all lines in black.
    ax : matplotlib axes, optional
        Where to draw, by default in the current axes.

    Returns
    -------
    list of lists of matplotlib lines, one for each neuron

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a file has no membrane potential.
    """
    names, rows = read_tables(fname)
    senders, times, potentials, label = _columns(names, rows, fname)
    title = f"Membrane potential from file '{fname}'" if title is None else title
    return _draw(senders, times, potentials, _present(senders), grayscale, title, label, ax)


def _columns(names, rows, fname):
    """Return senders, times (None if unknown), potentials and the label of the time axis."""
    if "V_m" in names:
        label = "Steps" if "time_step" in names else "Time (ms)"
        return rows[:, 0], rows[:, 1], rows[:, names.index("V_m")], label
    if len(names) > 2:
        raise ValueError(f"{fname!r} has no column 'V_m', but {', '.join(names)}.")
    if rows.shape[1] == 2:
        return rows[:, 0], None, rows[:, 1], "Time (steps of length interval)"
    if rows.shape[1] == 3:
        return rows[:, 0], rows[:, 1], rows[:, 2], "Time (ms)"
    raise ValueError(f"{fname!r} has {rows.shape[1]} columns; 2 or 3 can be understood.")


def from_device(detec, neurons=None, title=None, grayscale=False, timeunit="ms", *, ax=None):
    """Plot membrane potentials from a voltmeter or multimeter.

    Parameters
    ----------
    detec : NodeCollection
        One device that records V_m to memory or to files.
    neurons : iterable of int, optional
        Ids of the neurons to show, by default all.
    title : str, default 'Membrane potential'
        Title of the plot.
    grayscale : bool, default False
        Whether to draw all lines in black.
    timeunit : str, default 'ms'
        Unit of the time axis: ``"s"`` or ``"ms"``.
    ax : matplotlib axes, optional
        Where to draw, by default in the current axes.

    Returns
    -------
    list of lists of matplotlib lines, one for each neuron

    Raises
    ------
    ValueError
        If this is not one device that records V_m, to memory or to files.
    KeyError
        If nothing was recorded, from any or from one of the `neurons`.
    """
    if len(detec) > 1 or "record_from" not in (status := detec.get()):
        raise ValueError(f"{_NOT_ONE}, not {detec}.")
    if "V_m" not in [str(name) for name in status["record_from"]]:
        raise ValueError(f"Please provide a {status['model']!r} measuring 'V_m'.")
    if status["record_to"] == "ascii":
        return from_file(status["filenames"], title, grayscale, ax=ax)
    if status["record_to"] != "memory":
        raise ValueError("Provided device neither records to ascii file nor to memory.")
    return _from_memory(status, neurons, title, grayscale, timeunit, ax)


def _from_memory(status, neurons, title, grayscale, timeunit, ax):
    events = status["events"]
    if "V_m" not in events:
        raise KeyError("V_m: nothing has been recorded yet. Call Simulate first.")
    senders = events["senders"].astype(int)
    shown = _present(senders) if neurons is None else _ids(neurons)
    for neuron in shown:
        if neuron not in senders:
            raise KeyError(int(neuron))
    times, label = _time_axis(events["times"], status["time_in_steps"], timeunit)
    title = "Membrane potential" if title is None else title
    return _draw(senders, times, events["V_m"], shown, grayscale, title, label, ax)


def _present(senders) -> np.ndarray:
    """Return the ids that occur, in order of their first occurrence."""
    ids, first = np.unique(senders, return_index=True)
    return ids[np.argsort(first)]


def _ids(neurons) -> list[int]:
    return neurons.tolist() if hasattr(neurons, "tolist") else [int(n) for n in neurons]


def _time_axis(times, in_steps: bool, unit: str):
    if in_steps:
        return times, "Steps"
    if unit == "s":
        return times / 1000.0, "Time (s)"
    return times, "Time (ms)"


def _draw(senders, times, potentials, neurons, grayscale, title, label, ax):
    ax = pyplot().gca() if ax is None else ax
    style = {"color": "black"} if grayscale else {}
    lines = []
    for neuron in neurons:
        own = senders == neuron
        x = np.arange(own.sum()) if times is None else times[own]
        lines.append(ax.plot(x, potentials[own], label=f"Neuron {int(neuron)}", **style))
    ax.set_title(title)
    ax.set_xlabel(label)
    ax.set_ylabel("Membrane potential (mV)")
    if lines:
        ax.legend(loc="best")
    return lines
