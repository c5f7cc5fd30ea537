"""Settings of a kernel of its own: types, ranges, interlocks, observers, reset."""

import pytest

from nestlike.kernel import errors
from nestlike.kernel.clock import Clock
from nestlike.kernel.messages import Messages
from nestlike.kernel.settings.attributes import ATTRIBUTES
from nestlike.kernel.settings.kernel_settings import KernelSettings
from nestlike.kernel.verbosity import VerbosityLevel


@pytest.fixture
def settings():
    made = KernelSettings(Clock())
    made.messages = Messages(made)
    made.set({"verbosity": VerbosityLevel.QUIET})
    made.provide("rng_types", lambda: ["mt19937_64"])
    return made


REFUSED = [
    ({"resolution": "a"}, errors.TypeMismatch),
    ({"rng_seed": 1.5}, errors.TypeMismatch),
    ({"rng_seed": True}, errors.TypeMismatch),
    ({"print_time": 1}, errors.TypeMismatch),
    ({"verbosity": 30}, errors.TypeMismatch),
    ({"data_path": 3}, errors.TypeMismatch),
    ({"resolution": None}, AttributeError),
    ({"rng_seed": 2**70}, OverflowError),
    ({"rng_seed": 0}, errors.BadProperty),
    ({"rng_seed": 2**32}, errors.BadProperty),
    ({"rng_type": "foo"}, errors.BadProperty),
    ({"local_num_threads": 0}, errors.BadProperty),
    ({"local_num_threads": -1}, IndexError),
    ({"local_num_threads": 1.5}, RuntimeError),
    ({"local_num_threads": 2, "total_num_virtual_procs": 3}, errors.BadProperty),
    ({"tics_per_ms": 2000}, errors.KernelException),
    ({"resolution": 0.0001234}, errors.KernelException),
    ({"resolution": float("inf")}, errors.KernelException),
    ({"min_delay": 0.5}, errors.BadProperty),
    ({"min_delay": 2.0, "max_delay": 1.0}, errors.BadDelay),
    ({"biological_time": 5.0}, errors.BadProperty),
    ({"wfr_comm_interval": 0.05}, errors.KernelException),
    ({"use_wfr": False, "wfr_comm_interval": 2.0}, errors.KernelException),
    ({"wfr_interpolation_order": 2}, errors.KernelException),
    ({"eprop_learning_window": 1500.0}, errors.KernelException),
    ({"spike_buffer_shrink_spare": 1.5}, errors.BadProperty),
]


@pytest.mark.parametrize(("values", "error"), REFUSED)
def test_a_refused_value_changes_nothing(settings, values, error):
    before = settings.status()
    with pytest.raises(error):
        settings.set({"print_time": True, **values})
    after = settings.status()
    for measured in ("memory_size", "spike_buffer_resize_log"):
        before.pop(measured), after.pop(measured)
    assert before == after


def test_ints_and_bools_become_floats(settings):
    settings.set({"wfr_tol": 1, "eprop_update_interval": True})
    assert isinstance(settings.wfr_tol, float)
    assert settings["eprop_update_interval"] == 1.0


@pytest.mark.parametrize("name", ["local_num_threads", "total_num_virtual_procs"])
def test_threads_and_virtual_processes_keep_in_step(settings, name):
    settings.set({name: 3})
    assert (settings.local_num_threads, settings.total_num_virtual_procs) == (3, 3)


@pytest.mark.parametrize("fact", ["nodes_exist", "models_changed", "simulated"])
@pytest.mark.parametrize("values", [{"resolution": 0.2}, {"local_num_threads": 2}])
def test_nothing_that_fixes_time_or_threads_is_undone(settings, fact, values):
    settings.know(fact, lambda: True)
    with pytest.raises(errors.KernelException):
        settings.set(values)


def test_same_number_of_threads_is_always_allowed(settings):
    settings.know("nodes_exist", lambda: True)
    settings.set({"local_num_threads": 1})


def test_resolution_takes_delays_and_waveforms_along(settings):
    settings.set({"min_delay": 0.3, "max_delay": 0.7, "use_wfr": False})
    settings.set({"resolution": 0.2})
    shown = (settings.min_delay, settings.max_delay, settings.wfr_comm_interval)
    assert shown == (0.2, 0.8, 0.2)


def test_observers_hear_in_order_and_also_of_the_same_seed(settings):
    heard = []
    for name in ("rng_seed", "local_num_threads", "resolution"):
        settings.on_change(name, lambda old, new, name=name: heard.append((name, old, new)))
    settings.set({"rng_seed": 143202461, "resolution": 0.2, "local_num_threads": 1})
    assert heard == [("resolution", 0.1, 0.2), ("rng_seed", 143202461, 143202461)]


def test_reset_keeps_what_nest_keeps(settings):
    settings.set({"data_prefix": "u", "eprop_update_interval": 500.0, "rng_seed": 5})
    settings.set({"resolution": 0.5, "min_delay": 1.0, "max_delay": 2.0, "print_time": True})
    settings.reset()
    assert settings.data_prefix == "u"
    assert settings.eprop_update_interval == 500.0
    assert settings.verbosity == VerbosityLevel.QUIET
    assert (settings.rng_seed, settings.resolution, settings.min_delay) == (143202461, 0.1, 0.1)
    assert not settings.print_time


def test_a_missing_folder_is_a_message_and_not_an_error(settings, capsys):
    settings.set({"verbosity": VerbosityLevel.ERROR})
    settings.set({"data_path": "/no/such/folder", "data_prefix": "a/b"})
    assert (settings.data_path, settings.data_prefix) == ("", "")
    assert "does not exist" in capsys.readouterr().err


def test_status_is_sorted_and_complete(settings):
    status = settings.status()
    assert list(status) == sorted(status)
    assert len(status) == 73
    assert set(ATTRIBUTES) - set(status) == {"kernel_status", "cycle_time_log"}
