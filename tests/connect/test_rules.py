"""Connection rules: pairs and drawn numbers pinned to what NEST 3.10.0 gives, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nestlike
from tests.connect.loops import run_loops

SEED = 12

# (source, target, weight, delay) by thread, as measured.
PINNED = {
    ("fixed_indegree", 1): [
        (1, 2, 1.5233509648274834, 1.3),
        (1, 3, 1.1525546294889768, 1.3),
        (1, 4, 1.0344075195573343, 3.9000000000000004),
        (2, 1, 1.3131044586336271, 3.8000000000000003),
        (2, 3, 1.963717990414114, 2.7),
        (3, 1, 1.3392637538460164, 3.5),
        (3, 2, 1.3699097395795294, 1.5),
        (3, 4, 1.2519543816299938, 3.1),
    ],
    ("fixed_indegree", 2): [
        (1, 2, 1.2861809615205357, 2.8000000000000003),
        (1, 4, 1.5233509648274834, 1.3),
        (2, 4, 1.1616161718690319, 2.8000000000000003),
        (3, 2, 1.3392637538460164, 3.5),
        (2, 1, 1.0971162415815796, 1.5),
        (2, 3, 1.7620453111428476, 1.9000000000000001),
        (4, 1, 1.2398293787048817, 3.2),
        (4, 3, 1.4223973107471695, 2.7),
    ],
    ("pairwise_bernoulli", 1): [
        (1, 3, 0.4364714776477492, 1.0),
        (1, 4, 0.5195684105019468, 1.0),
        (2, 3, 1.1704967094715693, 1.0),
        (3, 2, 1.0732604841267057, 1.0),
        (4, 1, 0.7771204909596672, 1.0),
        (4, 3, 1.0283341696059571, 1.0),
    ],
    ("pairwise_bernoulli", 2): [
        (2, 4, 1.0732604841267057, 1.0),
        (4, 2, 0.7771204909596672, 1.0),
        (1, 3, 1.3103596245327838, 1.0),
        (2, 3, 1.0698664278896106, 1.0),
        (4, 1, 0.6823560074018962, 1.0),
        (4, 3, 0.5539510543673074, 1.0),
    ],
}


def rows(nest, *keys):
    connections = nest.GetConnections().get(keys)
    return list(zip(*(connections[key] for key in keys), strict=True))


def specifications(nest, rule):
    if rule == "fixed_indegree":
        conn_spec = {"rule": rule, "indegree": 2, "allow_multapses": False}
        syn_spec = {
            "weight": nest.random.uniform(1.0, 2.0),
            "delay": nest.random.uniform(1.0, 4.0),
        }
    else:
        conn_spec = {"rule": rule, "p": 0.4}
        syn_spec = {"weight": nest.random.normal(1.0, 0.5)}
    return {**conn_spec, "allow_autapses": False}, syn_spec


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("rule", "threads"), PINNED)
def test_drawn_connections_are_those_of_nest(nest, monkeypatch, rule, threads, compiled):
    run_loops(monkeypatch, compiled)
    nest.set(local_num_threads=threads, rng_seed=SEED)
    nodes = nest.Create("iaf_psc_alpha", 4)
    nest.Connect(nodes, nodes, *specifications(nest, rule))
    assert rows(nest, "source", "target", "weight", "delay") == PINNED[rule, threads]


@settings(max_examples=20, deadline=None)
@given(
    rule=st.sampled_from(["fixed_indegree", "pairwise_bernoulli"]),
    n=st.integers(2, 12),
    degree=st.integers(0, 3),
    p=st.sampled_from([0.0, 0.3, 1.0]),
    autapses=st.booleans(),
    multapses=st.booleans(),
    seed=st.integers(1, 1000),
)
def test_compiled_and_interpreted_loops_agree(rule, n, degree, p, autapses, multapses, seed):
    def connect():
        nestlike.ResetKernel()
        nestlike.rng_seed = seed
        nodes = nestlike.Create("iaf_psc_alpha", n)
        spec = {"allow_autapses": autapses, "allow_multapses": multapses}
        spec |= {"indegree": min(degree, n - 1)} if rule == "fixed_indegree" else {"p": p}
        weight = 2.0 * nestlike.random.lognormal() + nestlike.random.exponential()
        nestlike.Connect(nodes, nodes, {"rule": rule, **spec}, {"weight": weight})
        return nestlike.GetConnections().get()

    with pytest.MonkeyPatch.context() as patch:
        run_loops(patch, compiled=False)
        interpreted = connect()
        run_loops(patch, compiled=True)
        assert connect() == interpreted


def test_all_to_all_goes_target_by_target(nest):
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes, "all_to_all", {"weight": [[1.0, 2.0], [3.0, 4.0]]})
    expected = [(1, 1, 1.0), (1, 2, 3.0), (2, 1, 2.0), (2, 2, 4.0)]
    assert rows(nest, "source", "target", "weight") == expected


def test_one_to_one_passes_over_autapses(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    spec = {"rule": "one_to_one", "allow_autapses": False}
    nest.Connect([1, 2, 3], [1, 3, 2], "one_to_one")
    nest.Connect(nodes, nodes, spec)
    assert rows(nest, "source", "target") == [(1, 1), (2, 3), (3, 2)]


def test_make_symmetric_connects_back_with_the_same_values(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    spec = {"rule": "one_to_one", "make_symmetric": True}
    nest.Connect(nodes[:2], nodes[1:], spec, {"weight": [1.0, 2.0]})
    expected = [(1, 2, 1.0), (2, 3, 2.0), (2, 1, 1.0), (3, 2, 2.0)]
    assert sorted(rows(nest, "source", "target", "weight")) == sorted(expected)


def test_collocated_synapses_share_their_pairs(nest):
    nodes = nest.Create("iaf_psc_alpha", 20)
    synapses = nest.CollocatedSynapses({"weight": 2.0}, {"weight": 3.0})
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 2}, synapses)
    made = rows(nest, "source", "target", "weight")
    pairs = {w: sorted((s, t) for s, t, weight in made if weight == w) for w in (2.0, 3.0)}
    assert len(made) == 80 and pairs[2.0] == pairs[3.0]


NO_REPEATS = ("allow_autapses", "allow_multapses")
REFUSED = [
    ({"rule": "fixed_indegree"}, IndexError, "indegree"),
    ({"rule": "fixed_indegree", "indegree": -1}, "BadProperty", "less than zero"),
    ({"rule": "fixed_indegree", "indegree": 1.0}, "TypeMismatch", "indegree"),
    ({"rule": "fixed_indegree", "indegree": 5, "allow_multapses": False}, "BadProperty", "larger"),
    (
        {"rule": "fixed_indegree", "indegree": 3, **dict.fromkeys(NO_REPEATS, False)},
        "BadProperty",
        "other than itself",
    ),
    ({"rule": "fixed_indegree", "indegree": 1, "make_symmetric": True}, "NotImplemented", "symm"),
    ({"rule": "pairwise_bernoulli"}, IndexError, "'p'"),
    ({"rule": "pairwise_bernoulli", "p": 1.1}, "BadProperty", "0 <= p <= 1"),
    ({"rule": "all_to_al"}, "BadProperty", "all_to_all"),
    ({"rule": "all_to_all", "foo": 1}, "UnaccessedDictionaryEntry", "foo"),
    ({"rule": "all_to_all", "allow_autapses": 1}, "TypeMismatch", "allow_autapses"),
    ({"indegree": 3}, KeyError, "rule"),
    (5, TypeError, "conn_spec"),
]


@pytest.mark.parametrize(("conn_spec", "error", "words"), REFUSED)
def test_refused_rules_leave_no_connection(nest, conn_spec, error, words):
    nodes = nest.Create("iaf_psc_alpha", 3)
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error, match=words):
        nest.Connect(nodes, nodes, conn_spec)
    assert nest.num_connections == 0


def test_a_node_alone_cannot_have_other_sources(nest):
    node = nest.Create("iaf_psc_alpha")
    spec = {"rule": "fixed_indegree", "indegree": 1, "allow_autapses": False}
    with pytest.raises(nest.NESTErrors.BadProperty, match="Node 1"):
        nest.Connect(node, node, spec)


def test_arrays_of_ids_connect_pair_by_pair(nest):
    nest.Create("iaf_psc_alpha", 3)
    weights = np.array([1.0, 2.0, 3.0])
    nest.Connect(np.array([3, 1, 1]), np.array([1, 2, 2]), "one_to_one", {"weight": weights})
    assert rows(nest, "source", "target", "weight") == [(1, 2, 2.0), (1, 2, 3.0), (3, 1, 1.0)]


@pytest.mark.parametrize(
    ("pre", "post", "rule", "error"),
    [
        ([1, 1], [2, 3], "all_to_all", ValueError),
        ([1, 1], [2, 2, 3], "all_to_all", ValueError),
        ([1.0, 1.5], [2, 3], "one_to_one", TypeError),
        ([1, 1], [2, 9], "one_to_one", nestlike.NESTErrors.UnknownNode),
    ],
)
def test_arrays_that_do_not_fit(nest, pre, post, rule, error):
    nest.Create("iaf_psc_alpha", 3)
    with pytest.raises(error):
        nest.Connect(np.array(pre), np.array(post), rule)
