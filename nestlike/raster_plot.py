"""Raster plots: spikes as dots over time, one row for each neuron.

Drawing needs matplotlib: ``pip install nestlike[plot]``.
"""

import numpy as np

from nestlike.recording.plotting import pyplot
from nestlike.recording.reading import read_tables

__all__ = [
    "extract_events",
    "from_data",
    "from_device",
    "from_file",
    "from_file_numpy",
    "from_file_pandas",
]

_NO_DATA = "No data to plot."


def extract_events(data, time=None, sel=None):
    """Return the events of some neurons in a window of time.

    Parameters
    ----------
    data : array_like, shape (n, 2)
        Ids of neurons and times, one event a row.
    time : sequence of one or two floats, optional
        Start, included, and end, excluded; one value alone is the end. By default all times.
    sel : sequence of int, optional
        Ids of the neurons to keep, by default all.

    Returns
    -------
    array, shape (m, 2)
        The events in their order; without any an array of length 0.
    """
    data = np.asarray(data)
    keep = np.ones(len(data), dtype=bool)
    if time is not None:
        start, stop = (0.0, time[0]) if len(time) == 1 else time[:2]
        keep &= (data[:, 1] >= start) & (data[:, 1] < stop)
    if sel is not None:
        keep &= np.isin(data[:, 0], list(sel))
    return data[keep] if keep.any() else np.array([])


def from_data(data, sel=None, *, ax=None, **kwargs):
    """Plot a raster from an array of events.

    Parameters
    ----------
    data : array_like, shape (n, 2) or (n, 3)
        Ids of neurons and times in ms, one event a row; further columns are ignored.
    sel : sequence of int, optional
        Neurons to show, by default all. The histogram is of all neurons in any case.
    ax : matplotlib axes or pair of axes, optional
        Where to draw: raster, or raster and histogram. By default in a new figure.
    hist : bool, default True
        Whether to add a histogram of the rate.
    hist_binwidth : float, default 5.0
        Width of its bins in ms.
    grayscale : bool, default False
        Whether to draw without colours.
    title : str, default 'Raster plot'
        Title of the plot.
    xlabel : str, default 'Time (ms)'
        Label of the time axis.

    Returns
    -------
    list of matplotlib lines

    Raises
    ------
    ValueError
        If there are no events.
    """
    data = np.asarray(data)
    if len(data) == 0:
        raise ValueError(_NO_DATA)
    shown = data if sel is None else extract_events(data, sel=sel)
    if len(shown) == 0:
        raise ValueError(f"{_NO_DATA} None of the neurons {list(sel)} has an event.")
    kwargs.setdefault("xlabel", "Time (ms)")
    return _draw(data[:, 1], data[:, 0], shown[:, 1], shown[:, 0], ax=ax, **kwargs)


def from_file(fname, *, ax=None, **kwargs):
    """Plot a raster from the file, or list of files, of a spike recorder.

    Parameters
    ----------
    fname : str or list of str
        Files that the recording backend ``ascii`` wrote.
    ax, **kwargs
        As for `from_data`.
    """
    from_file_numpy(fname, ax=ax, **kwargs)


def from_file_numpy(fname, *, ax=None, **kwargs):
    """Plot a raster from files, read with NumPy; see `from_file`. Return the lines."""
    names, data = read_tables(fname)
    return _from_table(names, data, ax, kwargs)


def from_file_pandas(fname, *, ax=None, **kwargs):
    """Plot a raster from files, read with pandas; see `from_file`. Return the lines.

    Raises
    ------
    ImportError
        If pandas is not installed.
    """
    try:
        import pandas
    except ImportError as missing:
        raise ImportError(
            "from_file_pandas needs pandas, the extra 'dataframes' of nestlike: "
            "pip install nestlike[dataframes]"
        ) from missing
    paths = [fname] if isinstance(fname, str) else list(fname)
    tables = [pandas.read_csv(path, sep=r"\s+", comment="#") for path in paths]
    data = np.concatenate([table.to_numpy(dtype=float) for table in tables])
    return _from_table(tuple(tables[0].columns), data, ax, kwargs)


def _from_table(names, data, ax, kwargs):
    if "time_step" in names:
        kwargs.setdefault("xlabel", "Steps")
    return from_data(data, ax=ax, **kwargs)


