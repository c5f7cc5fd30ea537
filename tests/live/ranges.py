"""Legal ranges of every settable parameter of the models under comparison.

A range is a function of a `random.Random` and of what was drawn before it in the same
table, so that a reset potential can stay below its threshold. `test_ranges.py` checks
with the reference that no settable parameter is missing from a table.
"""

from __future__ import annotations

import math

INF = math.inf
COMMON_TIME_CONSTANTS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def draw(rng, table):
    """Draw a value for every name of a table of ranges."""
    drawn: dict = {}
    for name, draw_one in table.items():
        drawn[name] = draw_one(rng, drawn)
    return drawn


def between(low, high):
    """Draw uniformly, sometimes rounded so that values of two neurons can be equal."""

    def draw(rng, drawn):
        value = rng.uniform(low, high)
        return float(f"{value:.2g}") if rng.random() < 0.3 else value

    return draw


def choice(*values):
    return lambda rng, drawn: rng.choice(values)


def rarely(value, usual, chance=0.08):
    return lambda rng, drawn: value if rng.random() < chance else usual


def below(name, low, high):
    """Draw a distance under another parameter that was drawn before."""
    return lambda rng, drawn: drawn[name] - rng.uniform(low, high)


def time_constant(*partners, low=0.3, high=20.0):
    """Draw a time constant: often equal or nearly equal to one drawn before.

    Equality and near-equality are where the propagators have their singular case.
    """

    def draw(rng, drawn):
        known = [drawn[name] for name in partners if name in drawn]
        kind = rng.random()
        if known and kind < 0.2:
            return rng.choice(known)
        if known and kind < 0.4:
            return rng.choice(known) * (1.0 + rng.choice((-1, 1)) * 10.0 ** rng.uniform(-14, -3))
        if kind < 0.6:
            return rng.choice(COMMON_TIME_CONSTANTS)
        return rng.uniform(low, high)

    return draw


def refractory(rng, drawn):
    """Draw a refractory time: none, less than a step, on and off the grid."""
    kind = rng.random()
    if kind < 0.2:
        return 0.0
    if kind < 0.3:
        return rng.uniform(0.0, 0.04)
    return rng.choice((0.1, 0.2, 1.0, 2.0, 3.0)) if kind < 0.7 else rng.uniform(0.0, 5.0)


def driving_current(rng, drawn):
    """Draw I_e: above rheobase in two cases out of three, so that most cases spike."""
    if "tau_m" in drawn:
        leak = drawn["C_m"] / drawn["tau_m"]
    else:
        leak = drawn["g_L"]
    rheobase = leak * (drawn["V_th"] - drawn["E_L"])
    return rheobase * (rng.uniform(1.02, 2.0) if rng.random() < 0.66 else rng.uniform(-0.5, 0.9))


ARCHIVE = {
    "Ca": rarely(0.5, 0.0),
    "tau_Ca": between(100.0, 20000.0),
    "beta_Ca": between(0.0001, 0.1),
    "tau_minus": between(5.0, 50.0),
    "tau_minus_triplet": between(50.0, 200.0),
    "frozen": rarely(True, False, 0.04),
    "ignore_and_spike": rarely(True, False, 0.06),
    "ignore_and_spike_interval": between(1.0, 40.0),
    "ignore_and_spike_offset": between(1.0, 20.0),
}

MEMBRANE = {
    "E_L": between(-80.0, -60.0),
    "V_th": between(-58.0, -40.0),
    "V_reset": below("V_th", 0.5, 30.0),
    "V_m": between(-85.0, -45.0),
    "C_m": between(50.0, 500.0),
    "tau_m": time_constant(low=3.0, high=40.0),
    "I_e": driving_current,
    "t_ref": refractory,
}

SYNAPTIC_CURRENTS = {
    "tau_syn_ex": time_constant("tau_m"),
    "tau_syn_in": time_constant("tau_m", "tau_syn_ex"),
}


def lower_bound(rng, drawn):
    distance = rng.choice((INF, INF, 5.0, rng.uniform(0.0, 40.0)))
    return drawn["V_reset"] - distance


def glif_flags(rng, drawn):
    return rng.choice(
        ((False, False, False), (True, False, False), (False, True, False))
        + ((True, True, False), (True, True, True))
    )


