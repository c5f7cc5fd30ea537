"""Random networks in which sources use several synapse models at once.

Spikes compressed or not, stochastic synapses, also before recorders, weight recorders, recurrence
across threads, more than 24 connections of a source, changes between pieces.
"""

from __future__ import annotations

from .devices import on_grid
from .ranges import SPIKE_WEIGHT
from .synapses import SYNAPSES, synapse

LENGTH = 50.0
SIZES = (2, 5, 26, 40)
POPULATIONS = {
    "parrot_neuron": {},
    "iaf_psc_alpha": {"I_e": 380.0},
    "iaf_psc_delta": {"I_e": 380.0},
    "iaf_psc_exp": {"I_e": 300.0, "delta": 1.5, "rho": 2.0},
    "iaf_psc_exp_multisynapse": {"tau_syn": {"__array__": [0.5, 2.0, 9.0]}, "I_e": 380.0},
}
ENGINES = ("mt19937_64", "mt19937", "Philox_32", "Philox_64", "Threefry_32", "Threefry_64")
VARIANTS = ("static_synapse", "static_synapse_hom_w", "stdp_synapse", "bernoulli_synapse")
VARIANTS += ("quantal_stp_synapse",)


def mixture_program(composer, name):
    """Populations with projections through copies of all synapse models."""
    rng = composer.rng
    composer.kernel["local_num_threads"] = rng.choice((1, 2, 3, 4))
    composer.kernel["use_compressed_spikes"] = rng.random() < 0.6
    composer.kernel["rng_type"] = rng.choice(ENGINES)
    recorders = _recorders(composer) if name == "weight_recorder" or rng.random() < 0.2 else []
    transmitter = name == "volume_transmitter" or rng.random() < 0.1
    if transmitter:
        composer.add("create", "volume", "volume_transmitter", rng.randint(1, 2), _interval(rng))
        composer.populations.append({"name": "volume"})
    cells = [_population(composer, number) for number in range(rng.randint(2, 4))]
    models = [_copy(composer, number, recorders) for number in range(rng.randint(2, 6))]
    for _ in range(rng.randint(3, 9)):
        _project(composer, rng.choice(cells), rng.choice(cells), rng.choice(models))
    for population in cells:
        _record(composer, population)
        if transmitter:
            _modulate(composer, population, rng.choice(models))
    _simulate(composer, cells, models, recorders, transmitter)


def _interval(rng):
    return {"deliver_interval": rng.randint(1, 12)}


def _recorders(composer):
    rng = composer.rng
    names = []
    for number in range(rng.randint(1, 2)):
        params = {} if rng.random() < 0.7 else {"time_in_steps": True}
        if rng.random() < 0.3:
            params |= {"start": 10.0, "stop": 31.0, "origin": rng.choice((0.0, 4.0))}
        names.append(f"weights{number}")
        composer.add("create", names[-1], "weight_recorder", rng.randint(1, 2), params)
        composer.recorders.append(names[-1])
        composer.populations.append({"name": names[-1]})
    return names


def _population(composer, number):
    rng = composer.rng
    model = rng.choice(list(POPULATIONS))
    cells = {"name": f"cells{number}", "model": model, "size": rng.choice(SIZES)}
    composer.add("create", cells["name"], model, cells["size"], POPULATIONS[model])
    composer.populations.append(cells)
    noise, weight = f"noise{number}", rng.uniform(0.0, 0.3) * SPIKE_WEIGHT[model]
    rate = rng.choice((50.0, 500.0)) if model == "parrot_neuron" else 2000.0
    composer.add("create", noise, "poisson_generator", 1, {"rate": rate})
    spec = {"weight": weight, "delay": on_grid(rng, composer.resolution, 0.2, 2.0)}
    composer.add("connect", noise, cells["name"], {"rule": "all_to_all"}, _aimed(rng, cells, spec))
    if model == "parrot_neuron":
        _repeat(composer, cells, number)
    return cells


def _repeat(composer, cells, number):
    """Give parrots several spikes at once."""
    rng = composer.rng
    times = sorted(on_grid(rng, composer.resolution, 0.2, LENGTH) for _ in range(6))
    params = {"spike_times": {"__array__": times}}
    counts = [rng.randint(1, 3) for _ in times]
    params["spike_multiplicities"] = {"__array__": counts, "dtype": "int64"}
    composer.add("create", f"copies{number}", "spike_generator", 1, params)
    spec = {"delay": on_grid(rng, composer.resolution, 0.2, 2.0)}
    composer.add("connect", f"copies{number}", cells["name"], {"rule": "all_to_all"}, spec)


def _aimed(rng, cells, spec, from_parrot=False):
    """Add a receptor that the target has, and that does not let parrots echo for ever."""
    if cells["model"] == "iaf_psc_exp_multisynapse":
        return {**spec, "receptor_type": rng.choice((1, 2, 3, {"__parameter__": RECEPTOR}))}
    return {**spec, "receptor_type": 1} if from_parrot else spec


