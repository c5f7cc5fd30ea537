"""Random synapse specifications: models, weights, delays, constant, listed or drawn."""

from __future__ import annotations

from .devices import on_grid


def weight(rng, scale):
    """Draw a weight specification: 0, either sign, constant or from a distribution."""
    kind = rng.random()
    if kind < 0.1:
        return 0.0
    if kind < 0.6:
        return rng.choice((1.0, 1.0, -1.0)) * rng.uniform(0.0, 1.5) * scale
    if kind < 0.8:
        return {"__random__": ["uniform", -0.5 * scale, 1.5 * scale]}
    return {"__random__": ["normal", 0.5 * scale, 0.5 * scale]}


def delay(rng, resolution):
    """Draw a delay specification; a fixed range keeps every program's minimum at one step."""
    if rng.random() < 0.7:
        return on_grid(rng, resolution, resolution, rng.choice((1.0, 1.0, 8.0)))
    return {"__random__": ["uniform", resolution, rng.uniform(1.0, 5.0)]}


def plastic(rng, scale):
    """Draw the parameters of stdp_synapse for weights of this scale."""
    ceiling = 2.0 * scale
    return {
        "synapse_model": "stdp_synapse",
        "weight": rng.uniform(0.0, 1.0) * scale,
        "Wmax": ceiling,
        "lambda": rng.uniform(0.0, 0.3),
        "alpha": rng.uniform(0.5, 1.5),
        "mu_plus": rng.choice((0.0, 1.0, rng.uniform(0.0, 1.0))),
        "mu_minus": rng.choice((0.0, 1.0, rng.uniform(0.0, 1.0))),
        "tau_plus": rng.uniform(5.0, 40.0),
    }


def labelled(rng, scale):
    return {
        "synapse_model": "static_synapse_lbl",
        "synapse_label": rng.randint(0, 9),
        "weight": weight(rng, scale),
    }


def homogeneous(rng, scale):
    return {"synapse_model": "static_synapse_hom_w"}


def bernoulli(rng, scale):
    """Draw the parameters of bernoulli_synapse; half of them anew for each connection."""
    p = rng.choice((0.0, 1.0, rng.random(), {"__random__": ["uniform", 0.0, 1.0]}))
    return {"synapse_model": "bernoulli_synapse", "weight": weight(rng, scale), "p_transmit": p}


def quantal(rng, scale):
    """Draw the parameters of quantal_stp_synapse; more or fewer sites available than there are."""
    sites = rng.choice((1, rng.randint(0, 8), {"__random__": ["uniform_int", 6]}))
    return {
        "synapse_model": "quantal_stp_synapse",
        "weight": weight(rng, scale),
        "U": rng.choice((rng.random(), {"__random__": ["uniform", 0.0, 1.0]})),
        "u": rng.random(),
        "tau_rec": rng.choice((0.1, 10.0, 100.0)) * rng.uniform(0.5, 2.0),
        "tau_fac": rng.choice((0.0, rng.uniform(1.0, 100.0))),
        "n": sites,
        "a": rng.randint(0, 5),
    }


def static(rng, scale):
    return {"synapse_model": "static_synapse", "weight": weight(rng, scale)}


SYNAPSES = {
    "static_synapse": static,
    "static_synapse_lbl": labelled,
    "static_synapse_hom_w": homogeneous,
    "stdp_synapse": plastic,
    "bernoulli_synapse": bernoulli,
    "quantal_stp_synapse": quantal,
}


def synapse(rng, model, scale, resolution):
    """Return a random syn_spec of this synapse model."""
    return {**SYNAPSES[model](rng, scale), "delay": delay(rng, resolution)}


def rule(rng, size):
    """Return a random conn_spec for a recurrent projection of `size` neurons."""
    flags = {"allow_autapses": rng.random() < 0.5, "allow_multapses": rng.random() < 0.7}
    kind = rng.choice(("all_to_all", "fixed_indegree", "pairwise_bernoulli", "one_to_one"))
    if kind == "fixed_indegree":
        return {"rule": kind, "indegree": rng.randint(1, max(1, size - 1)), **flags}
    if kind == "pairwise_bernoulli":
        return {"rule": kind, "p": rng.uniform(0.1, 0.9), "allow_autapses": flags["allow_autapses"]}
    if kind == "all_to_all":
        return {"rule": kind, "allow_autapses": flags["allow_autapses"]}
    return {"rule": kind}
