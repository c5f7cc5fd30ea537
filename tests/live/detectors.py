"""Random programs for detectors: sources of every kind, at every port, before and after them."""

from __future__ import annotations

from .devices import on_grid, window

LENGTH = 150.0
#: Whether a bin must be an odd number of steps.
DETECTORS = {
    "correlation_detector": False,
    "correlomatrix_detector": True,
    "correlospinmatrix_detector": False,
    "spin_detector": False,
}


def spin_program(composer, model):
    """Connect sources to detectors created before, among and after them."""
    rng = composer.rng
    detectors = [f"detector{number}" for number in range(rng.randint(1, 4))]
    places = {name: rng.randint(0, 2) for name in detectors}
    sources = []
    for place in range(3):
        for name in (name for name in detectors if places[name] == place):
            _spin_detector(composer, name, model)
        if place < 2:
            sources += _binary_sources(composer, place)
    for source in sources:
        for name in rng.sample(detectors, rng.randint(1, len(detectors))):
            spec = {"receptor_type": int(rng.random() < 0.02)}
            composer.add("connect", source, name, {"rule": "all_to_all"}, spec)
    pieces = [on_grid(rng, composer.resolution, 0.2, 40.0) for _ in range(rng.randint(0, 3))]
    for piece in pieces:
        composer.add(rng.choice(("simulate", "run")), piece)
        if rng.random() < 0.4:
            change = rng.choice(({"n_events": 0}, window(rng, composer.resolution, LENGTH)))
            composer.add("set", rng.choice(detectors), change)
        if rng.random() < 0.3:
            pair = rng.choice(sources), rng.choice(detectors)
            composer.add("connect", *pair, {"rule": "all_to_all"}, {})
    composer.add("simulate", round(LENGTH - sum(pieces), 6))


def _spin_detector(composer, name, model):
    params = window(composer.rng, composer.resolution, LENGTH)
    if composer.rng.random() < 0.3:
        params["time_in_steps"] = True
    composer.add("create", name, model, 1, params)
    composer.recorders.append(name)
    composer.populations.append({"name": name})


def _binary_sources(composer, place):
    rng, resolution = composer.rng, composer.resolution
    names = [f"spikes{place}_{number}" for number in range(rng.randint(1, 3))]
    for name in names:
        composer.add("create", name, "spike_generator", 1, _spikes(rng, resolution))
    parrots = f"parrots{place}"
    composer.add("create", parrots, "parrot_neuron", rng.randint(1, 3), {})
    for name in rng.sample(names, rng.randint(1, len(names))):
        delay = {"delay": on_grid(rng, resolution, resolution, rng.choice((0.4, 5.0)))}
        composer.add("connect", name, parrots, {"rule": "all_to_all"}, delay)
    return [*names, parrots]


def detector_program(composer, model):
    """Connect sources to a few detectors, with changes between pieces of simulation."""
    if model == "spin_detector":
        spin_program(composer, model)
        return
    rng = composer.rng
    composer.kernel["use_compressed_spikes"] = rng.random() < 0.7
    shortest = rng.randint(1, 12)
    channels = 2 if model == "correlation_detector" else rng.randint(1, 4)
    count = rng.randint(1, 3)
    parameters = [_parameters(composer, model, shortest, channels) for _ in range(count)]
    composer.add("create", "detectors", model, count, {})
    composer.add("set_each", "detectors", parameters)
    composer.populations.append({"name": "detectors"})
    names = _sources(composer)
    for name in names:
        for _ in range(rng.randint(1, 2)):
            _connect(composer, name, shortest, channels)
    _simulate(composer, model, names, shortest, channels)


