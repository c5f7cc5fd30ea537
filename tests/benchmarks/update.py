"""Benchmark script: 10,000 iaf_psc_alpha neurons, V_m all different, one spike recorder.

Prints the seconds that `Simulate` took for the timed part.
"""

import time

import nest

COUNT, WARM_UP, TIMED = 10_000, 10.0, 200.0

nest.set(rng_seed=11)
neurons = nest.Create("iaf_psc_alpha", COUNT, params={"I_e": 400.0})
neurons.V_m = nest.random.uniform(-70.0, -56.0)
recorder = nest.Create("spike_recorder")
nest.Connect(neurons, recorder)
nest.Simulate(WARM_UP)
start = time.perf_counter()
nest.Simulate(TIMED)
elapsed = time.perf_counter() - start
steps = COUNT * TIMED / nest.resolution
assert recorder.n_events > 0
print(f"seconds {elapsed} per_update_ns {1e9 * elapsed / steps}")
