"""TripartiteConnect: who gets a third node, from which pool, and what is refused."""

import pytest

from tests.connect.loops import run_loops

RULE = {"rule": "all_to_all"}
THIRD = {"rule": "third_factor_bernoulli_with_pool"}
LABELLED = {
    "primary": {"synapse_model": "static_synapse_lbl", "synapse_label": 1},
    "third_in": {"synapse_model": "static_synapse_lbl", "synapse_label": 2},
    "third_out": {"synapse_model": "static_synapse_lbl", "synapse_label": 3},
}


def pairs(nest, label):
    found = nest.GetConnections(synapse_label=label)
    return sorted(zip(found.get("source"), found.get("target"), strict=True)) if len(found) else []


@pytest.fixture
def nodes(nest):
    return [nest.Create("iaf_psc_alpha", n) for n in (3, 6, 12)]


def test_every_pair_gets_a_third_node_with_certainty(nest, nodes):
    nest.TripartiteConnect(*nodes, RULE, THIRD, LABELLED)
    assert len(pairs(nest, 1)) == len(pairs(nest, 2)) == len(pairs(nest, 3)) == 18
    assert {target for _, target in pairs(nest, 2)} == {source for source, _ in pairs(nest, 3)}


def test_no_pair_gets_a_third_node_at_probability_0(nest, nodes):
    nest.TripartiteConnect(*nodes, RULE, {**THIRD, "p": 0.0}, LABELLED)
    assert len(pairs(nest, 1)) == 18 and not pairs(nest, 2) and not pairs(nest, 3)


def test_blocks_divide_third_nodes_between_targets(nest, nodes):
    pool = {"pool_type": "block", "pool_size": 2}
    nest.TripartiteConnect(*nodes, RULE, {**THIRD, **pool}, LABELLED)
    first, first_target = nodes[2][0].global_id, nodes[1][0].global_id
    assert all((s - first) // 2 == t - first_target for s, t in pairs(nest, 3))


def test_blocks_divide_targets_between_third_nodes(nest, nodes):
    pre, third, post = nodes
    pool = {"pool_type": "block", "pool_size": 1}
    nest.TripartiteConnect(pre, post, third, RULE, {**THIRD, **pool}, LABELLED)
    first, first_target = third[0].global_id, post[0].global_id
    assert all(s - first == (t - first_target) // 2 for s, t in pairs(nest, 3))


def test_random_pools_have_their_size(nest, nodes):
    nest.TripartiteConnect(*nodes, RULE, {**THIRD, "pool_size": 2}, LABELLED)
    for target in nodes[1].tolist():
        assert len({s for s, t in pairs(nest, 3) if t == target}) <= 2


def test_an_impossible_primary_connection_leaves_out_the_sources(nest, nodes):
    specs = {**LABELLED, "third_out": {"delay": 0.01}}
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.TripartiteConnect(*nodes, RULE, THIRD, specs)
    assert nest.num_connections == 1


REFUSED = [
    ({"p": 0.5}, THIRD, {}, "BadProperty", "connection rule"),
    (RULE, {}, {}, "BadProperty", "third-factor"),
    ({"rule": "all"}, THIRD, {}, "IllegalConnection", "'all'"),
    (RULE, {"rule": "third"}, {}, "IllegalConnection", "'third'"),
    ({"rule": 5}, THIRD, {}, "TypeMismatch", "rule"),
    (RULE, {**THIRD, "p": 1.5}, {}, "BadProperty", "0 <= p <= 1"),
    (RULE, {**THIRD, "p": "x"}, {}, "TypeMismatch", "p takes"),
    (RULE, {**THIRD, "pool_size": 0}, {}, "BadProperty", "pool_size"),
    (RULE, {**THIRD, "pool_size": 13}, {}, "BadProperty", "pool_size"),
    (RULE, {**THIRD, "pool_size": 2.0}, {}, "TypeMismatch", "pool_size"),
    (RULE, {**THIRD, "pool_type": "x"}, {}, "BadProperty", "pool_type"),
    (RULE, {**THIRD, "pool_type": 1}, {}, "TypeMismatch", "pool_type"),
    (RULE, {**THIRD, "pool_type": "block", "pool_size": 5}, {}, "BadProperty", "do not fit"),
    ({**RULE, "foo": 1}, THIRD, {}, "UnaccessedDictionaryEntry", "foo"),
    ({**RULE, "make_symmetric": True}, THIRD, {}, "BadProperty", "make_symmetric"),
    (RULE, {**THIRD, "make_symmetric": True}, {}, "NotImplemented", "symmetric"),
    (RULE, THIRD, {"primary": "foo"}, "UnknownSynapseType", "foo"),
    (RULE, THIRD, {"third_in": {"foo": 1.0}}, "UnaccessedDictionaryEntry", "foo"),
    (RULE, THIRD, {"third_out": {"foo": 1.0}}, "UnaccessedDictionaryEntry", "foo"),
    (RULE, THIRD, {"third_out": {"weight": [1.0]}}, ValueError, "parameter lists"),
    (RULE, THIRD, {"third_out": 5}, AttributeError, "third_out"),
    (RULE, THIRD, {"foo": "static_synapse"}, AttributeError, "foo"),
    ("all_to_all", THIRD, {}, AttributeError, "all_to_all"),
]


@pytest.mark.parametrize(("rule", "third_rule", "specs", "error", "words"), REFUSED)
def test_refusals(nest, nodes, rule, third_rule, specs, error, words):
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error, match=words):
        nest.TripartiteConnect(*nodes, rule, third_rule, specs)


def test_nodes_must_be_collections(nest, nodes):
    with pytest.raises(TypeError, match="Third-factor"):
        nest.TripartiteConnect(nodes[0], nodes[1], [1, 2], RULE, THIRD)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(
    "pool",
    [{}, {"pool_size": 3}, {"pool_size": 1}, {"pool_size": 2, "pool_type": "block"}],
)
@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "all_to_all"},
        {"rule": "fixed_indegree", "indegree": 2},
        {"rule": "fixed_outdegree", "outdegree": 4},
        {"rule": "fixed_total_number", "N": 30},
        {"rule": "pairwise_bernoulli", "p": 0.6},
        {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 1.5},
    ],
)
def test_compiled_and_interpreted_loops_agree(nest, monkeypatch, rule, pool, threads):
    def connect():
        nest.ResetKernel()
        nest.local_num_threads = threads
        nodes = [nest.Create("iaf_psc_alpha", n) for n in (5, 6, 12)]
        drawn = {"weight": nest.random.normal(), "delay": nest.random.uniform(1.0, 2.0)}
        specs = {"third_out": nest.CollocatedSynapses(drawn, {"weight": 3.0}), "third_in": drawn}
        specs["primary"] = {"weight": nest.random.lognormal()}
        nest.TripartiteConnect(*nodes, rule, {**THIRD, "p": 0.7, **pool}, specs)
        # A second call goes on with the same random numbers.
        nest.TripartiteConnect(*nodes, rule, {**THIRD, "p": 0.2, **pool}, specs)
        facts = nest.GetConnections().get(["source", "target", "weight", "delay"])
        return [nest.num_connections, *facts.values()]

    run_loops(monkeypatch, compiled=False)
    interpreted = connect()
    run_loops(monkeypatch, compiled=True)
    assert connect() == interpreted
