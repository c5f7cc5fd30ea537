"""Short-term plasticity of synapses with a few release sites."""

import math

from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter, State
from nestlike.models.synapse_declaration import SynapseModel, compact, first_where, labelled
from nestlike.numerics.engine import uniform


class quantal_stp_synapse(SynapseModel):
    r"""Probabilistic synapse with short-term plasticity and a number of release sites.

    A spike at time t releases each of the `a` sites available with probability u, and sends the
    weight times their number; nothing is sent if there is none.  Since the last spike at s,

    .. math::

        u \to U + u (1 - U) e^{-(t - s)/\tau_{fac}}

    and each depleted site has recovered with probability :math:`1 - e^{-(t - s)/\tau_{rec}}`.

    Parameters
    ----------
    weight : float, default 1.0
        Effect of one site, in the unit of the target's input.
    delay : float, ms, default 1.0
        A whole number of steps after rounding.
    U : float, default 0.5
        Increment of the release probability, from 0 to 1 (BadProperty).
    u : float, default 0.5
        Release probability, from 0 to 1 (BadProperty).
    tau_rec : float, ms, default 800.0
        Time constant of recovery, above 0 (BadProperty).
    tau_fac : float, ms, default 0.0
        Time constant of facilitation, not below 0 (BadProperty); without facilitation 0.
    n : int, default 1
        Number of release sites; RuntimeError unless it is an int.
    a : int, default 1
        Number of available sites.
    receptor_type : int, default 0
        Receptor of the target.

    References
    ----------
    G. Fuhrmann et al. (2002), doi:10.1152/jn.00258.2001
    A. Loebel et al. (2009), doi:10.3389/neuro.10.027.2009
    """

    modelid = 23
    parameters = {
        "U": Parameter(0.5, "", "Increment of the release probability"),
        "tau_rec": Parameter(800.0, "ms", "Time constant of recovery"),
        "tau_fac": Parameter(0.0, "ms", "Time constant of facilitation"),
        "n": Parameter(1, "", "Number of release sites"),
    }
    state = {
        "u": State(0.5, "", "Release probability"),
        "a": State(1, "", "Number of available release sites"),
        "t_lastspike": State(-1.0, "ms", "Time of the last spike", hidden=True),
    }
    carries = ("spike",)
    from_any_device = False
    unreliable = True

    @staticmethod
    def on_spike(weight, u, a, t_lastspike, t_spike, engine, U, tau_rec, tau_fac, n):
        """Let sites recover, and release some of those available."""
        if t_lastspike >= 0.0:
            since = t_spike - t_lastspike
            still_depleted = math.exp(-since / tau_rec)
            fade = 0.0 if tau_fac < 1e-10 else math.exp(-since / tau_fac)
            u = U + u * (1.0 - U) * fade
            a += successes(engine, n - a, 1.0 - still_depleted)
        released = successes(engine, a, u)
        return released * weight, released > 0, u, a - released, t_spike

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty unless probabilities and time constants are possible."""
        for name in ("U", "u"):
            p = values[name]
            if wrong := first_where((p < 0) | (p > 1), p):
                raise BadProperty(f"'{name}' must be in [0, 1], not {wrong[0]}.")
        tau_rec, tau_fac = values["tau_rec"], values["tau_fac"]
        if wrong := first_where(tau_rec <= 0, tau_rec):
            raise BadProperty(f"'tau_rec' must be > 0, not {wrong[0]}.")
        if wrong := first_where(tau_fac < 0, tau_fac):
            raise BadProperty(f"'tau_fac' must be >= 0, not {wrong[0]}.")


def successes(engine, n, p):
    """Draw how many of `n` trials succeed with probability `p`, one number for each."""
    count = 0
    for _ in range(n):
        if uniform(engine) < p:
            count += 1
    return count


quantal_stp_synapse_hpc = compact(quantal_stp_synapse, modelid=24, sizeof=None)
quantal_stp_synapse_lbl = labelled(quantal_stp_synapse, modelid=25, sizeof=88)