def _parameters(composer, model, shortest, channels):
    rng, resolution = composer.rng, composer.resolution
    width = rng.randint(1, 12) * 2 - 1 if DETECTORS[model] else rng.randint(1, 20)
    # Shorter ones than delays make NEST write beyond its arrays.
    least = -(-2 * shortest // width)
    bins = least + rng.randint(0, 20)
    drawn = {"delta_tau": _ms(width, resolution), "tau_max": _ms(width * bins, resolution)}
    if model != "correlation_detector":
        drawn["N_channels"] = channels
    if rng.random() < 0.4:
        drawn["Tstart"] = rng.uniform(0.0, 50.0)
    if rng.random() < 0.3:
        drawn["Tstop"] = rng.uniform(50.0, LENGTH)
    return {**drawn, **window(rng, resolution, LENGTH)}


def _ms(steps, resolution):
    return round(steps * resolution, 6)


def _sources(composer):
    """Create sources and return their names; parrots repeat one of the generators."""
    rng, resolution = composer.rng, composer.resolution
    names = []
    for number in range(rng.randint(1, 3)):
        names.append(f"spikes{number}")
        composer.add("create", names[-1], "spike_generator", 1, _spikes(rng, resolution))
    if rng.random() < 0.6:
        names.append("poisson")
        params = {"rate": rng.uniform(10.0, 600.0), **window(rng, resolution, LENGTH)}
        composer.add("create", "poisson", "poisson_generator", 1, params)
    composer.add("create", "parrots", "parrot_neuron", rng.randint(1, 3), {})
    composer.add(
        "connect",
        rng.choice(names),
        "parrots",
        {"rule": "all_to_all"},
        _delayed(rng, resolution, 12),
    )
    if rng.random() < 0.6:
        composer.add("create", "neurons", "iaf_psc_alpha", rng.randint(1, 4), {"I_e": 700.0})
        names.append("neurons")
    return [*names, "parrots"]


def _spikes(rng, resolution):
    """Draw spikes, many of them in pairs, as binary neurons send them."""
    times = [on_grid(rng, resolution, resolution, LENGTH) for _ in range(rng.randint(5, 40))]
    times = sorted(times + rng.sample(times, len(times) // 2))
    drawn = {"spike_times": {"__array__": times}}
    if rng.random() < 0.5:
        drawn["spike_weights"] = {"__array__": [rng.uniform(-2.0, 2.0) for _ in times]}
    if rng.random() < 0.5:
        counts = [rng.choice((1, 1, 1, 2, 2, 3)) for _ in times]
        drawn["spike_multiplicities"] = {"__array__": counts, "dtype": "int64"}
    return drawn


def _delayed(rng, resolution, shortest):
    return {"delay": on_grid(rng, resolution, shortest * resolution, 30 * resolution)}


def _connect(composer, name, shortest, channels):
    rng, resolution = composer.rng, composer.resolution
    spec = _delayed(rng, resolution, shortest)
    spec["weight"] = rng.choice((0.0, 1.0, rng.uniform(-3.0, 3.0), rng.uniform(-3.0, 3.0)))
    spec["receptor_type"] = rng.randrange(channels + (rng.random() < 0.03))
    if rng.random() < 0.5:
        spec.update(_synapse(rng))
    composer.add("connect", name, "detectors", {"rule": "all_to_all"}, spec)


def _synapse(rng):
    """Draw one of the other synapse models: each has its own place in the order of delivery."""
    model = rng.choice(("static_synapse_lbl", "stdp_synapse", "bernoulli_synapse", "quantal"))
    if model == "bernoulli_synapse":
        return {"synapse_model": model, "p_transmit": rng.random()}
    if model == "quantal":
        return {"synapse_model": "quantal_stp_synapse", "n": rng.randint(1, 5), "tau_rec": 20.0}
    return {"synapse_model": model}


def _simulate(composer, model, names, shortest, channels):
    rng, resolution = composer.rng, composer.resolution
    pieces = [on_grid(rng, resolution, resolution, 40.0) for _ in range(rng.randint(0, 3))]
    for piece in pieces:
        composer.add(rng.choice(("simulate", "run")), piece)
        kind = rng.random()
        if kind < 0.25:
            _connect(composer, rng.choice(names), shortest, channels)
        elif kind < 0.5:
            composer.add("set", "detectors", _change(rng, model))
        elif kind < 0.6:
            composer.add("set", "detectors", window(rng, resolution, LENGTH))
        elif kind < 0.7:
            pair = rng.choice(("parrots", "neurons")), "detectors"
            synapse = rng.choice(("static_synapse", "bernoulli_synapse"))
            rule = {"rule": rng.choice(("all_to_all", "one_to_one"))}
            composer.add("disconnect", *pair, rule, {"synapse_model": synapse})
        elif kind < 0.8 and model != "correlation_detector":
            composer.add("kernel", {"biological_time": 0.0})
    composer.add("simulate", round(LENGTH - sum(pieces), 6))


def _change(rng, model):
    """Draw a change that starts detectors anew."""
    changes = [{"Tstart": rng.uniform(0.0, 80.0)}, {"Tstop": rng.uniform(60.0, LENGTH)}]
    if model == "correlation_detector":
        changes += [{"n_events": {"__array__": [0, 0], "dtype": "int64"}}]
    else:
        changes += [{"N_channels": 4}, {"N_channels": 0}, {"N_channels": 6, "tau_max": -1.0}]
    return rng.choice([*changes, {"delta_tau": 0.033}, {"tau_max": 1e308}])
