"""The simple spiking neuron of Izhikevich."""

import sys

from nestlike.models.declaration import Current, Neuron, Parameter, Spikes, State


class izhikevich(Neuron):
    r"""Two-variable spiking neuron of Izhikevich.

    .. math::

        \dot V = 0.04 V^2 + 5 V + 140 - U + I, \qquad \dot U = a (b V - U)

    and after V reaches `V_th`: V = c, U = U + d.  Integrated with forward Euler; without
    `consistent_integration` in the two half steps of the original publication.  An incoming spike
    of weight w moves V by w mV.

    References
    ----------
    E. M. Izhikevich (2003), doi:10.1109/TNN.2003.820440
    """

    parameters = {
        "V_th": Parameter(30.0, "mV", "Spike threshold"),
        "V_min": Parameter(-sys.float_info.max, "mV", "Lower bound of the potential"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "a": Parameter(0.02, "", "Time scale of the recovery variable"),
        "b": Parameter(0.2, "", "Sensitivity of the recovery variable"),
        "c": Parameter(-65.0, "mV", "Potential after a spike"),
        "d": Parameter(8.0, "mV", "Increment of the recovery variable at a spike"),
        "consistent_integration": Parameter(
            True, "", "Whether to use standard Euler steps", drawn=False
        ),
    }
    state = {
        "U_m": State(0.2 * -65.0, "mV", "Recovery variable"),
        "V_m": State(-65.0, "mV", "Membrane potential"),
        "I_stim": State(0.0, "pA", hidden=True),
    }
    inputs = (Spikes("spikes"), Current("current"))
    recordables = {"U_m": lambda U_m: U_m, "V_m": lambda V_m: V_m}
    derived = "per_step"

    @staticmethod
    def derive(h):
        """Return the length of a step in ms."""
        return (h,)

    @staticmethod
    def step(
        U_m, V_m, I_stim, spikes, current, per_step, I_e, V_th, V_min, a, b, c, d,
        consistent_integration,
    ):  # fmt: skip
        """Advance one neuron by one step."""
        h = per_step
        if consistent_integration > 0.0:
            V = V_m + (h * (0.04 * V_m * V_m + 5.0 * V_m + 140.0 - U_m + I_stim + I_e) + spikes)
            U = U_m + h * a * (b * V_m - U_m)
        else:
            V = V_m + h * 0.5 * (0.04 * V_m * V_m + 5.0 * V_m + 140.0 - U_m + I_stim + I_e + spikes)
            V = V + h * 0.5 * (0.04 * V * V + 5.0 * V + 140.0 - U_m + I_stim + I_e + spikes)
            U = U_m + h * a * (b * V - U_m)
        V = V_min if V < V_min else V
        fired = V >= V_th
        return U + d if fired else U, c if fired else V, current, 1.0 if fired else 0.0
