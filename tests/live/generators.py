"""Random programs for generators of spike trains: parameters, targets, changes between runs.

A program has some generators of one model with neurons, parrots and a recorder as targets. Between
pieces of the simulation it sets parameters, freezes, and adds targets.
"""

from __future__ import annotations

from .devices import on_grid, window

ENGINES = ("mt19937_64", "mt19937", "Philox_32", "Philox_64", "Threefry_32", "Threefry_64")
#: Length of the programs in ms.
LENGTH = 60.0


def drawn(rng, low, high):
    """Return a number, or a random Parameter that gives every replica its own."""
    if rng.random() < 0.2:
        return {"__random__": ["uniform", low, high]}
    return rng.uniform(low, high)


def rate(rng):
    """Return no rate, a low one, or one at which Poisson counts are drawn by rejection."""
    low, high = rng.choice(((0.0, 0.0), (1.0, 500.0), (1e3, 9e4), (1.3e5, 3e5)))
    return drawn(rng, low, high) if high else 0.0


def mip(rng, resolution, now):
    return {"rate": rate(rng), "p_copy": rng.choice((0.0, 1.0, *[drawn(rng, 0.0, 1.0)] * 5))}


def inhomogeneous(rng, resolution, now):
    count = rng.randint(0, 5)
    last = round((now + LENGTH) / resolution)
    steps = sorted(rng.sample(range(round(now / resolution) + 1, last), count))
    times = [round(step * resolution, 6) for step in steps]
    given = {}
    if rng.random() < 0.2:
        given["allow_offgrid_times"] = True
        times = [time + rng.uniform(0.0, 0.3) * resolution for time in times]
    if rng.random() < 0.05:
        times = times[::-1]
    values = [rng.choice((0.0, rng.uniform(1.0, 9e4), 2e5)) for _ in times]
    return {**given, "rate_times": {"__array__": times}, "rate_values": {"__array__": values}}


def sinusoidal_poisson(rng, resolution, now):
    return {
        "rate": rate(rng),
        "amplitude": rng.choice((0.0, drawn(rng, 0.0, 5e4))),
        "frequency": rng.choice((0.0, drawn(rng, 0.0, 400.0))),
        "phase": rng.choice((0.0, drawn(rng, -400.0, 400.0))),
    }


def injected(rng, resolution, now):
    """Draw spike times on the grid or off it, some twice, and multiplicities."""
    last = round((now + LENGTH) / resolution)
    times = sorted(rng.randint(1, last) * resolution for _ in range(rng.randint(0, 25)))
    flags = ("precise_times", "allow_offgrid_times", "shift_now_spikes")
    kinds = ((0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 1))
    given = {name: bool(flag) for name, flag in zip(flags, rng.choice(kinds), strict=True)}
    if given["precise_times"] or given["allow_offgrid_times"]:
        times = [time + rng.uniform(0.0, resolution) for time in times]
        given["spike_times"] = {"__array__": sorted(times)}
    else:
        given["spike_times"] = {"__array__": [round(time, 6) for time in times]}
    # Entries must not be fewer than spikes, also where old ones are left: NEST reads on.
    counts = [rng.randint(0, 3) for _ in times] if rng.random() < 0.4 else []
    return {**given, "spike_multiplicities": {"__array__": counts, "dtype": "int64"}}


def gamma_sup(rng, resolution, now):
    """Draw few or many processes, so that counts are binomial by either way, or Poisson."""
    low, high = rng.choice(((1, 8), (1, 8), (50, 2000)))
    return {
        "gamma_shape": rng.choice((1, 2, 3, rng.randint(1, 20))),
        "rate": rng.choice((0.0, drawn(rng, 0.5, 60.0), drawn(rng, 10.0, 500.0))),
        "n_proc": rng.randint(low, high),
    }


