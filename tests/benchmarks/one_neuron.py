"""Benchmark script: one neuron, a multimeter and a spike recorder, 1,000 ms."""

import nest

neuron = nest.Create("iaf_psc_alpha", params={"I_e": 376.0})
multimeter = nest.Create("multimeter", params={"record_from": ["V_m"]})
recorder = nest.Create("spike_recorder")
nest.Connect(multimeter, neuron)
nest.Connect(neuron, recorder)
nest.Simulate(1000.0)
events = multimeter.get("events")
assert len(events["V_m"]) == 999 and recorder.n_events > 0
