"""weight_recorder: three synapse models, filters, a window, on 1, 2 and 4 threads."""


def run(nest):
    out = {}
    for threads in (1, 2, 4):
        nest.ResetKernel()
        nest.local_num_threads = threads
        recorders = nest.Create("weight_recorder", 2)
        noise = nest.Create("poisson_generator", params={"rate": 300.0})
        parrots, cells = nest.Create("parrot_neuron", 5), nest.Create("iaf_psc_alpha", 8)
        nest.CopyModel("stdp_synapse", "stdp", {"weight_recorder": recorders[0]})
        nest.CopyModel("bernoulli_synapse", "bernoulli", {"weight_recorder": recorders[0]})
        nest.CopyModel("static_synapse_hom_w", "hom", {"weight_recorder": recorders[1]})
        nest.Connect(noise, parrots)
        few = {"rule": "fixed_indegree", "indegree": 3}
        stdp = {"synapse_model": "stdp", "weight": nest.random.uniform(10.0, 80.0)}
        nest.Connect(parrots, cells, few, stdp)
        nest.Connect(parrots, cells, few, {"synapse_model": "bernoulli", "p_transmit": 0.3})
        nest.Connect(parrots, cells, syn_spec={"synapse_model": "hom", "delay": 1.7})
        nest.Simulate(15.0)
        recorders[0].set(senders=parrots[1:4], start=18.0, stop=25.0)
        recorders[1].set(targets=cells[:2])
        nest.Simulate(15.3)
        for number, recorder in enumerate(recorders):
            found = {f"{threads}/{number}/{k}": v for k, v in recorder.events.items()}
            out.update(found)
    return out
