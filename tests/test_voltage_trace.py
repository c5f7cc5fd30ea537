"""Plots of membrane potentials: what is drawn, and what is returned."""

import numpy as np
import pytest

from nestlike import voltage_trace

plt = pytest.importorskip("matplotlib.pyplot")

EVENTS = {
    "senders": np.array([5, 2, 5, 2]),
    "times": np.array([1.0, 1.0, 2.0, 2.0]),
    "V_m": np.array([-70.0, -71.0, -69.0, -68.0]),
}


@pytest.fixture(autouse=True)
def no_window():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


class Meters(list):
    """A node collection of recording devices."""

    def __init__(self, n=1, **status):
        super().__init__(range(1, n + 1))
        defaults = {
            "model": "voltmeter", "record_from": ["V_m"], "record_to": "memory",
            "time_in_steps": False, "events": EVENTS,
        }  # fmt: skip
        self.status = {**defaults, **status}

    def get(self):
        return self.status


class Neurons:
    """A node collection of neurons."""

    def __len__(self):
        return 1

    def get(self):
        return {"model": "iaf_psc_alpha"}


def test_lines_by_neuron_in_order_of_appearance():
    lines = voltage_trace.from_device(Meters())
    axes = plt.gca()
    assert [line.get_label() for (line,) in lines] == ["Neuron 5", "Neuron 2"]
    assert lines[1][0].get_ydata().tolist() == [-71.0, -68.0]
    assert axes.get_title() == "Membrane potential"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Time (ms)", "Membrane potential (mV)")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Neuron 5", "Neuron 2"]


def test_choices():
    _, axes = plt.subplots()
    ((line,),) = voltage_trace.from_device(Meters(), [2], "T", True, "s", ax=axes)
    assert line.axes is axes and line.get_color() == "black"
    assert line.get_xdata().tolist() == [0.001, 0.002]
    assert (axes.get_title(), axes.get_xlabel()) == ("T", "Time (s)")
    voltage_trace.from_device(Meters(time_in_steps=True), timeunit="s", ax=axes)
    assert axes.get_xlabel() == "Steps"


@pytest.mark.parametrize(
    ("device", "error", "message"),
    [
        (Neurons(), ValueError, "single 'voltmeter' or 'multimeter'"),
        (Meters(2), ValueError, "single 'voltmeter' or 'multimeter'"),
        (Meters(record_from=["I_syn_ex"]), ValueError, "measuring 'V_m'"),
        (Meters(record_to="screen"), ValueError, "neither records to ascii file nor to memory"),
        (Meters(events={"senders": np.empty(0), "times": np.empty(0)}), KeyError, "V_m"),
    ],
)
def test_nothing_to_plot(device, error, message):
    with pytest.raises(error, match=message):
        voltage_trace.from_device(device)
    assert plt.get_fignums() == []


def test_unknown_neuron():
    with pytest.raises(KeyError, match="77"):
        voltage_trace.from_device(Meters(), neurons=[77])


def test_file_of_a_voltmeter(tmp_path):
    path = tmp_path / "voltmeter-1-0.dat"
    path.write_text(
        "# NEST version: 3.10.0\n# RecordingBackendASCII version: 2\n"
        "sender\ttime_step\ttime_offset\tV_m\n2\t10\t0.000\t-70.5\n2\t20\t0.000\t-70.0\n"
    )
    ((line,),) = voltage_trace.from_device(Meters(record_to="ascii", filenames=[str(path)]))
    assert line.get_xydata().tolist() == [[10.0, -70.5], [20.0, -70.0]]
    assert plt.gca().get_xlabel() == "Steps"


def test_tables_of_numbers(tmp_path):
    path = str(tmp_path / "v.txt")
    np.savetxt(path, np.column_stack([EVENTS["senders"], EVENTS["times"], EVENTS["V_m"]]))
    lines = voltage_trace.from_file(path)
    assert [line.get_ydata().tolist() for (line,) in lines] == [[-70.0, -69.0], [-71.0, -68.0]]
    assert plt.gca().get_title() == f"Membrane potential from file '{path}'"
    np.savetxt(path, np.column_stack([EVENTS["senders"], EVENTS["V_m"]]))
    ((line,), _) = voltage_trace.from_file([path], title="T")
    assert line.get_xdata().tolist() == [0, 1]
    assert plt.gca().get_xlabel() == "Time (steps of length interval)"


def test_files_that_do_not_fit(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("1 2 3 4 5\n")
    with pytest.raises(ValueError, match="5 columns"):
        voltage_trace.from_file(str(path))
    path.write_text("sender\ttime_ms\tI_syn_ex\n1\t2.0\t3.0\n")
    with pytest.raises(ValueError, match="no column 'V_m'"):
        voltage_trace.from_file(str(path))
    with pytest.raises(FileNotFoundError, match="nope.dat"):
        voltage_trace.from_file(["nope.dat"])
