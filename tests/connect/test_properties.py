"""Parameters of connections that are set: what a simulation makes of them, and what it costs."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.kernel.running.assembly import Assembly


@pytest.fixture
def rebuilt(monkeypatch):
    """A list that grows whenever delivery is set up."""
    found, connect = [], Assembly._connect

    def noted(self, now):
        found.append(now)
        connect(self, now)

    monkeypatch.setattr(Assembly, "_connect", noted)
    return found


def network(synapse):
    nest.ResetKernel()
    neurons = nest.Create("iaf_psc_alpha", 20, {"I_e": 400.0})
    weight = nest.random.uniform(1.0, 50.0)
    nest.Connect(neurons, neurons, syn_spec={"synapse_model": synapse, "weight": weight})
    return neurons, nest.GetConnections(neurons)


def potentials(synapse, anew: bool, weights):
    """Return potentials after weights are set; `anew` if other settings force a new delivery."""
    neurons, connections = network(synapse)
    nest.Simulate(50.0)
    connections.weight = weights
    if anew:
        connections.delay = 1.0
    nest.Simulate(50.0)
    return neurons.V_m


@pytest.mark.parametrize("synapse", ["static_synapse", "stdp_synapse"])
@pytest.mark.parametrize("weights", [np.linspace(2.0, 90.0, 400), np.linspace(-50.0, 90.0, 400)])
def test_weights_take_effect(synapse, weights):
    if synapse == "stdp_synapse":
        weights = abs(weights)
    found = potentials(synapse, False, list(weights))
    assert found == potentials(synapse, True, list(weights))
    assert found != potentials(synapse, False, 20.0)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda connections: connections[3].set(weight=7.0), 0),
        (lambda connections: connections.set(weight=[*range(1, 401)]), 0),
        (lambda connections: connections[3].set(weight=-7.0), 1),
        (lambda connections: connections.set(weight=7.0), 1),
        (lambda connections: connections[3].set(delay=1.0), 1),
    ],
)
def test_weights_of_the_same_sign_cost_no_new_delivery(rebuilt, change, expected):
    _, connections = network("static_synapse")
    nest.Simulate(1.0)
    rebuilt.clear()
    change(connections)
    nest.Simulate(1.0)
    assert len(rebuilt) == expected
