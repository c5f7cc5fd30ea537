"""Exact propagators from a synaptic current to the membrane potential of a leaky integrator.

Notes
-----
S. Rotter and M. Diesmann, Exact digital simulation of time-invariant linear systems with
applications to neuronal modeling, doi:10.1007/s004220050570. The closed forms are singular where
the two time constants agree; close to that they lose their digits, and the limit is used instead.
"""

import math

from nestlike.numerics.expm1 import expm1

SMALLEST_NORMAL = 2.0**-1022
STABILITY_FACTOR = 1e-7


def propagator_32(tau_syn, tau_m, C_m, h):
    """Propagate an exponentially decaying current to the potential over one step.

    Parameters
    ----------
    tau_syn, tau_m : float
        Time constants of synapse and membrane in ms, positive.
    C_m : float
        Capacitance in pF.
    h : float
        Length of the step in ms.

    Returns
    -------
    float
        P32 in mV/pA.
    """
    if tau_syn != tau_m:
        gamma = tau_syn * tau_m / (tau_m - tau_syn) / C_m
        growth = expm1(h * ((tau_m - tau_syn) / (tau_syn * tau_m)))
        regular = gamma * math.exp(-h * (1.0 / tau_syn)) * growth
        if SMALLEST_NORMAL <= regular < math.inf:
            return regular
    return h * (1.0 / C_m) * math.exp(-h * (1.0 / tau_m))


def propagator_31(tau_syn, tau_m, C_m, h):
    """Propagate the rate of change of an alpha-shaped current to the potential over one step.

    Parameters
    ----------
    tau_syn, tau_m, C_m, h
        As in `propagator_32`.

    Returns
    -------
    float
        P31 in mV ms/pA.
    """
    if tau_syn != tau_m and h > STABILITY_FACTOR * tau_m * tau_m / abs(tau_m - tau_syn):
        beta = tau_syn * tau_m / (tau_m - tau_syn)
        growth = expm1(h * ((tau_m - tau_syn) / (tau_syn * tau_m)))
        return beta / C_m * math.exp(-h * (1.0 / tau_syn)) * (beta * growth - h)
    return 0.5 * h * h * (1.0 / C_m) * math.exp(-h * (1.0 / tau_m))
