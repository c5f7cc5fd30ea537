"""volume_transmitter: its entries and the connections to its replicas, on 1 and 3 threads."""


def run(nest):
    out = {}
    for threads in (1, 3):
        nest.ResetKernel()
        nest.local_num_threads = threads
        transmitters = nest.Create("volume_transmitter", 2, params={"deliver_interval": 4})
        parrots = nest.Create("parrot_neuron", 3)
        recorder = nest.Create("weight_recorder")
        noise = nest.Create("poisson_generator", params={"rate": 500.0})
        nest.SetDefaults("bernoulli_synapse", {"weight_recorder": recorder, "p_transmit": 0.5})
        nest.Connect(noise, parrots)
        for model in ("static_synapse", "bernoulli_synapse"):
            nest.Connect(parrots, transmitters, syn_spec=model)
        nest.Simulate(20.5)
        out[f"{threads}/interval"] = transmitters.get("deliver_interval")
        facts = ("source", "target", "target_thread", "port")
        found = nest.GetConnections(parrots, transmitters).get(facts)
        rows = sorted(zip(*[found[name] for name in facts], strict=True))
        out[f"{threads}/connections"] = rows
        out.update({f"{threads}/{name}": values for name, values in recorder.events.items()})
    return out