NEURONS = {
    "iaf_psc_alpha": {**MEMBRANE, **SYNAPTIC_CURRENTS, "V_min": lower_bound, **ARCHIVE},
    "iaf_psc_exp": {
        **MEMBRANE,
        **SYNAPTIC_CURRENTS,
        "delta": rarely(1.5, 0.0, 0.3),
        "rho": between(0.001, 0.1),
        **ARCHIVE,
    },
    "iaf_psc_delta": {
        **MEMBRANE,
        "V_min": lower_bound,
        "refractory_input": choice(False, True),
        **ARCHIVE,
    },
    "izhikevich": {
        "a": between(0.01, 0.15),
        "b": between(0.15, 0.28),
        "c": between(-68.0, -45.0),
        "d": between(0.01, 10.0),
        "V_th": between(20.0, 40.0),
        "V_min": rarely(-75.0, -INF, 0.2),
        "V_m": between(-80.0, -50.0),
        "U_m": between(-18.0, -8.0),
        "I_e": between(-3.0, 25.0),
        "consistent_integration": choice(True, True, False),
        **ARCHIVE,
    },
    "hh_psc_alpha": {
        "C_m": between(70.0, 150.0),
        "E_K": between(-85.0, -70.0),
        "E_L": between(-60.0, -50.0),
        "E_Na": between(40.0, 60.0),
        "g_K": between(2500.0, 4500.0),
        "g_L": between(15.0, 45.0),
        "g_Na": between(9000.0, 15000.0),
        "I_e": between(-100.0, 1500.0),
        "V_m": between(-75.0, -55.0),
        "Act_m": between(0.0, 0.2),
        "Act_n": between(0.1, 0.5),
        "Inact_h": between(0.3, 0.8),
        "t_ref": refractory,
        "tau_syn_ex": time_constant(low=0.1, high=5.0),
        "tau_syn_in": time_constant("tau_syn_ex", low=0.1, high=10.0),
        **ARCHIVE,
    },
    "aeif_cond_exp": {
        "E_L": between(-80.0, -60.0),
        "V_th": between(-58.0, -45.0),
        "V_peak": lambda rng, drawn: drawn["V_th"] + rng.choice((0.0, rng.uniform(0.0, 50.0))),
        "V_reset": below("V_th", 0.5, 15.0),
        "V_m": between(-85.0, -50.0),
        "g_ex": rarely(3.0, 0.0),
        "g_in": rarely(2.0, 0.0),
        "w": between(-50.0, 200.0),
        "E_ex": between(-10.0, 10.0),
        "E_in": between(-95.0, -75.0),
        "C_m": between(100.0, 400.0),
        "g_L": between(5.0, 40.0),
        "a": between(-2.0, 10.0),
        "b": between(0.0, 150.0),
        "Delta_T": lambda rng, drawn: rng.choice((0.0, 2.0, rng.uniform(0.5, 4.0))),
        "tau_w": between(20.0, 300.0),
        "tau_syn_ex": time_constant(low=0.1, high=5.0),
        "tau_syn_in": time_constant("tau_syn_ex", low=0.1, high=10.0),
        "gsl_error_tol": lambda rng, drawn: 10.0 ** rng.uniform(-9, -3),
        "I_e": driving_current,
        # Without refractoriness hundreds of spikes in a step are legal, and slow in NEST.
        "t_ref": lambda rng, drawn: rng.choice((0.0, 0.1, 1.0, 2.0, rng.uniform(0.0, 5.0))),
        **ARCHIVE,
    },
    "parrot_neuron": {"flush_event_send_interval": rarely(20.0, INF), **ARCHIVE},
}

RECORDABLES = {
    "aeif_cond_exp": ["V_m", "g_ex", "g_in", "w"],
    "iaf_psc_alpha": ["I_syn_ex", "I_syn_in", "V_m"],
    "iaf_psc_exp": ["I_syn_ex", "I_syn_in", "V_m"],
    "iaf_psc_delta": ["V_m"],
    "izhikevich": ["U_m", "V_m"],
    "hh_psc_alpha": ["Act_m", "Act_n", "I_syn_ex", "I_syn_in", "Inact_h", "V_m"],
    "parrot_neuron": [],
}

# What a spike has to weigh, in the model's own unit, to matter without ending the dynamics.
SPIKE_WEIGHT = {
    "aeif_cond_exp": 20.0,
    "iaf_psc_alpha": 300.0,
    "iaf_psc_exp": 500.0,
    "iaf_psc_delta": 5.0,
    "izhikevich": 8.0,
    "hh_psc_alpha": 400.0,
    "glif_cond": 20.0,
    "iaf_psc_exp_multisynapse": 500.0,
    "parrot_neuron": 1.0,
}
CURRENT = {"aeif_cond_exp": 500.0, "izhikevich": 8.0, "hh_psc_alpha": 500.0, "glif_cond": 600.0}
CURRENT_RECEPTORS = {"iaf_psc_exp": (0, 1), "parrot_neuron": ()}
SPIKE_RECEPTORS = {"parrot_neuron": (0, 1)}
