"""Random programs of many short runs: what is kept from one to the next must follow each change.

Between the runs nodes, connections, defaults and kernel attributes are set, nodes and connections
made, recorders asked, and Prepare, Run and Cleanup called one by one, also out of turn.
"""

from __future__ import annotations

from .devices import CURRENT_DEVICES, on_grid

DEVICES = ("poisson_generator", "spike_generator", "noise_generator", "dc_generator")
DEVICES += ("ac_generator", "sinusoidal_poisson_generator", "step_current_generator")
MODELS = ("iaf_psc_alpha", "iaf_psc_exp", "iaf_psc_delta", "izhikevich", "aeif_cond_exp")
MODELS += ("parrot_neuron", "hh_psc_alpha", "iaf_psc_alpha")
QUESTIONS = ("cells{0}.get('V_m')", "cells{0}[0].V_m", "cells{0}.get(['Ca', 't_spike'])")
QUESTIONS += ("recorder_{0}.n_events", "recorder_{0}.get('events', 'times')", "meter.n_events")
QUESTIONS += ("meter.get('events', ['times', 'V_m'])", "nest.local_spike_counter", "nest.to_do")
QUESTIONS += ("nest.biological_time", "nest.GetKernelStatus('prepared')", "recorder_{0}.get()")
QUESTIONS += (
    "nest.num_connections",
    "np.sort(nest.GetConnections(cells{0}, cells0).get('weight'))",
)


def short_run_program(composer, name):
    """Build a small network, then run it in many short pieces and meddle with it."""
    rng = composer.rng
    composer.add("data_folder", "files")
    composer.add("kernel", {"overwrite_files": True})
    # Delays cannot be changed after the first run, so some are set beforehand.
    composer.kernel["min_delay"] = composer.resolution * rng.choice((1, 1, 2, 5))
    composer.kernel["max_delay"] = 5.0
    # Set between connections and runs, it makes NEST misread where spikes go.
    composer.kernel["use_compressed_spikes"] = rng.random() < 0.7
    composer.add("create", "meter", "multimeter", 1, {"interval": composer.resolution})
    composer.add("create", "weigher", "weight_recorder", 1, {})
    network = Network(composer)
    for _ in range(rng.randint(1, 3)):
        network.populate()
    for _ in range(rng.randint(2, 5)):
        network.stimulate()
    for _ in range(rng.randint(1, 4)):
        network.project()
    for _ in range(rng.randint(20, 50)):
        network.advance()
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            network.meddle()
        if rng.random() < 0.3:
            composer.add("ask", rng.choice(QUESTIONS).format(rng.randrange(network.n_cells)))
    network.settle()
    composer.add("fingerprint")


