"""The timers: what they count, what resets them, and the limit on the time of a cycle."""

import time
from math import inf

import numpy as np
import pytest

from nestlike.kernel import kernel
from nestlike.kernel.running import phase_clock

PHASES = "create connect prepare update devices delivery recording communication other".split()
RUNNING = PHASES[3:8]


def busy(nest, n_threads=1, n=400):
    """Build a network that spends time in every phase."""
    nest.ResetKernel()
    nest.local_num_threads = n_threads
    neurons = nest.Create("iaf_psc_alpha", n)
    noise = nest.Create("poisson_generator", params={"rate": 20_000.0})
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.1})
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, neurons, syn_spec={"weight": 20.0})
    nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 20})
    nest.Connect(meter, neurons[:50])
    nest.Connect(neurons, recorder)


@pytest.mark.parametrize("n_threads", [1, 2])
def test_phases_add_up_to_the_time_of_the_calls(nest, n_threads):
    busy(nest, n_threads)
    nest.Simulate(1.0)  # load what is compiled
    busy(nest, n_threads)
    built = sum(nest.nestlike_timers.values())
    started = time.perf_counter()
    nest.Simulate(100.0)
    taken = time.perf_counter() - started
    timers = nest.nestlike_timers
    assert sum(timers.values()) - built == pytest.approx(taken, rel=0.1, abs=2e-3)
    assert all(timers[name] > 0.0 for name in set(PHASES) - {"communication"})
    assert (timers["communication"] > 0.0) == (kernel.simulation.assembly.machine.n_threads > 1)
    assert timers["devices"] > timers["recording"] * 0.1


def test_a_mapping_that_shows_itself(nest):
    busy(nest)
    nest.Simulate(5.0)
    assert list(nest.nestlike_timers) == PHASES and len(nest.nestlike_timers) == len(PHASES)
    assert all(type(value) is float for value in nest.nestlike_timers.values())
    assert "delivery" in repr(nest.nestlike_timers) and "total" in repr(nest.nestlike_timers)
    threads = nest.nestlike_timers.by_thread
    assert [list(thread) for thread in threads] == [RUNNING] * len(threads)
    with pytest.raises(KeyError):
        nest.nestlike_timers["foo"]
    with pytest.raises(AttributeError):
        nest.nestlike_timers = 1


def test_reset_and_prepare_start_timers_again(nest):
    busy(nest)
    nest.Simulate(10.0)
    before = nest.GetKernelStatus()
    assert before["time_construction_create"] > 0.0 and before["time_construction_connect"] > 0.0
    assert 0.0 < before["min_update_time"] <= before["max_update_time"] < before["time_simulate"]
    nest.Prepare()
    assert nest.GetKernelStatus("time_simulate") == nest.GetKernelStatus("time_simulate_cpu") == 0.0
    nest.Run(1.0)
    first = nest.GetKernelStatus("time_simulate")
    nest.Run(1.0)
    assert nest.GetKernelStatus("time_simulate") > first > 0.0
    nest.Cleanup()
    nest.ResetKernel()
    assert not any(nest.nestlike_timers.values())
    status = nest.GetKernelStatus()
    assert (status["min_update_time"], status["max_update_time"]) == (inf, -inf)
    assert all(np.all(value == 0.0) for name, value in status.items() if name[:5] == "time_")


def test_arranging_connections_counts_for_each_thread(nest):
    busy(nest, 2)
    nest.GetConnections()
    sorted_ = nest.GetKernelStatus("time_communicate_prepare")
    nest.Simulate(1.0)
    prepared = nest.GetKernelStatus("time_communicate_prepare")
    assert sorted_.shape == prepared.shape == (2,) and (0.0 < sorted_).all()
    assert (sorted_ < prepared).all() and prepared.dtype == np.float64
    nest.Simulate(1.0)
    assert (nest.GetKernelStatus("time_communicate_prepare") == prepared).all()


@pytest.mark.parametrize("n_threads", [1, 2])
def test_a_cycle_beyond_the_limit_ends_the_run_which_goes_on_later(nest, n_threads):
    busy(nest, n_threads)
    nest.Prepare()
    nest.Run(10.0)
    nest.update_time_limit = 1e-9
    with pytest.raises(nest.NESTErrors.KernelException, match="update_time_limit"):
        nest.Run(10.0)
    assert (nest.biological_time, nest.to_do) == (11.0, 90)
    nest.update_time_limit = inf
    nest.Run(1.0)
    assert (nest.biological_time, nest.to_do) == (21.0, 0)
    nest.Cleanup()
    nest.update_time_limit = 100.0
    nest.Simulate(1.0)
    assert nest.biological_time == 22.0


def test_simulate_leaves_a_network_prepared_that_was_too_slow(nest):
    busy(nest)
    nest.update_time_limit = 1e-9
    with pytest.raises(nest.NESTErrors.KernelException):
        nest.Simulate(10.0)
    assert nest.GetKernelStatus("prepared")
    nest.update_time_limit = inf
    nest.Cleanup()
    nest.Simulate(1.0)
    assert nest.biological_time == 11.0


def test_few_of_many_short_cycles_are_timed(nest):
    nest.Create("iaf_psc_alpha")
    nest.Simulate(2000.0)
    clock = kernel.timers.clocks(1)[0].record
    assert 10 < clock.get("n_timed") < 4000
    assert clock.get("interval") > 5
    shares = nest.nestlike_timers.by_thread[0]
    assert shares["update"] > 0.5 * sum(shares.values())


def account(spent: dict, interval: int, interrupted: float = 0.0):
    """Return a clock after slices of 100 ticks in which the phases took the times `spent`."""
    from nestlike.kernel.timers import PhaseClock

    clock = PhaseClock()
    clock.record.set(cost=1.0)
    for number in range(40):
        row = clock.record.kept[0, "spent"]
        for phase, ticks in spent.items():
            row[phase] += ticks
        if number == 20:
            row[phase_clock.UPDATE] += interrupted
        clock.record.set(interval=interval)
        phase_clock.finish_slice(clock.address)
    clock.record.set(interval=1, started=phase_clock.now(clock.address) - 10**9)
    phase_clock.end(clock.address, 0)
    return clock.seconds()


def test_a_sample_is_scaled_to_the_time_that_passed():
    seconds = account({phase_clock.UPDATE: 75.0, phase_clock.DELIVERY: 25.0}, 10)
    total = 10**9 * phase_clock_tick()
    assert sum(seconds.values()) == pytest.approx(total, rel=0.05)
    assert seconds["update"] == pytest.approx(0.75 * sum(seconds.values()))


def test_an_interruption_does_not_count_for_slices_that_were_passed_over():
    seconds = account({phase_clock.UPDATE: 10.0, phase_clock.DELIVERY: 90.0}, 1000, 1e6)
    share = seconds["update"] / sum(seconds.values())
    assert 0.1 < share < 0.5


def phase_clock_tick() -> float:
    from nestlike.compiler.clocks import system_clock

    return system_clock().tick
