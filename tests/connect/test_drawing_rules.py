"""Rules that draw their pairs: loops that agree, what has no legal partner, and refusals.

What they draw is compared with NEST in the reference trace `connection_rules` and live.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nestlike
from tests.connect.loops import run_loops

SYMMETRIC = {
    "rule": "symmetric_pairwise_bernoulli",
    "allow_autapses": False,
    "make_symmetric": True,
}
#: Also negative and NaN; keeps nothing between connections.
DRAWN = 2.0 * nestlike.random.uniform(-0.5, 1.0) ** 0.5 - nestlike.random.exponential(0.3)


def all_connections():
    found = nestlike.GetConnections()
    keys = ("target_thread", "source", "target", "weight", "delay")
    return list(zip(*(found.get(key) for key in keys), strict=True)) if len(found) > 1 else []


@settings(max_examples=30, deadline=None)
@given(
    rule=st.sampled_from(
        [
            {"rule": "fixed_outdegree", "outdegree": 2},
            {"rule": "fixed_outdegree", "outdegree": 2, "allow_multapses": False},
            {"rule": "fixed_total_number", "N": 40},
            {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 0.7},
            {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 13.0},
            {**SYMMETRIC, "p": 0.4},
            {"rule": "fixed_indegree", "indegree": DRAWN * 3.0},
            {"rule": "pairwise_bernoulli", "p": DRAWN},
            {"rule": "pairwise_poisson", "pairwise_avg_num_conns": DRAWN * 6.0},
        ]
    ),
    n=st.integers(4, 12),
    autapses=st.booleans(),
    threads=st.sampled_from([1, 3]),
    engine=st.sampled_from(["mt19937_64", "Philox_32"]),
    seed=st.integers(1, 1000),
)
def test_compiled_and_interpreted_loops_agree(rule, n, autapses, threads, engine, seed):
    def connect():
        nestlike.ResetKernel()
        nestlike.set(rng_seed=seed, local_num_threads=threads, rng_type=engine)
        nodes = nestlike.Create("iaf_psc_alpha", n)
        weight = 2.0 * nestlike.random.lognormal() + nestlike.random.exponential()
        synapse = {} if rule.get("make_symmetric") else {"weight": weight}
        nestlike.Connect(nodes, nodes[1:], {"allow_autapses": autapses, **rule}, synapse)
        return all_connections(), nestlike.random.uniform().GetValue()

    with pytest.MonkeyPatch.context() as patch:
        run_loops(patch, compiled=False)
        interpreted = connect()
        run_loops(patch, compiled=True)
        assert connect() == interpreted


def test_full_results_are_continued(nest, monkeypatch):
    """Where random numbers give more connections than there is room for, the loop goes on."""

    def connect():
        nest.ResetKernel()
        nodes = nest.Create("iaf_psc_alpha", 9)
        nest.Connect(nodes, nodes, {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 2.0})
        nest.Connect(nodes, nodes, {**SYMMETRIC, "p": 0.7})
        return all_connections()

    run_loops(monkeypatch, compiled=False)
    interpreted = connect()
    run_loops(monkeypatch, compiled=True)
    monkeypatch.setattr("nestlike.connect.compiled_rules.PIECE", 20)
    assert connect() == interpreted


ALONE = [
    {"rule": "fixed_outdegree", "outdegree": 1},
    {"rule": "fixed_indegree", "indegree": 1},
    {"rule": "fixed_total_number", "N": 1},
]


@pytest.mark.parametrize("rule", ALONE)
def test_a_node_without_legal_partner_is_refused(nest, rule):
    node = nest.Create("iaf_psc_alpha")
    with pytest.raises(nest.NESTErrors.BadProperty, match="Node 1"):
        nest.Connect(node, node, {**rule, "allow_autapses": False})


@pytest.mark.parametrize("degree", ["indegree", "outdegree"])
def test_a_drawn_degree_without_so_many_partners_is_refused(nest, degree):
    nodes = nest.Create("iaf_psc_alpha", 3)
    rule = {"rule": f"fixed_{degree}", degree: nest.random.uniform(4.0, 5.0)}
    with pytest.raises(nest.NESTErrors.BadProperty, match="larger"):
        nest.Connect(nodes, nodes, {**rule, "allow_multapses": False})


def test_degrees_that_no_integer_can_hold_make_no_connections(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    nan = nest.random.uniform(-2.0, -1.0) ** 0.5
    for degree in (nan, 1.0 / (nest.random.uniform() * 0.0), nest.random.uniform(-5.0, -3.0)):
        nest.Connect(nodes, nodes, {"rule": "fixed_outdegree", "outdegree": degree})
        nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": degree})
    assert nest.num_connections == 0


REFUSED = [
    ({"rule": "fixed_outdegree"}, IndexError, "outdegree"),
    ({"rule": "fixed_outdegree", "outdegree": -1}, "BadProperty", "less than zero"),
    ({"rule": "fixed_outdegree", "outdegree": 1.0}, "TypeMismatch", "outdegree"),
    (
        {"rule": "fixed_outdegree", "outdegree": 5, "allow_multapses": False},
        "BadProperty",
        "larger",
    ),
    ({"rule": "fixed_outdegree", "outdegree": 1, "make_symmetric": True}, "NotImplemented", "symm"),
    ({"rule": "fixed_total_number"}, IndexError, "'N'"),
    ({"rule": "fixed_total_number", "N": -1}, "BadProperty", "negative"),
    ({"rule": "fixed_total_number", "N": 2.0}, "TypeMismatch", "N"),
    ({"rule": "fixed_total_number", "N": 10, "allow_multapses": False}, "BadProperty", "product"),
    ({"rule": "fixed_total_number", "N": 9, "allow_multapses": False}, "NotImplemented", "multap"),
    ({"rule": "pairwise_poisson"}, IndexError, "pairwise_avg_num_conns"),
    ({"rule": "pairwise_poisson", "pairwise_avg_num_conns": -1}, "BadProperty", "0 <= "),
    (
        {"rule": "pairwise_poisson", "pairwise_avg_num_conns": float("inf")},
        "BadProperty",
        "finite",
    ),
    (
        {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 1.0, "allow_multapses": False},
        "BadProperty",
        "Multapses",
    ),
    ({"rule": "symmetric_pairwise_bernoulli"}, IndexError, "'p'"),
    ({**SYMMETRIC, "p": 1.0}, "BadProperty", "0 <= p < 1"),
    ({**SYMMETRIC, "p": 0.5, "allow_multapses": False}, "BadProperty", "Multapses"),
    ({**SYMMETRIC, "p": 0.5, "allow_autapses": True}, "BadProperty", "Autapses"),
    ({**SYMMETRIC, "p": 0.5, "make_symmetric": False}, "BadProperty", "Symmetric"),
]


@pytest.mark.parametrize(("conn_spec", "error", "words"), REFUSED)
def test_refused_rules_leave_no_connection(nest, conn_spec, error, words):
    nodes = nest.Create("iaf_psc_alpha", 3)
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error, match=words):
        nest.Connect(nodes, nodes, conn_spec)
    assert nest.num_connections == 0


@pytest.mark.parametrize(
    ("rule", "weights", "error"),
    [
        ({"rule": "fixed_outdegree", "outdegree": 2}, [[1.0, 2.0]], ValueError),
        ({"rule": "fixed_outdegree", "outdegree": 2}, [1.0, 2.0], TypeError),
        ({"rule": "fixed_total_number", "N": 3}, [1.0, 2.0], ValueError),
        ({"rule": "fixed_total_number", "N": 3}, [[1.0, 2.0, 3.0]], TypeError),
        (
            {"rule": "fixed_indegree", "indegree": nestlike.random.uniform_int(2)},
            [[1.0]],
            ValueError,
        ),
    ],
)
def test_arrays_of_another_shape_are_refused(nest, rule, weights, error):
    nodes = nest.Create("iaf_psc_alpha", 3)
    with pytest.raises(error, match="weight"):
        nest.Connect(nodes, nodes, rule, {"weight": weights})


def test_exhausted_arrays_leave_the_connections_before(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    specs = nest.CollocatedSynapses({"weight": [1.0, 2.0]}, {"weight": 3.0})
    with pytest.raises(nest.NESTErrors.KernelException, match="exhausted"):
        nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 1.0}, specs)
    assert nest.num_connections == 4


def test_a_source_goes_on_after_the_impossible_connection_of_another(nest):
    nodes = nest.Create("iaf_psc_alpha", 4)
    delays = {"delay": nest.random.uniform(-1.0, 3.0)}
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(nodes, nodes, {"rule": "fixed_outdegree", "outdegree": 4}, delays)
    assert len(set(nest.GetConnections().get("source"))) > 1
