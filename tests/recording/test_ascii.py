"""The backend ascii: bytes of the files, their names and life, and full disks."""

import os

import numpy as np
import pytest

from nestlike.kernel.errors import BadProperty
from nestlike.kernel.errors import IOError as NESTIOError
from nestlike.recording.ascii import AsciiBackend
from nestlike.recording.rows import rows


def ints(*values):
    return np.array(values, np.int64)


@pytest.fixture
def files(network):
    backend = AsciiBackend(network)
    yield backend
    backend.reset()


def lines(path):
    with open(path, "rb") as file:
        return file.read().decode().splitlines()


def enrolled(backend, recorder, **params):
    backend.enroll(recorder, params)
    return recorder


def test_file_of_spikes(files, recorder, tmp_path):
    spikes = enrolled(files, recorder(3, n_vp=2))
    files.prepare([spikes])
    files.write(spikes, 1, ints(20, 30), ints(4, 4), offsets=np.array([0.0, 0.0625]))
    files.post_run()
    found = lines(tmp_path / "spike_recorder-3-1.dat")
    assert found[0] == "# NEST version: 3.10.0"
    assert found[1:] == [
        "# RecordingBackendASCII version: 2", "sender\ttime_ms", "4\t2.000", "4\t2.938",
    ]  # fmt: skip
    assert lines(tmp_path / "spike_recorder-3-0.dat")[2:] == ["sender\ttime_ms"]


def test_columns_in_steps_with_quantities(files, recorder, tmp_path):
    names = {"value_names": ("weights",), "integers": ("targets", "receptors", "ports")}
    weights = recorder(1, "weight_recorder", **names)
    enrolled(files, weights, time_in_steps=True, precision=1)
    files.prepare([weights])
    files.write(weights, 0, ints(20), ints(4), np.array([[0.25]]), None, np.array([[14, 0, 1]]))
    files.cleanup()
    assert lines(tmp_path / "weight_recorder-1-0.dat")[2:] == [
        "sender\ttime_step\ttime_offset\tweights\ttargets\treceptors\tports",
        "4\t20\t0.0\t0.2\t14\t0\t1",
    ]


@pytest.mark.parametrize(
    ("precision", "shown"),
    [(-1, "-0.500000"), (0, "-0"), (3, "-0.500"), (17, "-0.50000000000000000")],
)
def test_precision(precision, shown):
    assert list(rows([np.array([-0.5])], precision)) == [shown]


def test_what_is_not_a_number_has_a_sign():
    column = np.array([np.nan, -np.nan, np.inf, -np.inf, 1.0])
    assert list(rows([column], 1)) == ["nan", "-nan", "inf", "-inf", "1.0"]


def test_names(files, recorder, network):
    network.nodes.size = 12
    spikes = recorder(9, n_vp=11)
    enrolled(files, spikes)
    network.nodes.size = 5000  # the width stays what it was
    assert os.path.basename(files.filename(spikes, 3)) == "spike_recorder-09-03.dat"
    files.set_status(spikes, {"label": "v1", "file_extension": "txt"})
    network.settings.set({"data_prefix": "run_"})
    assert os.path.basename(files.status(spikes)["filenames"][0]) == "run_v1-09-10.txt"


def test_existing_files_are_protected(files, recorder, network, tmp_path):
    first, second = (enrolled(files, recorder(i)) for i in (1, 2))
    (tmp_path / "spike_recorder-2-0.dat").write_text("precious")
    with pytest.raises(NESTIOError, match="spike_recorder-2-0.dat.*already exists"):
        files.prepare([first, second])
    assert len(lines(tmp_path / "spike_recorder-1-0.dat")) == 3
    files.write(second, 0, ints(10), ints(1))
    files.cleanup()
    assert (tmp_path / "spike_recorder-2-0.dat").read_text() == "precious"
    network.settings.set({"overwrite_files": True})
    files.prepare([first, second])
    assert len(lines(tmp_path / "spike_recorder-2-0.dat")) == 3


def test_a_folder_that_does_not_exist(files, recorder):
    spikes = enrolled(files, recorder(), label="no/such")
    with pytest.raises(NESTIOError, match="no/such-1-0.dat"):
        files.prepare([spikes])
    files.set_status(spikes, {"label": ""})
    files.prepare([spikes])


def test_time_in_steps_after_simulate(files, recorder, network):
    spikes = enrolled(files, recorder())
    network.simulated.value = True
    files.set_status(spikes, {"time_in_steps": False, "precision": 5})
    with pytest.raises(BadProperty, match="time_in_steps"):
        files.set_status(spikes, {"time_in_steps": True, "precision": 6})
    assert spikes.options["precision"] == 5


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_full_device_is_named(files, recorder, network, tmp_path):
    network.settings.set({"overwrite_files": True})
    os.symlink("/dev/full", tmp_path / "spike_recorder-1-0.dat")
    full, fine = enrolled(files, recorder(1)), enrolled(files, recorder(2))
    with pytest.raises(NESTIOError, match="spike_recorder-1-0.dat.*No space"):
        files.prepare([full, fine])
    os.remove(tmp_path / "spike_recorder-1-0.dat")
    files.prepare([full, fine])
    files.cleanup()


def test_full_disk_loses_nothing(files, recorder, tmp_path, monkeypatch):
    spikes, others = enrolled(files, recorder(1)), enrolled(files, recorder(2))
    files.prepare([spikes, others])
    files.write(spikes, 0, ints(10), ints(1))
    files.post_run()
    files.write(spikes, 0, ints(20), ints(2))
    files.write(others, 0, ints(20), ints(2))
    real_write = os.write
    with monkeypatch.context() as patch:
        # The disk takes three more bytes.
        room = [3, 0, 0]

        def write(descriptor, data):
            n = room.pop(0)
            if n == 0:
                raise OSError(28, "No space left on device")
            return real_write(descriptor, bytes(data[:n]))

        patch.setattr(os, "write", write)
        with pytest.raises(NESTIOError, match="spike_recorder-1-0.dat.*No space"):
            files.post_run()
    files.write(spikes, 0, ints(30), ints(3))
    files.cleanup()
    assert lines(tmp_path / "spike_recorder-1-0.dat")[3:] == ["1\t1.000", "2\t2.000", "3\t3.000"]
    assert lines(tmp_path / "spike_recorder-2-0.dat")[3:] == ["2\t2.000"]


def test_cleanup_closes_all_files_even_if_one_fails(files, recorder, tmp_path, monkeypatch):
    spikes, others = enrolled(files, recorder(1)), enrolled(files, recorder(2))
    files.prepare([spikes, others])
    for one in (spikes, others):
        files.write(one, 0, ints(10), ints(1))
    real_write, calls = os.write, []

    def write(descriptor, data):
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        return real_write(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(NESTIOError, match="spike_recorder-1-0.dat"):
        files.cleanup()
    assert lines(tmp_path / "spike_recorder-2-0.dat")[3:] == ["1\t1.000"]


def test_defaults_show_a_name_without_model(files, network):
    network.settings.set({"data_prefix": "p"})
    assert files.declare("spike_recorder")["filenames"][0].endswith("/p.dat")
