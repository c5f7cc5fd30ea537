"""Benchmark script: five neuron models driven by Poisson input, recorded, 100 ms."""

import nest

RECEPTOR = {"glif_cond": 1}

for model in ("iaf_psc_alpha", "iaf_psc_exp", "hh_psc_alpha", "izhikevich", "glif_cond"):
    neurons = nest.Create(model, 10)
    if model == "glif_cond":
        neurons.set(tau_syn=[2.0], E_rev=[0.0])
    poisson = nest.Create("poisson_generator", params={"rate": 5000.0})
    multimeter = nest.Create("multimeter", params={"record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    synapse = {"weight": 10.0, "receptor_type": RECEPTOR.get(model, 0)}
    nest.Connect(poisson, neurons, syn_spec=synapse)
    nest.Connect(multimeter, neurons)
    nest.Connect(neurons, recorder)
nest.Simulate(100.0)