def pulsepacket(rng, resolution, now):
    centres = [rng.uniform(now - 5.0, now + LENGTH) for _ in range(rng.randint(0, 6))]
    return {
        "activity": rng.choice((0, 1, rng.randint(1, 30), rng.randint(50, 300))),
        "sdev": rng.choice((0.0, drawn(rng, 0.0, 1.0), drawn(rng, 0.1, 8.0))),
        "pulse_times": {"__array__": centres},
    }


def dilutor(rng, resolution, now):
    return {"p_copy": rng.choice((0.0, 1.0, *[drawn(rng, 0.0, 1.0)] * 4))}


def ppd_sup(rng, resolution, now):
    low, high = rng.choice(((1, 8), (1, 8), (50, 5000)))
    if rng.random() < 0.05:
        # Nothing random here: NEST draws nothing more once a value is refused.
        return {"dead_time": rng.uniform(0.0, 20.0), "rate": rng.uniform(50.0, 200.0)}
    rate, longest = rng.choice(((0.0, 20.0), (drawn(rng, 0.5, 60.0), 16.0), (200.0, 4.9)))
    return {
        "dead_time": rng.choice((0.0, rng.uniform(0.0, 2.0), rng.uniform(0.0, longest))),
        "rate": rate,
        "n_proc": rng.randint(low, high),
        "frequency": rng.choice((0.0, drawn(rng, 1.0, 400.0))),
        "relative_amplitude": rng.choice((0.0, 1.0, drawn(rng, 0.0, 1.0))),
    }


def sinusoidal_gamma(rng, resolution, now):
    mean = rng.choice((0.0, rng.uniform(10.0, 9e3)))
    return {
        "rate": mean if rng.random() < 0.8 else {"__random__": ["uniform", mean, 2.0 * mean]},
        "amplitude": rng.choice((0.0, mean, drawn(rng, 0.0, mean))),
        "frequency": rng.choice((0.0, drawn(rng, 0.0, 400.0))),
        "phase": rng.choice((0.0, drawn(rng, -400.0, 400.0))),
        "order": rng.choice((1.0, 2.0, drawn(rng, 1.0, 6.0), rng.uniform(1.0, 40.0))),
    }


def precise_poisson(rng, resolution, now):
    mean = rng.choice((0.0, rng.uniform(1.0, 500.0), rng.uniform(5e2, 2e4)))
    dead = rng.choice((0.0, drawn(rng, 0.0, 950.0 / mean))) if mean else 0.0
    return {"rate": mean, "dead_time": dead}


GENERATORS = {
    "gamma_sup_generator": gamma_sup,
    "inhomogeneous_poisson_generator": inhomogeneous,
    "mip_generator": mip,
    "ppd_sup_generator": ppd_sup,
    "poisson_generator_ps": precise_poisson,
    "sinusoidal_gamma_generator": sinusoidal_gamma,
    "pulsepacket_generator": pulsepacket,
    "sinusoidal_poisson_generator": sinusoidal_poisson,
    "spike_dilutor": dilutor,
    "spike_train_injector": injected,
}
#: What can be recorded from them.
RECORDED = {"sinusoidal_gamma_generator": ["rate"], "sinusoidal_poisson_generator": ["rate"]}
#: What connects generators that take synapses which most of them are refused.
STATIC = {"synapse_model": "static_synapse"}
UNRELIABLE = {"synapse_model": "bernoulli_synapse", "p_transmit": 0.6}
RELEASING = {"synapse_model": "quantal_stp_synapse", "n": 5, "u": 0.4, "a": 5, "tau_rec": 20.0}
PLASTIC = {"synapse_model": "stdp_synapse", "weight": 40.0}
ANY_SYNAPSE = dict.fromkeys(
    ("pulsepacket_generator", "spike_train_injector", "spike_dilutor"),
    (UNRELIABLE, RELEASING, PLASTIC, PLASTIC),
)
#: NEST reads beyond its memory where such a generator gets further targets after a simulation.
NO_LATE_TARGETS = ("poisson_generator_ps",)