class Network:
    """The network of a program while it is written down."""

    def __init__(self, composer):
        self.composer, self.rng, self.add = composer, composer.rng, composer.add
        self.cells: list[str] = []
        self.models: dict[str, str] = {}
        self.devices: list[tuple[str, str]] = []
        self.prepared = False
        composer.recorders += ["meter", "weigher"]
        composer.populations.append({"name": "meter"})

    @property
    def n_cells(self):
        return len(self.cells)

    def grid(self, low, high):
        return on_grid(self.rng, self.composer.resolution, low, high)

    def synapse(self, weight):
        low = self.composer.kernel["min_delay"]
        spec = {"weight": weight * self.rng.uniform(-0.5, 1.0), "delay": self.grid(low, 5.0)}
        models = ("static_synapse", "static_synapse", "stdp_synapse", "quantal_stp_synapse")
        return spec | {"synapse_model": self.rng.choice(models)}

    def populate(self):
        """Create neurons and record from them."""
        model = self.rng.choice(MODELS)
        name, recorder = f"cells{self.n_cells}", f"recorder_{self.n_cells}"
        size = self.rng.choice((1, 3, 20))
        params = {} if model == "parrot_neuron" else {"I_e": self.rng.choice((0.0, 380.0, 600.0))}
        self.add("create", name, model, size, params)
        to = {"record_to": self.rng.choice(("memory", "memory", "memory", "memory", "ascii"))}
        self.add("create", recorder, "spike_recorder", 1, to)
        self.add("connect", name, recorder, None, None)
        if model != "parrot_neuron" and self.rng.random() < 0.7:
            self.add("connect", "meter", name, None, None)
        self.cells.append(name)
        self.models[name] = model
        self.composer.recorders.append(recorder)
        self.composer.populations += [{"name": name}, {"name": recorder}]

    def stimulate(self):
        """Create a device and connect it to a population."""
        model, name = self.rng.choice(DEVICES), f"device{len(self.devices)}"
        self.add("create", name, model, 1, self.device_parameters(model))
        weight = 1.0 if model in CURRENT_DEVICES or model == "noise_generator" else 30.0
        spec = {"weight": weight, "delay": self.grid(self.composer.kernel["min_delay"], 3.0)}
        self.add("connect", name, self.rng.choice(self.cells), {"rule": "all_to_all"}, spec)
        self.devices.append((name, model))
        self.composer.populations.append({"name": name})

    def device_parameters(self, model):
        rng = self.rng
        times = sorted({self.grid(0.2, 60.0) for _ in range(4)})
        own = {
            "poisson_generator": {"rate": rng.choice((500.0, 5000.0))},
            "spike_generator": {"spike_times": times, "allow_offgrid_times": True},
            "noise_generator": {"mean": 100.0, "std": 200.0, "dt": self.grid(0.4, 2.0)},
            "dc_generator": {"amplitude": rng.uniform(0.0, 400.0)},
            "ac_generator": {"amplitude": 300.0, "frequency": rng.uniform(5.0, 50.0)},
            "sinusoidal_poisson_generator": {"rate": 2000.0, "amplitude": 1500.0},
            "step_current_generator": {
                "amplitude_times": times,
                "amplitude_values": [rng.uniform(-100.0, 400.0) for _ in times],
            },
        }[model]
        if rng.random() < 0.2:
            own |= {"start": self.grid(0.0, 10.0), "stop": self.grid(10.0, 60.0)}
        return own

    def project(self):
        """Connect two populations."""
        rule = self.rng.choice(({"rule": "all_to_all"}, {"rule": "fixed_indegree", "indegree": 2}))
        source, target = self.rng.choice(self.cells), self.rng.choice(self.cells)
        # Port 0 would let every spike of parrots echo for ever.
        port = 1 if self.models[source] == self.models[target] == "parrot_neuron" else 0
        self.add("connect", source, target, rule, self.synapse(30.0) | {"receptor_type": port})

    def advance(self):
        """Simulate a little, in one call or by its parts."""
        kind, resolution = self.rng.random(), self.composer.resolution
        duration = self.rng.choice((resolution, resolution, 1.0, 1.0, self.grid(0.2, 4.0)))
        if self.prepared and kind < 0.3:
            self.add("cleanup")
            self.prepared = False
        elif not self.prepared and kind < 0.2:
            self.add("prepare")
            self.prepared = True
        elif kind > 0.97:
            out_of_turn = "prepare" if self.prepared else "cleanup"
            self.add(out_of_turn)
        self.add("advance" if self.prepared else "simulate", duration)

    def settle(self):
        """End what was prepared."""
        if self.prepared:
            self.add("cleanup")
        self.add("simulate", 1.0)

    def meddle(self):
        """Change something; nodes are not made between Prepare and Cleanup.

        NEST would update them without having initialised them.
        """
        changes = (self.project, self.drive_more, self.listen_more, self.set_cells)
        changes += (self.set_device, self.set_recorder, self.set_weights, self.set_synapses)
        changes += (self.set_devices_synapses, self.cut, self.set_kernel, self.set_defaults)
        weights = (2, 1, 1, 6, 4, 2, 3, 2, 2, 2, 3, 1)
        if not self.prepared:
            changes, weights = (*changes, self.populate, self.stimulate), (*weights, 2, 2)
        self.rng.choices(changes, weights)[0]()

    def drive_more(self):
        """Connect a device once more."""
        name, model = self.rng.choice(self.devices)
        if self.prepared and model == "noise_generator":
            return  # NEST has no current ready for the new targets, and reads beyond the others
        weight = 0.5 if model in CURRENT_DEVICES or model == "noise_generator" else 20.0
        spec = {"weight": weight, "delay": self.grid(self.composer.kernel["min_delay"], 3.0)}
        self.add("connect", name, self.rng.choice(self.cells), {"rule": "all_to_all"}, spec)

    def listen_more(self):
        """Have a recorder record from another population."""
        recorder = f"recorder_{self.rng.randrange(self.n_cells)}"
        self.add("connect", self.rng.choice(self.cells), recorder, None, None)
        if self.rng.random() < 0.3:
            self.add("find")

    def cut(self):
        """Remove some connections."""
        pre, post = self.rng.choice(self.cells), self.rng.choice(self.cells)
        model = self.rng.choice(("static_synapse", "static_synapse", "stdp_synapse"))
        self.add("cut", pre, post, model, self.rng.randrange(3), self.rng.randint(1, 3))

    def set_synapses(self):
        """Set parameters of plastic connections."""
        rng, low = self.rng, self.composer.kernel["min_delay"]
        name, drawn = rng.choice(
            (
                ("stdp_synapse", {"weight": rng.uniform(0.0, 40.0)}),
                ("stdp_synapse", {"lambda": 0.3, "alpha": rng.uniform(0.2, 2.0)}),
                ("stdp_synapse", {"tau_plus": rng.uniform(2.0, 30.0)}),
                ("quantal_stp_synapse", {"U": rng.uniform(0.1, 0.9)}),
                ("quantal_stp_synapse", {"tau_rec": rng.uniform(1.0, 90.0)}),
                ("stdp_synapse", {"delay": self.grid(low, 5.0)}),
                ("static_synapse", {"delay": self.grid(low, 5.0)}),
            )
        )
        self.add("set_synapses", name, drawn)

    def set_devices_synapses(self):
        """Set weights or delays of what a device is connected by."""
        rng, (name, _) = self.rng, self.rng.choice(self.devices)
        delay = self.grid(self.composer.kernel["min_delay"], 5.0)
        drawn = rng.choice(({"weight": rng.uniform(-20.0, 30.0)}, {"delay": delay}))
        self.add("set_synapses_of", name, drawn)

    def set_cells(self):
        rng, name = self.rng, self.rng.choice(self.cells)
        drawn = rng.choice(({"I_e": rng.uniform(0.0, 600.0)}, {"V_m": -65.0}, {"frozen": True}))
        drawn = rng.choice((drawn, {"frozen": False}, {"C_m": rng.uniform(100.0, 300.0)}, drawn))
        self.add("set", name, drawn)

    def set_device(self):
        name, model = self.rng.choice(self.devices)
        self.add("set", name, self.device_parameters(model))

    def set_recorder(self):
        rng, name = self.rng, f"recorder_{self.rng.randrange(self.n_cells)}"
        window = {"start": self.grid(0.0, 20.0), "stop": self.grid(20.0, 60.0)}
        to = {"record_to": rng.choice(("memory", "memory", "ascii"))}
        self.add("set", rng.choice((name, "meter")), rng.choice(({"n_events": 0}, window)))
        if rng.random() < 0.4:
            self.add("set", name, to)

    def set_weights(self):
        self.add("set_weights", self.rng.choice(self.cells), self.rng.uniform(-10.0, 30.0))

    def set_kernel(self):
        rng = self.rng
        some = ({"rng_seed": rng.randint(1, 99)}, {"print_time": False}, {"biological_time": 0.0})
        some += ({"resolution": 0.5}, {"biological_time": 0.0})
        self.add("kernel", rng.choice(some))

    def set_defaults(self):
        rng, model = self.rng, self.rng.choice(("static_synapse", "iaf_psc_alpha", "stdp_synapse"))
        values = {"I_e": rng.uniform(0.0, 500.0)} if "iaf" in model else {"weight": 12.0}
        if "iaf" not in model and rng.random() < 0.4:
            self.add("set", "weigher", {"n_events": 0})
            self.add("attach", model, "weigher")
            return
        self.add("set_defaults", model, values)
