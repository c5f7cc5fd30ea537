"""Parameter sets of models whose receptors are the entries of an array."""

from __future__ import annotations

from . import glif
from .ranges import ARCHIVE, MEMBRANE, draw, time_constant


def multisynapse(rng, receptors=None):
    """Draw a parameter set of iaf_psc_exp_multisynapse; returns it with its number of receptors."""
    receptors = receptors or rng.choice((1, 2, 3, 7))
    drawn = draw(rng, {**MEMBRANE, **ARCHIVE})
    draw_tau = time_constant("tau_m")
    taus = [draw_tau(rng, drawn) for _ in range(receptors)]
    # NEST refuses the singular case, but only when `tau_syn` is set.
    taus = [1.7 * tau if tau == drawn["tau_m"] and rng.random() < 0.95 else tau for tau in taus]
    drawn["tau_syn"] = {"__array__": taus}
    return drawn, receptors


def currents(receptors):
    return ["I_syn", *(f"I_syn_{number + 1}" for number in range(receptors)), "V_m"]


#: What draws parameters, and what names the recordables of a model with so many receptors.
RECEPTOR_ARRAYS = {
    "glif_cond": (glif.parameters, glif.recordables),
    "iaf_psc_exp_multisynapse": (multisynapse, currents),
}
