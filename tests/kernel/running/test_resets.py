"""Many simulations in one process: nothing of what was reset is left."""

import gc
import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="reads Linux's figures")
def test_resident_memory_stays_flat(root):
    script = root / "tests" / "benchmarks" / "resets.py"
    env = {**os.environ, "PYTHONPATH": str(root), "PYNEST_QUIET": "1"}
    command = [sys.executable, "-m", "nestlike", str(script), "100"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    words = done.stdout.split()
    tenth, end = (float(words[words.index(name) + 1]) for name in ("tenth", "end"))
    assert end - tenth < 2.0  # MB; one network takes about as much


def one_of_everything(nest):
    nest.ResetKernel()
    nest.local_num_threads = 2
    neurons = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([5, 2]))
    plastic = nest.Create("aeif_cond_exp", 3)
    devices = [nest.Create(name) for name in ("poisson_generator", "noise_generator")]
    recorders = [nest.Create(name) for name in ("spike_recorder", "multimeter", "weight_recorder")]
    nest.CopyModel("stdp_synapse", "watched", {"weight_recorder": recorders[2]})
    nest.Connect(neurons, plastic, {"rule": "pairwise_bernoulli", "p": 0.5}, "watched")
    nest.Connect(neurons, recorders[0])
    nest.Connect(recorders[1], neurons)
    for device in devices:
        nest.Connect(device, neurons)
    nest.Simulate(5.0)
    return nest.GetConnections().get("weight"), recorders[1].events


def test_no_object_outlives_a_reset(nest):
    counts = []
    for _ in range(4):
        for _ in range(3):
            one_of_everything(nest)
        nest.ResetKernel()
        gc.collect()
        counts.append(len(gc.get_objects()))
    assert counts[-1] <= counts[1] + 5, counts
