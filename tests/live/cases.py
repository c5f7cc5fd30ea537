"""Random programs for one model, as plain data that both simulators can run.

A program is a dictionary of JSON values: kernel settings, a list of steps (create,
set, connect, simulate, ...) and the names of what is read at the end. The same model
and seed always give the same program.
"""

from __future__ import annotations

import random

from .asking import asking_program
from .connections import connection_program
from .detectors import DETECTORS, detector_program
from .devices import CURRENT_DEVICES, SPIKE_DEVICES, draw_device, on_grid
from .generators import GENERATORS, generator_program
from .layers import layer_program
from .mixtures import MIXTURES, mixture_program
from .ranges import (
    CURRENT,
    CURRENT_RECEPTORS,
    NEURONS,
    RECORDABLES,
    SPIKE_RECEPTORS,
    SPIKE_WEIGHT,
    draw,
)
from .receptor_arrays import RECEPTOR_ARRAYS
from .recorders import recorder_program
from .short_runs import short_run_program
from .space import space_program
from .statements import statement_program
from .synapses import SYNAPSES, rule, synapse

NEURON_MODELS = (*NEURONS, *RECEPTOR_ARRAYS)
MODELS = (
    *NEURON_MODELS,
    *CURRENT_DEVICES,
    *SPIKE_DEVICES,
    *GENERATORS,
    *SYNAPSES,
    *DETECTORS,
    *MIXTURES,
    "recorders",
    "network",
    "asking",
    "connections",
    "layers",
    "space",
    "short_runs",
    "statements",
)
WORDLESS = ("asking", "connections", "layers", "space", "statements")
TOTAL = 120.0


