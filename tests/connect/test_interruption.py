"""What a failed Connect or set leaves behind, as measured on NEST 3.10.0."""

import numpy as np
import pytest

import nestlike


@pytest.fixture
def nest():
    nestlike.ResetKernel()
    nestlike.verbosity = nestlike.VerbosityLevel.QUIET
    yield nestlike
    nestlike.ResetKernel()


def pairs(nest):
    if not nest.num_connections:
        return []
    found = nest.GetConnections().get(["source", "target"])
    columns = (np.atleast_1d(found[key]).tolist() for key in ("source", "target"))
    return sorted(zip(*columns, strict=True))


def connect_arrays(nest, sources, targets, delays):
    nest.Create("iaf_psc_alpha", 8)
    nest.Create("poisson_generator", 2)
    nest.Create("spike_recorder", 2)
    n = len(sources)
    spec = {"synapse_model": "static_synapse", "weight": np.ones(n), "delay": np.array(delays)}
    nest.Connect(np.array(sources), np.array(targets), "one_to_one", spec)


@pytest.mark.parametrize(
    ("threads", "error", "made"),
    [
        (1, "BadDelay", [(1, 1), (2, 2)]),
        (2, "UnknownNode", [(1, 1), (2, 2)]),
        (4, "UnknownNode", [(1, 1), (2, 2)]),
    ],
)
def test_each_process_stops_at_its_own_first_impossible_pair(nest, threads, error, made):
    nest.local_num_threads = threads
    with pytest.raises(getattr(nest.NESTErrors, error)):
        connect_arrays(nest, [1, 2, 3, 50, 4], [1, 2, 3, 4, 4], [1.0, 1.0, 0.01, 1.0, 1.0])
    assert pairs(nest) == made


def test_an_impossible_receptor_still_widens_the_delays(nest):
    a = nest.Create("iaf_psc_alpha", 2)
    with pytest.raises(nest.NESTErrors.UnknownReceptorType):
        nest.Connect(a, a, syn_spec={"delay": 2.5, "receptor_type": 3})
    assert nest.num_connections == 0
    assert (nest.min_delay, nest.max_delay) == (2.5, 2.5)


def test_a_failed_connect_leaves_earlier_and_later_connections_alone(nest):
    """Pieces that were on their way into a table that holds connections already are forgotten."""
    nodes = nest.Create("iaf_psc_alpha", 40)
    for weights, first_delay in ((1.0, 1.0), (2.0, 1.0), (3.0, 0.01), (4.0, 1.5)):
        delays = np.full(40, 1.0)
        delays[-1] = first_delay
        spec = {"weight": np.full(40, weights), "delay": delays}
        if first_delay < 0.1:
            with pytest.raises(nest.NESTErrors.BadDelay):
                nest.Connect(nodes, nodes, "one_to_one", spec)
        else:
            nest.Connect(nodes, nodes, "one_to_one", spec)
    weights = nest.GetConnections().weight
    assert sorted(weights) == sorted(40 * [1.0] + 40 * [2.0] + 39 * [3.0] + 40 * [4.0])


@pytest.mark.parametrize("rule", ["all_to_all", "fixed_indegree", "pairwise_bernoulli"])
def test_random_numbers_are_drawn_up_to_the_impossible_connection(nest, rule):
    """The same connections, made with delays that are all possible, use the same numbers."""
    conn_spec = {"rule": rule}
    if rule == "fixed_indegree":
        conn_spec["indegree"] = 2
    if rule == "pairwise_bernoulli":
        conn_spec["p"] = 0.7

    def weights(limits):
        nest.ResetKernel()
        nest.set(rng_seed=5, min_delay=0.1, max_delay=limits)
        a = nest.Create("iaf_psc_alpha", 6)
        spec = {"weight": nest.random.normal(), "delay": nest.random.uniform(0.2, 3.0)}
        try:
            nest.Connect(a, a, conn_spec, spec)
        except nest.NESTErrors.BadDelay:
            pass
        found = nest.GetConnections().get(["source", "target", "weight", "delay"])
        return set(zip(*(np.atleast_1d(v).tolist() for v in found.values()), strict=True))

    whole, part = weights(3.1), weights(2.5)
    assert part < whole


def test_a_generator_remembers_the_synapse_model_of_an_attempt(nest):
    a, g = nest.Create("iaf_psc_alpha"), nest.Create("poisson_generator")
    with pytest.raises(nest.NESTErrors.UnknownReceptorType):
        nest.Connect(g, a, syn_spec={"synapse_model": "static_synapse_lbl", "receptor_type": 5})
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="same synapse type"):
        nest.Connect(g, a)


def test_set_changes_connections_up_to_the_impossible_one(nest):
    a = nest.Create("iaf_psc_alpha", 4)
    nest.Connect(a[0], a, "all_to_all", {"synapse_model": "stdp_synapse"})
    c = nest.GetConnections()
    c[2].set({"weight": -1.0, "Wmax": -5.0})
    with pytest.raises(nest.NESTErrors.BadProperty):
        c.set({"Kplus": 0.5, "weight": 2.0})
    assert c.Kplus == [0.5, 0.5, 0.5, 0.0]
    assert c.weight == [2.0, 2.0, 2.0, 1.0]
    with pytest.raises(nest.NESTErrors.BadDelay):
        c.set({"delay": [1.0, 2.0, 0.01, 4.0], "weight": [5.0, 5.0, -5.0, 5.0]})
    assert c.delay == [1.0, 2.0, 1.0, 1.0]
    assert c.weight == [5.0, 5.0, 2.0, 1.0]


@pytest.mark.parametrize("refused", ["connect", "disconnect"])
def test_what_is_refused_late_makes_nest_sort_again(nest, refused):
    """NEST's sort exchanges equal connections, so that sorting again can be seen."""
    nodes = nest.Create("iaf_psc_alpha", 20)
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 4})
    before = nest.GetConnections().get("target")
    with pytest.raises(nest.NESTErrors.NotImplemented):
        if refused == "connect":
            nest.Connect(nodes, nodes, {"rule": "all_to_all", "make_symmetric": True})
        else:
            nest.Disconnect(nodes, nodes, conn_spec={"rule": "fixed_indegree", "indegree": 1})
    assert nest.GetConnections().get("target") != before