class GeneratorProgram:
    """Adds the steps for one model of generators to a composer."""

    def __init__(self, composer, model):
        self.composer, self.rng, self.model = composer, composer.rng, model
        self.resolution, self.now = composer.resolution, 0.0
        self.number = 0
        if self.rng.random() < 0.4:
            composer.kernel["rng_type"] = self.rng.choice(ENGINES)
        self.chosen = {}
        if model == "spike_train_injector":
            composer.kernel["use_compressed_spikes"] = self.rng.random() < 0.7
        if model == "spike_dilutor" and self.rng.random() < 0.95:
            composer.kernel["local_num_threads"] = 1  # with more it refuses to simulate
        self.least = self.resolution
        if self.rng.random() < 0.7:
            # Fixed limits: late connections may have any delay between them.
            self.least = on_grid(self.rng, self.resolution, self.resolution, 1.0)
            composer.kernel.update(min_delay=self.least, max_delay=3.0)

    def parameters(self):
        return GENERATORS[self.model](self.rng, self.resolution, self.now)

    def name(self, kind):
        self.number += 1
        return f"{kind}_{self.number}"

    def delay(self):
        return on_grid(self.rng, self.resolution, self.least, 3.0)

    def generators(self):
        """Create generators, of a copy of the model where one train is to serve all targets."""
        name, model = self.name("generators"), self.model
        if self.rng.random() < 0.4:
            model = self.name("copy")
            defaults = {**self.parameters(), **window(self.rng, self.resolution, LENGTH)}
            if self.model.startswith("sinusoidal") and self.rng.random() < 0.7:
                defaults["individual_spike_trains"] = False
            self.composer.add("copy_model", self.model, model, defaults)
        given = {} if self.rng.random() < 0.3 else self.parameters()
        given.update(window(self.rng, self.resolution, LENGTH))
        self.composer.add("create", name, model, self.rng.randint(1, 3), given)
        self.composer.populations.append({"name": name})
        if self.model == "spike_dilutor":
            self.feed(name)
        return name

    def feed(self, dilutors):
        """Send spikes of generators and neurons to dilutors."""
        for model in self.rng.sample(("poisson_generator", "parrot_neuron", "spike_generator"), 2):
            name = self.name(model)
            times = sorted(self.rng.randint(1, 400) * self.resolution for _ in range(20))
            times = {"spike_times": {"__array__": [round(time, 6) for time in times]}}
            given = {"poisson_generator": {"rate": 900.0}, "spike_generator": times}
            self.composer.add("create", name, model, 2, given.get(model, {}))
            if model == "parrot_neuron":
                driver = self.name("poisson")
                self.composer.add("create", driver, "poisson_generator", 1, {"rate": 700.0})
                self.link(driver, name)
                self.chosen[name] = self.rng.choice((UNRELIABLE, RELEASING, *[STATIC] * 2))
            self.link(name, dilutors)

    def target(self, generators, model):
        """Create targets of one model and connect the generators to them, in one of many ways."""
        name, size = self.name(model), self.rng.randint(1, 5)
        self.composer.add("create", name, model, size, {})
        self.connect(generators, name)
        self.watch(name)
        self.composer.populations.append({"name": name})
        return name

    def watch(self, name):
        recorder = self.name("recorder")
        self.composer.add("create", recorder, "spike_recorder", 1, {})
        self.link(name, recorder)
        self.composer.recorders.append(recorder)

    def link(self, sources, targets):
        """Connect all, with a delay that is long enough."""
        rule = {"rule": "all_to_all"}
        own = self.synapse(sources) if sources in self.chosen else {}
        self.composer.add("connect", sources, targets, rule, {"delay": self.delay(), **own})

    def connect(self, generators, targets):
        rule = self.rng.choice(
            (
                {"rule": "all_to_all"},
                {"rule": "fixed_indegree", "indegree": self.rng.randint(1, 4)},
                {"rule": "pairwise_bernoulli", "p": self.rng.uniform(0.3, 0.9)},
            )
        )
        synapse = {"delay": self.delay(), **self.synapse(generators)}
        self.composer.add("connect", generators, targets, rule, synapse)

    def synapse(self, generators):
        """Return what connects them, mostly by the same model: generators insist on one."""
        if generators not in self.chosen or self.rng.random() < 0.1:
            self.chosen[generators] = self.rng.choice(
                (
                    *[STATIC] * 6,
                    {"synapse_model": "static_synapse_hom_w"},
                    *ANY_SYNAPSE.get(self.model, ({"synapse_model": "stdp_synapse"},)),
                )
            )
        chosen = self.chosen[generators]
        if chosen["synapse_model"] == "static_synapse_hom_w":
            return chosen
        return {"weight": self.rng.uniform(-1.0, 2.0), **chosen}

    def record(self, generators):
        """Record the spikes of the generators themselves, and what a multimeter can read."""
        recorder = self.name("recorder")
        steps = {"time_in_steps": True} if self.rng.random() < 0.5 else {}
        self.composer.add("create", recorder, "spike_recorder", 1, steps)
        self.link(generators, recorder)
        self.composer.recorders.append(recorder)
        if self.model in RECORDED:
            meter = self.name("multimeter")
            interval = self.resolution * self.rng.randint(1, 9)
            given = {"record_from": RECORDED[self.model], "interval": interval}
            self.composer.add("create", meter, "multimeter", 1, given)
            self.link(meter, generators)
            self.composer.recorders.append(meter)

    def without_arrears(self, given):
        """Add what makes generators forget the spikes they have drawn ahead.

        Those drawn before a pause would be sent into the past, beyond NEST's memory.
        """
        if self.model in ("pulsepacket_generator", "poisson_generator_ps"):
            return {**self.parameters(), **given}
        return given

    def interfere(self, generators):
        kind = self.rng.random()
        if kind < 0.3:
            self.composer.add("set", generators, self.parameters())
        elif kind < 0.4:
            given = window(self.rng, self.resolution, LENGTH)
            self.composer.add("set", generators, self.without_arrears(given))
        elif kind < 0.5:
            given = {"frozen": self.rng.random() < 0.5}
            self.composer.add("set", generators, self.without_arrears(given))
        elif kind < 0.8 and self.model not in NO_LATE_TARGETS:
            self.target(generators, self.rng.choice(("parrot_neuron", "iaf_psc_alpha")))
        elif kind < 0.9 and self.model in RECORDED:
            self.composer.add("set", generators, {"individual_spike_trains": False})

    def run_in_two(self, population, piece):
        """Set something between two runs without a new Prepare; return how long the second is."""
        self.now += piece
        frozen = {"frozen": self.rng.random() < 0.5}
        given = self.rng.choice(
            (
                self.parameters(),
                self.without_arrears(window(self.rng, self.resolution, LENGTH)),
                # A multimeter would be sent more than NEST has memory for after a thaw.
                {} if self.model in RECORDED else self.without_arrears(frozen),
            )
        )
        self.now -= piece
        rest = on_grid(self.rng, self.resolution, self.resolution, 15.0)
        self.composer.add("run", piece, population, given, rest)
        return rest

    def simulate(self, generators):
        while self.now < LENGTH:
            piece = on_grid(self.rng, self.resolution, self.resolution, 25.0)
            if self.rng.random() < 0.2:
                piece += self.run_in_two(self.rng.choice(generators), piece)
            else:
                self.composer.add(self.rng.choice(("simulate", "run")), piece)
            self.now += piece
            for population in generators:
                self.interfere(population)


def generator_program(composer, model):
    """Compose a program of one or two populations of generators."""
    program = GeneratorProgram(composer, model)
    generators = [program.generators() for _ in range(composer.rng.randint(1, 2))]
    for population in generators:
        for target in ("iaf_psc_alpha", "parrot_neuron"):
            program.target(population, target)
        program.record(population)
    program.simulate(generators)