class Composer:
    """Collects the steps of one random program."""

    def __init__(self, model, seed):
        self.rng = random.Random(f"{model}/{seed}")
        self.resolution = self.rng.choice((0.05, 0.1, 0.2))
        self.steps = []
        self.populations = []
        self.recorders = []
        self.models = []
        self.kernel = {
            "resolution": self.resolution,
            "local_num_threads": self.rng.choice((1, 2, 4)),
            "rng_seed": self.rng.randint(1, 2**31),
        }

    def add(self, *step):
        self.steps.append(list(step))

    def population(self, name, model):
        """Create neurons with random parameters, shared or each its own."""
        size = self.rng.randint(2, 6)
        sets, receptors, recordables = _parameter_sets(self.rng, model, size)
        shared = self.rng.random() < 0.4
        self.add("create", name, model, size, sets[0] if shared else {})
        if not shared:
            self.add("set_each", name, sets)
        if model != "parrot_neuron" and self.rng.random() < 0.3:
            self.add("set", name, {"V_m": {"__random__": ["uniform", -80.0, -60.0]}})
        self.populations.append({"name": name, "model": model, "size": size})
        self.populations[-1].update(receptors=receptors, recordables=recordables)
        return self.populations[-1]

    def stimulate(self, cells, device, name, receptor=None):
        scale = SPIKE_WEIGHT[cells["model"]]
        current = device in CURRENT_DEVICES
        amplitude = CURRENT.get(cells["model"], 400.0) if current else scale
        weights = device == "spike_generator" and self.rng.random() < 0.5
        params = draw_device(self.rng, device, self.resolution, TOTAL, amplitude)
        if device == "spike_generator" and not weights:
            params.pop("spike_weights", None)
        spec = synapse(self.rng, "static_synapse", scale, self.resolution)
        if current or weights:
            spec["weight"] = 1.0
        elif device == "poisson_generator":
            # Many spikes: keep the sum of their effects near that of a few strong ones.
            spec["weight"] = self.rng.uniform(0.0, 1.0) * scale * 300.0 / (params["rate"] + 300.0)
        if receptor is not None:
            spec["receptor_type"] = receptor
        if cells["model"] == "glif_cond":
            spec, params["spike_weights"] = _soften(spec), _soften(params.get("spike_weights", {}))
        self.add("create", name, device, 1, {key: v for key, v in params.items() if v != {}})
        self.add("connect", name, cells["name"], {"rule": "all_to_all"}, spec)

    def drive(self, cells):
        """Spikes on every receptor, background and a current."""
        name = cells["name"]
        for receptor in cells["receptors"]:
            for copy in range(self.rng.randint(1, 2)):
                label = f"spikes_{name}_{receptor}_{copy}"
                self.stimulate(cells, "spike_generator", label, receptor)
        if self.rng.random() < 0.5:
            receptor = self.rng.choice(cells["receptors"])
            self.stimulate(cells, "poisson_generator", f"poisson_{name}", receptor)
        for receptor in CURRENT_RECEPTORS.get(cells["model"], (0,)):
            device = self.rng.choice(list(CURRENT_DEVICES))
            self.stimulate(cells, device, f"{device}_{name}_{receptor}", receptor)

    def project(self, source, target, model=None):
        """Connect two populations by a random rule and synapse."""
        model = model or self.rng.choice(list(SYNAPSES))
        scale = SPIKE_WEIGHT[target["model"]]
        spec = synapse(self.rng, model, scale, self.resolution)
        if model == "static_synapse_hom_w":
            spec["synapse_model"] = f"hom_w_{len(self.steps)}"
            value = {"weight": self.rng.uniform(-0.3, 1.0) * scale}
            self.add("copy_model", model, spec["synapse_model"], value)
        spec["receptor_type"] = self.rng.choice(target["receptors"])
        if source["model"] == target["model"] == "parrot_neuron":
            spec["receptor_type"] = 1  # port 0 would let every spike echo for ever
        connectivity = rule(self.rng, source["size"])
        if source["size"] != target["size"] and connectivity["rule"] == "one_to_one":
            connectivity = {"rule": "all_to_all"}
        if target["model"] == "glif_cond":
            spec = _soften(spec)
        self.add("connect", source["name"], target["name"], connectivity, spec)

    def record(self, cells):
        name = cells["name"]
        if cells["recordables"]:
            params = {"record_from": cells["recordables"], "interval": self._interval()}
            if self.rng.random() < 0.2:
                params["offset"] = on_grid(self.rng, self.resolution, 0.0, 5.0)
            self.add("create", f"multimeter_{name}", "multimeter", 1, params)
            self.add("connect", f"multimeter_{name}", name, None, None)
            self.recorders.append(f"multimeter_{name}")
        steps = {"time_in_steps": True} if self.rng.random() < 0.2 else {}
        self.add("create", f"recorder_{name}", "spike_recorder", 1, steps)
        self.add("connect", name, f"recorder_{name}", None, None)
        self.recorders.append(f"recorder_{name}")

    def _interval(self):
        return self.resolution * (1 if self.rng.random() < 0.8 else self.rng.randint(2, 9))

    def simulate(self, cells):
        """Simulate in random pieces, with changes and new targets between some of them."""
        cuts = [on_grid(self.rng, self.resolution, self.resolution, 40.0) for _ in range(3)]
        pieces = cuts[: self.rng.randint(0, 3)]
        for piece in pieces:
            self.add(self.rng.choice(("simulate", "simulate", "run")), piece)
            self._interfere(cells)
        self.add("simulate", round(TOTAL - sum(pieces), 6))

    def _interfere(self, cells):
        kind = self.rng.random()
        if kind < 0.15 and cells["model"] != "parrot_neuron":
            self.add("set", cells["name"], {"V_m": self.rng.uniform(-75.0, -60.0)})
        elif kind < 0.3:
            self.project(cells, cells, "static_synapse")
        elif kind < 0.4:
            label = f"late_{len(self.steps)}"
            self.stimulate(cells, "spike_generator", label, cells["receptors"][0])
        elif kind < 0.5:
            value = self.rng.choice((0.0, self.rng.uniform(-0.5, 1.0)))
            self.add("set_weights", cells["name"], value * SPIKE_WEIGHT[cells["model"]])

    def program(self, model, seed):
        return {
            "model": model,
            "seed": seed,
            "kernel": self.kernel,
            "steps": self.steps,
            "recorders": self.recorders,
            "models": self.models,
            "populations": [cells["name"] for cells in self.populations],
            # Of errors that are Python's own, the words are compared only where they say enough.
            "same_words": model not in WORDLESS,
        }


