"""Running: interrupts, progress, failed preparations, what a reset frees."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import weakref

import numpy as np
import pytest

from nestlike.kernel import kernel
from nestlike.kernel.running.interruption import Interruption


@pytest.fixture(autouse=True)
def interrupts():
    """Listen to SIGINT, which programs started in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_prepare_that_failed_is_cleaned_up_like_any_other(nest, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nest, "overwrite_files", False)
    (tmp_path / "spike_recorder-1-0.dat").write_text("kept")
    nest.Create("spike_recorder", params={"record_to": "ascii"})
    with pytest.raises(nest.NESTErrors.IOError):
        nest.Prepare()
    nest.Cleanup()
    with pytest.raises(nest.NESTErrors.KernelException):
        nest.Cleanup()
    with pytest.raises(nest.NESTErrors.IOError):
        nest.Simulate(1.0)
    with pytest.raises(nest.NESTErrors.KernelException, match="twice"):
        nest.Simulate(1.0)
    nest.Run(1.0)
    assert (tmp_path / "spike_recorder-1-0.dat").read_text() == "kept"
    nest.Cleanup()
    nest.overwrite_files = True
    nest.Simulate(1.0)
    assert nest.biological_time == 2.0


def test_out_of_turn_calls_are_refused_and_change_nothing(nest):
    for call in (nest.Cleanup, lambda: nest.Run(1.0)):
        with pytest.raises(nest.NESTErrors.KernelException):
            call()
    with nest.RunManager():
        for call in (nest.Prepare, lambda: nest.Simulate(1.0)):
            with pytest.raises(nest.NESTErrors.KernelException):
                call()
        nest.Run(1.0)
    assert nest.biological_time == 1.0


def driven(nest, n_threads):
    nest.ResetKernel()
    nest.local_num_threads = n_threads
    neurons = nest.Create("iaf_psc_alpha", 50, {"I_e": 400.0})
    noise = nest.Create("poisson_generator", params={"rate": 10_000.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, neurons, syn_spec={"weight": 20.0})
    nest.Connect(neurons, recorder)
    return recorder


@pytest.mark.parametrize("n_threads", [1, 2])
def test_an_interrupted_simulation_can_go_on_with_the_same_results(nest, n_threads):
    recorder = driven(nest, n_threads)
    interrupt = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    nest.Simulate(1.0)
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        nest.Simulate(1e6)
    assert 1.0 < nest.biological_time < 1e6
    assert recorder.n_events > 0
    nest.Simulate(20.0)
    end, events = nest.biological_time, recorder.events
    recorder = driven(nest, n_threads)
    nest.Simulate(end)
    np.testing.assert_array_equal(np.sort(recorder.events["times"]), np.sort(events["times"]))


def test_an_interruption_waits_for_the_end_of_its_block():
    before = signal.getsignal(signal.SIGINT)
    reached = False
    with pytest.raises(KeyboardInterrupt), Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        time.sleep(0)
        reached = interruption.pending
    assert reached
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_is_reported_up_to_the_end(nest):
    nest.Create("iaf_psc_alpha")
    heard = []
    kernel.simulation.progress = lambda now, done: heard.append((now, done))
    try:
        nest.Simulate(500.0)
    finally:
        kernel.simulation.progress = None
    assert heard[-1] == (500.0, 1.0)
    assert heard == sorted(heard)


def test_local_nodes_count_the_replicas_of_devices(nest, capsys):
    nest.local_num_threads = 2
    nest.Create("iaf_psc_alpha", 5)
    nest.Create("spike_recorder", 2)
    nest.verbosity = nest.VerbosityLevel.INFO
    nest.Simulate(1.0)
    assert "Number of local nodes: 9" in capsys.readouterr().out


def test_reset_frees_the_network_without_the_garbage_collector(nest):
    neurons = nest.Create("iaf_psc_alpha", 5)
    nest.Connect(neurons, neurons)
    nest.Connect(nest.Create("poisson_generator"), neurons)
    nest.Connect(neurons, nest.Create("spike_recorder"))
    nest.Simulate(1.0)
    gone = [weakref.ref(block) for p in kernel.nodes.populations for block in p.blocks]
    gone += [weakref.ref(process) for process in kernel.simulation.assembly.processes]
    del neurons
    gc.disable()
    try:
        nest.ResetKernel()
        assert [reference() for reference in gone] == [None] * len(gone)
    finally:
        gc.enable()


def test_threads_start_with_nothing_to_simulate():
    """They must not load the driver all at the same time."""
    script = "import nestlike as nest; nest.local_num_threads = 2; nest.Simulate(1.0)"
    env = {**os.environ, "NESTLIKE_THREADS": "2"}
    subprocess.run([sys.executable, "-c", script], env=env, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(("first", "left"), [(0.9, 0.9), (1.0, 0.0), (1.1, 0.0)])
def test_the_time_is_set_back_once_a_slice_is_over(nest, first, left):
    nest.Connect(nest.Create("parrot_neuron"), nest.Create("parrot_neuron"))  # slices of 1 ms
    nest.Simulate(first)
    nest.biological_time = 0.0
    assert nest.biological_time == left


@pytest.mark.parametrize("duration", [-1.0, 1.05, 1e300, float("nan")])
def test_an_impossible_duration_leaves_the_network_prepared(nest, duration):
    with pytest.raises(nest.NESTErrors.BadParameter):
        nest.Simulate(duration)
    assert nest.GetKernelStatus("prepared")
    with pytest.raises(nest.NESTErrors.KernelException, match="twice"):
        nest.Simulate(1.0)
    nest.Cleanup()
    nest.Simulate(1.0)
    assert nest.biological_time == 1.0
