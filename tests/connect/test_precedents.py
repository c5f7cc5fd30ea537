"""Single nodes that are connected one after the other, as others were before."""

import pytest

from nestlike.kernel import kernel

FACTS = ["source", "target", "weight", "delay", "receptor", "synapse_model", "port"]


@pytest.fixture(params=[1, 3])
def nodes(nest, request):
    nest.local_num_threads = request.param
    return nest.Create("iaf_psc_alpha", 4) + nest.Create("iaf_psc_exp", 3)


CALLS = {
    "default": lambda nest, a, b, k: nest.Connect(a, b),
    "one_to_one": lambda nest, a, b, k: nest.Connect(a, b, "one_to_one", "stdp_synapse"),
    "weight": lambda nest, a, b, k: nest.Connect(a, b, syn_spec={"weight": 1.5 * k}),
    "zeros": lambda nest, a, b, k: nest.Connect(a, b, syn_spec={"weight": -0.0 if k % 2 else 0.0}),
    "delay": lambda nest, a, b, k: nest.Connect(a, b, None, {"delay": 0.1 * (k % 7 + 1)}),
    "integers": lambda nest, a, b, k: nest.Connect(a, b, None, {"delay": 1 + k % 3, "weight": k}),
    "both": lambda nest, a, b, k: nest.Connect(a, b, "all_to_all", {"weight": k, "delay": 1.04}),
    "alternating": lambda nest, a, b, k: nest.Connect(
        a, b, syn_spec={"synapse_model": ("static_synapse", "stdp_synapse")[k % 2], "weight": 2.0}
    ),
    "parameter": lambda nest, a, b, k: nest.Connect(
        a, b, syn_spec={"synapse_model": "stdp_synapse", "alpha": 0.5 + k % 2, "weight": 1.0 + k}
    ),
    "mixed": lambda nest, a, b, k: nest.Connect(
        a, b, {"rule": "all_to_all", "allow_autapses": False}, {"weight": 1.0} if k % 3 else None
    ),
    "many": lambda nest, a, b, k: nest.Connect(a, b) if k % 5 else nest.Connect(a + b, b),
    "looked_at": lambda nest, a, b, k: (nest.Connect(a, b), nest.GetConnections().weight),
    "defaults": lambda nest, a, b, k: (
        nest.SetDefaults("static_synapse", {"weight": float(k // 4)}),
        nest.Connect(a, b),
    ),
}


def connect_pairs(nest, call, without_precedents):
    """Return all connections after some pairs were connected."""
    nodes = nest.GetNodes()
    for k in range(30):
        if without_precedents:
            kernel.connections.precedents.clear()
        a, b = nodes[(3 * k) % 7], nodes[(2 * k + 1 + k // 7) % 7]
        if call != "many" or a != b:
            CALLS[call](nest, a, b, k)
    return nest.GetConnections().get(FACTS), nest.min_delay, nest.max_delay


@pytest.mark.parametrize("call", CALLS)
def test_connections_are_those_made_without_precedent(nest, nodes, call):
    threads = nest.local_num_threads
    found = connect_pairs(nest, call, False)
    nest.ResetKernel()
    nest.local_num_threads = threads
    nest.Create("iaf_psc_alpha", 4)
    nest.Create("iaf_psc_exp", 3)
    assert found == connect_pairs(nest, call, True)


def test_precedents_are_used(nest, nodes):
    for k in range(5):
        nest.Connect(nodes[k % 4], nodes[0], syn_spec={"weight": float(k)})
    assert len(kernel.connections.precedents) == 1
    tables = [table for of_vp in kernel.connections.tables for table in of_vp.values()]
    assert sum(len(table._single) for table in tables) == 4


@pytest.mark.parametrize(
    "spec",
    [
        {"delay": 0.01},
        {"delay": float("inf")},
        {"weight": "a"},
        {"weight": True},
        {"weight": 10**400},
        {"receptor_type": 7},
        {"synapse_model": "no_such_synapse"},
        {"no_such_parameter": 1.0},
    ],
)
def test_what_is_refused_is_refused_after_a_precedent(nest, nodes, spec):
    for given in ({"delay": 1.0}, {"weight": 1.0}, {"receptor_type": 0}, None):
        nest.Connect(nodes[0], nodes[1], syn_spec=given)
    for _ in range(2):
        with pytest.raises(Exception):  # noqa: B017  (which one is tested elsewhere)
            nest.Connect(nodes[2], nodes[1], syn_spec=spec)
    assert nest.num_connections == 4


def test_nodes_of_an_earlier_kernel_are_refused(nest, nodes):
    nest.Connect(nodes[0], nodes[1])
    old = nodes[2]
    nest.ResetKernel()
    new = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(new[0], new[1])
    with pytest.raises(nest.NESTError):
        nest.Connect(old, new[1])


def test_delays_are_limited_after_a_simulation(nest, nodes):
    nest.Connect(nodes[0], nodes[1], syn_spec={"delay": 1.0})
    nest.Simulate(1.0)
    nest.Connect(nodes[1], nodes[2], syn_spec={"delay": 1.0})
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(nodes[1], nodes[2], syn_spec={"delay": 2.0})


def test_generators_keep_to_one_synapse_model(nest, nodes):
    noise = nest.Create("poisson_generator")
    nest.Connect(noise, nodes[0])
    nest.Connect(noise, nodes[1])
    with pytest.raises(nest.NESTError):
        nest.Connect(noise, nodes[2], syn_spec="bernoulli_synapse")


def test_values_of_an_autapse_that_is_not_made_are_not_looked_at(nest, nodes):
    rule = {"rule": "all_to_all", "allow_autapses": False}
    for _ in range(3):
        nest.Connect(nodes[0], nodes[0], rule, {"delay": 0.01})
    assert nest.num_connections == 0
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(nodes[0], nodes[1], rule, {"delay": 0.01})