RECEPTOR = ["+", ["uniform_int", 3], 1]


def _copy(composer, number, recorders):
    """Copy a synapse model, or use it as it is; returns its name and what it is a copy of."""
    rng = composer.rng
    base = rng.choice(VARIANTS)
    name = base + rng.choice(("", "", "_hpc", "_lbl"))
    if rng.random() < 0.6:
        composer.add("copy_model", name, f"copy{number}", {})
        name = f"copy{number}"
    if base == "static_synapse_hom_w":
        composer.add("set_defaults", name, {"weight": rng.uniform(-10.0, 30.0)})
    if recorders and rng.random() < 0.7:
        composer.add("attach", name, rng.choice(recorders))
    return name, base


def _rule(rng, source, target):
    flags = {"allow_autapses": rng.random() < 0.5, "allow_multapses": rng.random() < 0.7}
    kind = rng.choice(("all_to_all", "fixed_indegree", "pairwise_bernoulli", "fixed_total_number"))
    if kind == "fixed_indegree":
        return {"rule": kind, "indegree": min(source["size"] - 1, rng.randint(1, 12)), **flags}
    if kind == "fixed_total_number":
        return {"rule": kind, "N": min(source["size"] * target["size"] // 2, 100)}
    if kind == "pairwise_bernoulli":
        return {"rule": kind, "p": rng.uniform(0.05, 0.5), **flags, "allow_multapses": True}
    return {"rule": kind, "allow_autapses": flags["allow_autapses"]}


def _spec(composer, target, model):
    name, base = model
    spec = synapse(composer.rng, base, SPIKE_WEIGHT[target["model"]] * 0.2, composer.resolution)
    return {**spec, "synapse_model": name}


def _project(composer, source, target, model):
    rng = composer.rng
    parrots = source["model"] == target["model"] == "parrot_neuron"
    spec = _aimed(rng, target, _spec(composer, target, model), parrots)
    composer.add("connect", source["name"], target["name"], _rule(rng, source, target), spec)


def _record(composer, cells):
    rng = composer.rng
    name = f"recorder_{cells['name']}"
    composer.add("create", name, "spike_recorder", 2, {})
    composer.recorders.append(name)
    composer.add("connect", cells["name"], name, {"rule": "all_to_all"}, {"delay": 1.0})
    if rng.random() < 0.5:
        model = rng.choice(("bernoulli_synapse", "quantal_stp_synapse"))
        # NEST's threads share the memory of a normal distribution for nodes with replicas.
        spec = {**synapse(rng, model, 1.0, composer.resolution), "weight": 1.0}
        composer.add("connect", cells["name"], name, {"rule": "all_to_all"}, spec)


def _modulate(composer, cells, model):
    """Connect a population to the volume transmitters."""
    spec = _spec(composer, cells, model)
    spec.update({"weight": 0.5} if "weight" in spec else {})
    composer.add("connect", cells["name"], "volume", {"rule": "all_to_all"}, spec)


def _simulate(composer, cells, models, recorders, transmitter):
    rng = composer.rng
    pieces = [on_grid(rng, composer.resolution, composer.resolution, 15.0) for _ in range(3)]
    pieces = pieces[: rng.randint(0, 3)]
    for piece in pieces:
        composer.add(rng.choice(("simulate", "run")), piece)
        _interfere(composer, cells, models, recorders)
        if transmitter and rng.random() < 0.5:
            composer.add("set", "volume", _interval(rng))
    composer.add("simulate", round(LENGTH - sum(pieces), 6))


def _interfere(composer, cells, models, recorders):
    rng, kind = composer.rng, composer.rng.random()
    if kind < 0.2:
        _project(composer, rng.choice(cells), rng.choice(cells), rng.choice(models))
    elif kind < 0.4:
        composer.add("set_synapses", "bernoulli_synapse", {"p_transmit": rng.random()})
        composer.add("set_synapses", "quantal_stp_synapse", {"n": rng.randint(0, 4), "u": 0.6})
    elif kind < 0.6 and composer.kernel["use_compressed_spikes"]:  # NEST crashes without
        composer.add("disconnect_some", rng.randint(0, 3), rng.randint(1, 5))
    elif kind < 0.7 and ("static_synapse_hom_w", "static_synapse_hom_w") in models:
        composer.add("set_defaults", "static_synapse_hom_w", {"weight": rng.uniform(-5.0, 9.0)})
    elif kind < 0.9 and recorders:
        chosen = rng.choice(cells)
        bounds = [0, rng.randint(1, chosen["size"]), rng.randint(1, 3)]
        key = rng.choice(("senders", "targets"))
        composer.add("restrict", rng.choice(recorders), key, chosen["name"], *bounds)


MIXTURES = ("mixture", "weight_recorder", "volume_transmitter")
#: Every synapse model of `SYNAPSES` takes part, or a variant of it.
assert set(SYNAPSES) <= {*VARIANTS, "static_synapse_lbl"}
