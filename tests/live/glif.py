"""Parameter sets of glif_cond: its flags, arrays and receptors depend on one another."""

from __future__ import annotations

from .ranges import ARCHIVE, glif_flags, refractory, time_constant


def _array(rng, size, low, high):
    return {"__array__": [rng.uniform(low, high) for _ in range(size)]}


def _membrane(rng):
    resting = rng.uniform(-85.0, -70.0)
    threshold = resting + rng.uniform(10.0, 30.0)
    return {
        "E_L": resting,
        "V_th": threshold,
        "V_reset": resting + rng.choice((0.0, rng.uniform(0.0, 8.0))),
        "V_m": resting + rng.uniform(0.0, 9.0),
        "C_m": rng.uniform(40.0, 150.0),
        "g_m": rng.uniform(5.0, 20.0),
        "t_ref": refractory(rng, {}) or 0.01,  # must be above 0; 0.01 ms is 0 steps
    }


def _mechanisms(rng):
    reset, currents, adapting = glif_flags(rng, {})
    size = rng.choice((1, 2, 2, 3))
    drawn = {
        "spike_dependent_threshold": reset,
        "after_spike_currents": currents,
        "adapting_threshold": adapting,
        "th_spike_add": rng.uniform(0.0, 3.0),
        "th_spike_decay": rng.uniform(0.003, 0.1),
        "th_voltage_decay": rng.uniform(0.02, 0.2),
        "th_voltage_index": rng.uniform(0.0, 0.05),
        "voltage_reset_add": rng.uniform(0.0, 15.0),
        "voltage_reset_fraction": rng.uniform(0.0, 0.8),
        "asc_init": _array(rng, size, -5.0, 5.0),
        "asc_decay": _array(rng, size, 0.002, 0.2),
        "asc_amps": _array(rng, size, -80.0, 20.0),
        "asc_r": _array(rng, size, 0.0, 1.0),
    }
    if currents and (size != 2 or rng.random() < 0.5):
        # NEST does not compare the sizes, and reads past the end of a vector that is too short.
        drawn["ASCurrents"] = _array(rng, size, -5.0, 5.0)
    return drawn


def parameters(rng, receptors=None):
    """Draw one legal parameter set; returns it with its number of receptors."""
    receptors = receptors or rng.choice((1, 2, 2, 3))
    draw_tau = time_constant(low=0.2, high=8.0)
    drawn = {**_membrane(rng), **_mechanisms(rng)}
    drawn["tau_syn"] = {"__array__": [draw_tau(rng, {}) for _ in range(receptors)]}
    reversal = [rng.choice((0.0, -85.0, rng.uniform(-90.0, 10.0))) for _ in range(receptors)]
    drawn["E_rev"] = {"__array__": reversal}
    drawn.update({name: draw(rng, drawn) for name, draw in ARCHIVE.items()})
    return drawn, receptors


def recordables(receptors):
    conductances = [f"g_{number + 1}" for number in range(receptors)]
    thresholds = ["threshold", "threshold_spike", "threshold_voltage"]
    return ["ASCurrents_sum", "I", "V_m", *conductances, *thresholds]
