"""Random programs for recorders: windows, times in steps, labels, backends, files, changes."""

from __future__ import annotations

from .detectors import _spikes
from .devices import on_grid

LENGTH = 80.0
RECORDERS = ("spike_recorder", "multimeter", "voltmeter", "spin_detector")
METERS = ("multimeter", "voltmeter")
QUANTITIES = ("V_m", "I_syn_ex", "I_syn_in")


def recorder_program(composer, name):
    """Create sources and recorders, change recorders between pieces, keep the files."""
    rng = composer.rng
    composer.add("data_folder", "files")
    composer.add("kernel", _kernel(rng))
    if rng.random() < 0.4:
        kind = rng.choice(RECORDERS)
        composer.add("set_defaults", kind, _changes(composer, kind))
    copied = rng.choice(RECORDERS)
    composer.add("copy_model", copied, "my_recorder", _changes(composer, copied))
    names = []
    for _ in range(rng.randint(2, 5)):
        model = rng.choice((*RECORDERS, "my_recorder"))
        kind = copied if model == "my_recorder" else model
        names.append((f"recorder{len(names)}", kind))
        params = _changes(composer, kind)
        composer.add("create", names[-1][0], model, rng.randint(1, 2), params)
        composer.recorders.append(names[-1][0])
        composer.populations.append({"name": names[-1][0]})
    composer.models = [*RECORDERS, "my_recorder"]
    sources = _sources(composer)
    for name in names:
        _connect(composer, name, sources)
    _simulate(composer, names, sources)


def _kernel(rng):
    return {"overwrite_files": rng.random() < 0.7, "data_prefix": rng.choice(("", "", "run_"))}


def _sources(composer):
    rng, resolution = composer.rng, composer.resolution
    precise = rng.random() < 0.4
    params = _spikes(rng, resolution)
    if precise:
        times = [at - rng.random() * resolution for at in params["spike_times"]["__array__"]]
        params["spike_times"] = {"__array__": sorted(times)}
        params["precise_times"] = True
    composer.add("create", "generator", "spike_generator", 1, params)
    composer.add("create", "parrots", "parrot_neuron", 2, {})
    composer.add("create", "cells", "iaf_psc_alpha", rng.randint(1, 4), {"I_e": 600.0})
    composer.add("connect", "generator", "parrots", {"rule": "all_to_all"}, {"delay": 1.0})
    composer.add("connect", "parrots", "cells", {"rule": "all_to_all"}, {"weight": 30.0})
    return ("generator", "parrots", "cells")


def _connect(composer, recorder, sources):
    name, kind = recorder
    everyone = {"rule": "all_to_all"}
    if kind in METERS:
        composer.add("connect", name, "cells", everyone, {})
        return
    for source in sources[: 2 if kind == "spin_detector" else 3]:
        if composer.rng.random() < 0.8:
            composer.add("connect", source, name, everyone, {})


def _changes(composer, kind, late=False):
    """Draw what is set together on a recorder, before or after it was connected and has run.

    What NEST refuses is set alone: it keeps what it had set before it came to that.
    """
    rng, resolution = composer.rng, composer.resolution
    if rng.random() < 0.1:
        return _refused(rng)
    if late and rng.random() < 0.1:
        return rng.choice(({"time_in_steps": True}, {"interval": 2.0}, {"offset": 1.0}))
    drawn = _window(rng, resolution)
    if rng.random() < 0.25 and not late:
        drawn["time_in_steps"] = rng.random() < 0.8
    if rng.random() < 0.3:
        drawn["label"] = rng.choice(("", "mine", "other"))
    if rng.random() < 0.4:
        drawn["record_to"] = rng.choice(("ascii", "ascii", "ascii", "memory", "screen"))
    if drawn.get("record_to") == "ascii":
        drawn["precision"] = rng.choice((0, 1, 3, 9, 17))
        drawn["file_extension"] = rng.choice(("dat", "txt", ""))
    if rng.random() < 0.15:
        drawn["n_events"] = 0
    if kind in METERS and not late:
        drawn.update(_sampling(rng, resolution, kind))
    return drawn


def _refused(rng):
    name, value = rng.choice(
        (
            ("start", 0.033),
            ("stop", -5.0),
            ("start", "x"),
            ("origin", 1e308),
            ("stop", 1e308),
            ("start", -1e308),
            ("record_to", "nowhere"),
            ("foo", 1),
            ("n_events", 1),
            ("precision", 5),
            ("interval", 0.033),
            ("interval", -1.0),
            ("offset", 0.033),
        )
    )
    return {name: value}


def _window(rng, resolution):
    drawn = {}
    if rng.random() < 0.3:
        drawn["start"] = on_grid(rng, resolution, 0.0, 30.0)
        drawn["stop"] = on_grid(rng, resolution, 30.0, LENGTH)
    if rng.random() < 0.15:
        drawn["origin"] = on_grid(rng, resolution, 0.0, 10.0)
    return drawn


def _sampling(rng, resolution, kind):
    drawn = {}
    if rng.random() < 0.2:
        drawn["interval"] = rng.choice((resolution, 1.0, 3.0))
    if rng.random() < 0.1:
        drawn["offset"] = rng.choice((0.0, 2.0))
    if rng.random() < 0.3:
        drawn["record_from"] = rng.sample(QUANTITIES, rng.randint(0, 3))
    return drawn


def _simulate(composer, names, sources):
    rng, resolution = composer.rng, composer.resolution
    pieces = [on_grid(rng, resolution, resolution, 20.0) for _ in range(rng.randint(0, 3))]
    for piece in pieces:
        composer.add(rng.choice(("simulate", "run")), piece)
        kind = rng.random()
        name, model = rng.choice(names)
        if kind < 0.6:
            composer.add("set", name, _changes(composer, model, late=True))
        elif kind < 0.7:
            composer.add("kernel", _kernel(rng))
        elif kind < 0.8:
            _connect(composer, (name, model), sources)
        elif kind < 0.9:
            composer.add("set_within", name, _changes(composer, model, late=True))
    composer.add("simulate", round(LENGTH - sum(pieces), 6))