def _parameter_sets(rng, model, size):
    """Return parameter sets, spike receptors and recordables for `size` neurons."""
    if model in RECEPTOR_ARRAYS:
        parameters, recordables = RECEPTOR_ARRAYS[model]
        first, count = parameters(rng)
        sets = [first] + [parameters(rng, count)[0] for _ in range(size - 1)]
        return sets, list(range(1, count + 1)), recordables(count)
    sets = [draw(rng, NEURONS[model]) for _ in range(size)]
    return sets, list(SPIKE_RECEPTORS.get(model, (0,))), RECORDABLES[model]


def _soften(value):
    """Shrink negative conductances: large ones destabilise the equation, and NEST hangs."""
    if isinstance(value, dict):
        if value.get("__random__", [""])[0] == "normal":
            return {"__random__": ["uniform", -0.5, 15.0]}
        return {name: _soften(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_soften(item) for item in value]
    return 0.02 * value if isinstance(value, float) and value < 0.0 else value


def neuron_program(composer, model):
    cells = composer.population("cells", model)
    composer.drive(cells)
    if composer.rng.random() < 0.7:
        composer.project(cells, cells)
    composer.record(cells)
    composer.simulate(cells)


def device_program(composer, model):
    """Several devices of one model onto neurons, and onto parrots where it sends spikes."""
    targets = ["iaf_psc_alpha", *(["parrot_neuron"] if model in SPIKE_DEVICES else [])]
    for number, target in enumerate(targets):
        cells = composer.population(f"cells{number}", target)
        for copy in range(composer.rng.randint(1, 3)):
            composer.stimulate(cells, model, f"device{number}_{copy}")
        composer.record(cells)
    composer.simulate(cells)


def synapse_program(composer, model):
    first = composer.population("cells0", composer.rng.choice(list(NEURONS)))
    second = composer.population("cells1", "iaf_psc_alpha")
    composer.drive(first)
    composer.drive(second)
    for source, target in ((first, second), (second, second), (second, first)):
        composer.project(source, target, model)
    composer.record(first)
    composer.record(second)
    composer.simulate(second)


def network_program(composer, model):
    """Three populations of different models, projections between all of them."""
    models = composer.rng.sample(NEURON_MODELS, 3)
    cells = [composer.population(f"cells{number}", name) for number, name in enumerate(models)]
    for population in cells:
        composer.drive(population)
    for source in cells:
        for target in cells:
            composer.project(source, target)
    for population in cells:
        composer.record(population)
    composer.simulate(cells[0])


def make_program(model, seed):
    """Return the random program of this model and seed."""
    composer = Composer(model, seed)
    if model in NEURON_MODELS:
        neuron_program(composer, model)
    elif model in SYNAPSES:
        synapse_program(composer, model)
    elif model in GENERATORS:
        generator_program(composer, model)
    elif model in MIXTURES:
        mixture_program(composer, model)
    elif model in DETECTORS:
        detector_program(composer, model)
    elif model == "recorders":
        recorder_program(composer, model)
    elif model == "network":
        network_program(composer, model)
    elif model == "asking":
        asking_program(composer, model)
    elif model == "connections":
        connection_program(composer, model)
    elif model == "layers":
        layer_program(composer, model)
    elif model == "space":
        space_program(composer, model)
    elif model == "short_runs":
        short_run_program(composer, model)
    elif model == "statements":
        statement_program(composer, model)
    else:
        device_program(composer, model)
    return composer.program(model, seed)