def from_device(detec, *, ax=None, **kwargs):
    """Plot a raster from a spike recorder.

    Parameters
    ----------
    detec : NodeCollection
        One spike recorder, which records to memory or to files.
    ax, **kwargs
        As for `from_data`; the title is by default "Raster plot from device" and its id.

    Returns
    -------
    list of matplotlib lines, or None if the recorder writes files

    Raises
    ------
    ValueError
        If this is not one spike recorder, or if there is nothing to plot.
    """
    model = detec.get("model")
    if not isinstance(model, str) or detec.get("element_type") != "recorder":
        raise ValueError(f"Please provide a single 'spike_recorder', not {detec}.")
    target = detec.get("record_to")
    if target == "ascii":
        return from_file(detec.get("filenames"), ax=ax, **kwargs)
    if target != "memory":
        raise ValueError(
            f"{_NO_DATA} Make sure that 'record_to' is set to either 'ascii' or 'memory'."
        )
    return _from_memory(detec, model, ax, kwargs)


def _from_memory(detec, model, ax, kwargs):
    events = detec.get("events")
    times, senders = events["times"], events["senders"]
    if len(times) == 0:
        raise ValueError(f"No events recorded by {model!r}.")
    kwargs.setdefault("title", f"Raster plot from device '{detec.get('global_id')}'")
    kwargs.setdefault("xlabel", "Steps" if detec.get("time_in_steps") else "Time (ms)")
    return _draw(times, senders, times, senders, ax=ax, **kwargs)


def _draw(
    times,
    senders,
    shown_times,
    shown_senders,
    ax=None,
    hist=True,
    hist_binwidth=5.0,
    grayscale=False,
    title=None,
    xlabel=None,
):
    """Draw the shown events, and the histogram of all events; return the lines."""
    raster, histogram = _axes(ax, hist)
    lines = raster.plot(shown_times, shown_senders, ".k" if grayscale else ".")
    raster.set_ylabel("Neuron ID")
    raster.set_title("Raster plot" if title is None else title)
    if histogram is None:
        raster.set_xlabel(xlabel)
        return lines
    raster.set_xticks([])
    _draw_rates(histogram, times, len(np.unique(senders)), hist_binwidth, grayscale)
    histogram.set_xlabel(xlabel)
    histogram.set_xlim(raster.get_xlim())
    return lines


def _axes(ax, hist: bool) -> tuple:
    """Return the axes for raster and histogram; the latter None without one."""
    if ax is None:
        figure = pyplot().figure()
        if not hist:
            return figure.gca(), None
        raster = figure.add_axes((0.1, 0.3, 0.85, 0.6))
        histogram = figure.add_axes((0.1, 0.1, 0.85, 0.17))
        figure.sca(raster)
        return raster, histogram
    if not hasattr(ax, "plot"):
        raster, histogram = ax
        return raster, histogram if hist else None
    return ax, _below(ax) if hist else None


def _below(ax):
    """Cut axes for the histogram off the bottom of `ax`."""
    from mpl_toolkits.axes_grid1 import make_axes_locatable

    return make_axes_locatable(ax).append_axes("bottom", size="28%", pad=0.1)


def _draw_rates(ax, times, n_neurons: int, width: float, grayscale: bool) -> None:
    rates_from, rates = rates_of(times, n_neurons, width)
    ax.bar(rates_from, rates, width=width, color="gray" if grayscale else "blue", edgecolor="black")
    # Four ticks, the topmost somewhat above the highest bar.
    ax.set_yticks([int(tick) for tick in np.linspace(0.0, rates.max() * 1.1 + 5.0, 4)])
    ax.set_ylabel("Rate (spks/s)")


def rates_of(times, n_neurons: int, width: float):
    """Return the left edges of bins, and the mean rate of a neuron in each bin.

    Parameters
    ----------
    times : array of float
        Times of the spikes of all neurons, in ms.
    n_neurons : int
        Number of neurons.
    width : float
        Width of a bin in ms. The first bin starts at the first spike, the last is open.

    Returns
    -------
    edges, rates : arrays of float
        In ms and spikes per second.
    """
    edges = np.arange(np.min(times), np.max(times), float(width))
    if len(edges) == 0:  # one time only
        edges = np.array([np.min(times)], float)
    counts = np.histogram(times, np.append(edges, np.inf))[0]
    return edges, 1000.0 * counts / (width * n_neurons)
