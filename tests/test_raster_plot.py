"""Raster plots: what is drawn, and what is returned; numbers from PyNEST 3.10.0."""

import numpy as np
import pytest

from nestlike import raster_plot

plt = pytest.importorskip("matplotlib.pyplot")

TIMES = [2.2, 2.4, 3.1, 3.8, 3.4, 3.8, 4.0, 5.9, 6.5, 7.3, 29.5]
DATA = np.column_stack([[4, 4, 2, 2, 3, 3, 3, 4, 4, 3, 2], TIMES])


@pytest.fixture(autouse=True)
def no_window():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


class Recorder:
    """A node collection with one spike recorder."""

    def __init__(self, **status):
        defaults = {
            "model": "spike_recorder", "element_type": "recorder", "global_id": 5,
            "record_to": "memory", "time_in_steps": False,
            "events": {"senders": DATA[:, 0], "times": DATA[:, 1]},
        }  # fmt: skip
        self.status = {**defaults, **status}

    def get(self, key):
        return self.status[key]


def test_raster_and_histogram():
    (line,) = raster_plot.from_device(Recorder())
    raster, histogram = plt.gcf().axes
    assert plt.gca() is raster
    assert line.get_xdata().tolist() == TIMES
    assert raster.get_title() == "Raster plot from device '5'"
    assert (raster.get_ylabel(), histogram.get_ylabel()) == ("Neuron ID", "Rate (spks/s)")
    assert (histogram.get_xlabel(), list(raster.get_xticks())) == ("Time (ms)", [])
    assert histogram.get_yticks().tolist() == [0, 221, 443, 665]
    first = histogram.patches[0]
    assert (first.get_width(), first.get_height()) == (5.0, pytest.approx(600.0))
    assert first.get_x() == pytest.approx(-0.3)
    assert histogram.get_xlim() == raster.get_xlim()
    assert raster.get_position().bounds == pytest.approx((0.1, 0.3, 0.85, 0.6))


def test_raster_alone_in_grey():
    (line,) = raster_plot.from_data(DATA, hist=False, grayscale=True, title="T", xlabel="X")
    (axes,) = plt.gcf().axes
    assert (axes.get_title(), axes.get_xlabel(), line.get_color()) == ("T", "X", "k")


def test_own_axes():
    _, (above, below) = plt.subplots(2)
    raster_plot.from_data(DATA, ax=(above, below))
    assert len(below.patches) == 6
    figure, axes = plt.subplots()
    (line,) = raster_plot.from_data(DATA, ax=axes)
    assert line.axes is axes and len(figure.axes) == 2
    figure, axes = plt.subplots()
    raster_plot.from_data(DATA, ax=axes, hist=False)
    assert figure.axes == [axes]


def test_selected_neurons_and_the_rate_of_all():
    (line,) = raster_plot.from_data(DATA, sel=[2, 3])
    assert len(line.get_xdata()) == 7
    assert plt.gcf().axes[1].patches[0].get_height() == pytest.approx(600.0)


def test_one_spike_is_enough():
    edges, rates = raster_plot.rates_of([2.2], 1, 5.0)
    assert (edges.tolist(), rates.tolist()) == ([2.2], [200.0])
    raster_plot.from_data(DATA[:1])


def test_steps_are_called_steps():
    raster_plot.from_device(Recorder(time_in_steps=True), hist=False)
    assert plt.gca().get_xlabel() == "Steps"


@pytest.mark.parametrize(
    ("recorder", "message"),
    [
        (Recorder(events={"senders": np.empty(0), "times": np.empty(0)}), "No events recorded by"),
        (Recorder(record_to="screen"), "either 'ascii' or 'memory'"),
        (Recorder(model=("spike_recorder",) * 2), "a single 'spike_recorder'"),
        (Recorder(model="iaf_psc_alpha", element_type="neuron"), "a single 'spike_recorder'"),
    ],
)
def test_nothing_to_plot(recorder, message):
    with pytest.raises(ValueError, match=message):
        raster_plot.from_device(recorder)
    assert plt.get_fignums() == []


def test_no_data():
    with pytest.raises(ValueError, match="No data to plot"):
        raster_plot.from_data(np.empty((0, 2)))
    with pytest.raises(ValueError, match="None of the neurons"):
        raster_plot.from_data(DATA, sel=[99])


HEADER = "# NEST version: 3.10.0\n# RecordingBackendASCII version: 2\n"


@pytest.fixture
def files(tmp_path):
    paths = [str(tmp_path / name) for name in ("a-0.dat", "a-1.dat")]
    for path, sender in zip(paths, (2, 3), strict=True):
        with open(path, "w") as file:
            file.write(f"{HEADER}sender\ttime_ms\n{sender}\t1.000\n{sender}\t9.500\n")
    return paths


def test_files(files):
    assert raster_plot.from_file(files) is None
    assert plt.gcf().axes[0].lines[0].get_xdata().tolist() == [1.0, 9.5, 1.0, 9.5]
    (line,) = raster_plot.from_file_numpy(files[1])
    assert line.get_ydata().tolist() == [3, 3]
    assert raster_plot.from_device(Recorder(record_to="ascii", filenames=files[:1])) is None
    assert plt.gcf().axes[0].get_title() == "Raster plot"


def test_files_with_pandas(files):
    pytest.importorskip("pandas")
    (line,) = raster_plot.from_file_pandas(files)
    assert line.get_xdata().tolist() == [1.0, 9.5, 1.0, 9.5]


def test_files_without_events_and_missing_ones(tmp_path, files):
    empty = tmp_path / "empty.dat"
    empty.write_text(f"{HEADER}sender\ttime_ms\n")
    assert len(raster_plot.from_file_numpy([str(empty), *files])[0].get_xdata()) == 4
    with pytest.raises(ValueError, match="No data to plot"):
        raster_plot.from_file(str(empty))
    with pytest.raises(FileNotFoundError, match="nope.dat"):
        raster_plot.from_file("nope.dat")


def test_extract_events():
    extract = raster_plot.extract_events
    assert extract(DATA).tolist() == DATA.tolist()
    assert extract(DATA.tolist(), time=[2.4, 3.8])[:, 1].tolist() == [2.4, 3.1, 3.4]
    assert extract(DATA, time=[2.4]).tolist() == [[4.0, 2.2]]
    assert extract(DATA, time=[5.0, 8.0], sel=[3]).tolist() == [[3.0, 7.3]]
    assert extract(DATA, sel=[99]).shape == (0,)


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"nestlike\[plot\]"):
        raster_plot.from_data(DATA)
