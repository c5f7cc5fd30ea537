"""Random statements in any order: recorders, kernel attributes, models, runs, resets.

Most raise an error; both simulators must raise the same one and go on alike.  Sets of what several
threads have replicas of are left out: NEST sets some of the replicas where others refuse.
"""

from __future__ import annotations

from .devices import on_grid

RECORDERS = ("meter", "spikes", "volt", "meter")
KERNEL = ("min_delay", "max_delay", "biological_time", "to_do", "prepared", "local_spike_counter")
KERNEL += ("network_size", "num_connections", "resolution", "rng_seed", "nope")
PAIRS = (("meter", "cells"), ("volt", "cells"), ("cells", "spikes"), ("cells", "volt"))
PAIRS += (("cells", "meter"), ("noise", "spikes"), ("spikes", "cells"), ("noise", "cells"))
PAIRS += (("meter", "spikes"), ("meter", "noise"))
MODELS = ("iaf_psc_alpha", "multimeter", "spike_recorder", "static_synapse", "stdp_synapse")


def statement_program(composer, name):
    """Build a small network, then say anything about it."""
    rng, resolution = composer.rng, composer.resolution
    composer.kernel |= {"min_delay": resolution, "max_delay": 9.0, "local_num_threads": 1}
    composer.recorders += ["meter", "spikes", "volt"]
    composer.populations += [{"name": n} for n in ("cells", "noise", "meter", "spikes", "volt")]

    def grid(low, high):
        return on_grid(rng, resolution, low, high)

    def number():
        return rng.choice((grid(0.0, 30.0), grid(0.2, 5.0), 0.0, -1.0, rng.uniform(0, 9), 1e300))

    def say(text):
        composer.add("ask", text)

    def build():
        model = rng.choice(("iaf_psc_alpha", "iaf_psc_exp", "izhikevich", "iaf_psc_delta"))
        composer.add("let", "cells", f"nest.Create({model!r}, {rng.randint(1, 5)})")
        composer.add("let", "noise", "nest.Create('poisson_generator', params={'rate': 9000.0})")
        given = {"record_from": ["V_m"], "interval": grid(0.2, 2.0)}
        composer.add("let", "meter", f"nest.Create('multimeter', params={given})")
        composer.add("let", "spikes", "nest.Create('spike_recorder')")
        composer.add("let", "volt", "nest.Create('voltmeter')")
        spec = {"weight": 40.0, "delay": grid(0.2, 3.0)}
        say(f"nest.Connect(noise, cells, syn_spec={spec})")
        say("nest.Connect(cells, spikes)")
        say("nest.Connect(meter, cells)")
        say(f"nest.Connect(cells, cells, syn_spec={spec | {'weight': 2.0}})")

    def of_recorders():
        window = ({"start": number()}, {"stop": number()}, {"origin": number()})
        some = (*window, {"start": number(), "stop": number()}, {"interval": number()})
        some += ({"offset": number()}, {"n_events": rng.choice((0, 0, 1))}, {"label": "x"})
        some += ({"record_from": rng.choice((["V_m"], ["t_ref"], ["nope"], []))}, {"frozen": True})
        some += ({"time_in_steps": rng.random() < 0.5}, {"record_to": "nowhere"})
        return rng.choice(some)

    def set_recorder():
        given, recorder = of_recorders(), rng.choice(RECORDERS)
        key, value = next(iter(given.items()))
        forms = (f"{recorder}.set({given})", f"nest.SetStatus({recorder}, {given})")
        say(rng.choice((*forms, f"setattr({recorder}, {key!r}, {value!r})")))

    def ask_recorder():
        what = ("get()", "get('events')", "n_events", "get(['n_events', 'start', 'origin'])")
        say(f"{rng.choice(RECORDERS)}.{rng.choice(what)}")

    def run():
        calls = [f"Simulate({grid(0.2, 6.0)})"] * 2 + [f"Run({grid(0.2, 5.0)})"] * 2
        say("nest." + rng.choice((*calls, "Prepare()", "Cleanup()", f"Simulate({number()})")))

    def set_kernel():
        some = ({"resolution": 0.2}, {"rng_seed": rng.randint(0, 9)}, {"biological_time": 0.0})
        some += ({"biological_time": 1.0}, {"dict_miss_is_error": rng.random() < 0.5})
        some += ({"local_num_threads": 2}, {"min_delay": 0.1}, {"tics_per_ms": 100.0})
        some += ({"nope": 1}, {"network_size": 3}, {"min_delay": 0.4, "max_delay": 7.0})
        say(f"nest.SetKernelStatus({rng.choice(some)})")

    def set_model():
        some = ({"weight": 2.0}, {"I_e": 300.0}, {"start": 5.0}, {"interval": 1.0}, {"delay": 1.0})
        given = rng.choice((*some, {}, {"n_events": 0}))
        copy = f"nest.CopyModel({rng.choice(MODELS)!r}, 'm{rng.randint(0, 4)}', {given})"
        say(rng.choice((copy, f"nest.SetDefaults({rng.choice(MODELS)!r}, {given})")))

    def set_nodes():
        cells = ({"I_e": rng.uniform(0.0, 500.0)}, {"frozen": rng.random() < 0.3}, {"nope": 1})
        cells += ({"V_m": -60.0}, {"global_id": 3}, {"t_spike": 3.0}, {"thread": 0})
        noise = ({"start": number()}, {"stop": number()}, {"rate": 500.0}, {"rate": -1.0})
        links = ({"weight": rng.uniform(-3.0, 9.0)}, {"delay": number()}, {"target": 2})
        forms = (f"cells.set({rng.choice(cells)})", f"noise.set({rng.choice(noise)})")
        say(rng.choice((*forms, f"nest.GetConnections(cells).set({rng.choice(links)})")))

    def connect():
        delayed = f"nest.Connect(cells, cells, syn_spec={ {'weight': 3.0, 'delay': number()} })"
        say(rng.choice((delayed, "nest.Connect({}, {})".format(*rng.choice(PAIRS)))))

    def ask_kernel():
        say(f"nest.GetKernelStatus({rng.choice(KERNEL)!r})")

    def reset():
        say("nest.ResetKernel()")
        build()

    build()
    kinds = (run, set_recorder, ask_recorder, set_kernel, set_model, set_nodes, connect)
    weights = (6, 6, 4, 3, 3, 4, 2, 2, 1)
    for _ in range(rng.randint(15, 40)):
        rng.choices((*kinds, ask_kernel, reset), weights)[0]()
    say("[nest.Cleanup() if nest.GetKernelStatus('prepared') else None]")
    say("nest.Simulate(1.0)")
