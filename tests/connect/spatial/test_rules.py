"""Connecting layers: who is connected, and what is refused.

That pairs, weights and their order are NEST's is shown by tests/live and reference_traces.
"""

import numpy as np
import pytest

import nestlike as nest

CIRCLE = {"circular": {"radius": 0.3}}


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR


def layer(shape=(6, 6), **options):
    return nest.Create("parrot_neuron", positions=nest.spatial.grid(list(shape), **options))


def pairs():
    found = [
        np.atleast_1d(ends) for ends in nest.GetConnections().get(["source", "target"]).values()
    ]
    return list(zip(*(ends.tolist() for ends in found), strict=True))


def distances(nodes):
    points = np.array(nest.GetPosition(nodes))
    way = points[:, None] - points
    return np.sqrt((way**2).sum(axis=-1))


@pytest.mark.parametrize("use_on_source", [False, True])
def test_a_mask_bounds_the_distance(use_on_source):
    nodes = layer()
    rule = {"rule": "pairwise_bernoulli", "mask": CIRCLE, "use_on_source": use_on_source}
    nest.Connect(nodes, nodes, rule)
    near = np.argwhere(distances(nodes) <= 0.3) + 1
    assert sorted(pairs()) == sorted(map(tuple, near.tolist()))


def test_a_mask_belongs_to_the_source_unless_used_on_it():
    nodes = layer((3, 1))
    right = {"rectangular": {"lower_left": [0.1, -0.1], "upper_right": [0.5, 0.1]}}
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "mask": right})
    assert sorted(pairs()) == [(1, 2), (2, 3)]
    nest.ResetKernel()
    nodes = layer((3, 1))
    rule = {"rule": "pairwise_bernoulli", "mask": right, "use_on_source": True}
    nest.Connect(nodes, nodes, rule)
    assert sorted(pairs()) == [(2, 1), (3, 2)]


def test_edges_wrap():
    nodes = layer((6, 1), edge_wrap=True)
    near = {"rectangular": {"lower_left": [-0.2, -0.1], "upper_right": [0.2, 0.1]}}
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "mask": near})
    assert len(pairs()) == 18
    assert (1, 6) in pairs()


@pytest.mark.parametrize(("rule", "end"), [("fixed_indegree", 1), ("fixed_outdegree", 0)])
@pytest.mark.parametrize("mask", [{}, {"mask": {"circular": {"radius": 0.4}}}])
def test_fixed_numbers(rule, end, mask):
    nodes = layer()
    number = {"fixed_indegree": "indegree", "fixed_outdegree": "outdegree"}[rule]
    p = nest.spatial_distributions.exponential(nest.spatial.distance, beta=0.2)
    flags = {"allow_autapses": False, "allow_multapses": False}
    nest.Connect(nodes, nodes, {"rule": rule, number: 4, "p": p, **mask, **flags})
    found = np.array(pairs())
    assert (np.bincount(found[:, end])[1:] == 4).all()
    assert len(set(map(tuple, found.tolist()))) == len(found)
    assert (found[:, 0] != found[:, 1]).all()


def test_weights_and_delays_depend_on_distances():
    nodes = layer()
    specs = {"weight": nest.spatial.distance, "delay": 1.0 + nest.spatial.distance.x}
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "mask": CIRCLE}, specs)
    found = nest.GetConnections().get(["source", "target", "weight"])
    expected = distances(nodes)[np.array(found["source"]) - 1, np.array(found["target"]) - 1]
    assert found["weight"] == pytest.approx(expected.tolist())


def test_collocated_synapses():
    nodes = layer((2, 2))
    specs = nest.CollocatedSynapses({"weight": 1.0}, {"weight": nest.spatial.distance})
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 1.0}, specs)
    assert nest.num_connections == 32


def test_poisson_makes_multapses():
    nodes = layer((3, 3))
    nest.Connect(nodes, nodes, {"rule": "pairwise_poisson", "p": 3.0 + 0.0 * nest.spatial.distance})
    found = pairs()
    assert len(found) > len(set(found)) > 60


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ({"rule": "all_to_all", "mask": CIRCLE}, ValueError),
        ({"rule": "pairwise_bernoulli", "mask": CIRCLE, "N": 3}, ValueError),
        ({"rule": "fixed_indegree", "mask": CIRCLE}, KeyError),
        ({"rule": "fixed_indegree", "indegree": 1, "use_on_source": True}, ValueError),
        ({"rule": "pairwise_bernoulli", "mask": 5}, nest.NESTErrors.TypeMismatch),
        ({"rule": "pairwise_bernoulli", "mask": CIRCLE, "p": "x"}, nest.NESTErrors.BadProperty),
        (
            {"rule": "pairwise_bernoulli", "mask": {"spherical": {"radius": 1.0}}},
            nest.NESTErrors.BadProperty,
        ),
        (
            {"rule": "fixed_indegree", "indegree": -1, "mask": CIRCLE},
            nest.NESTErrors.BadProperty,
        ),
        (
            {"rule": "pairwise_bernoulli", "mask": CIRCLE, "outdegree": 1},
            nest.NESTErrors.UnaccessedDictionaryEntry,
        ),
    ],
)
def test_what_is_refused(rule, error):
    nodes = layer()
    with pytest.raises(error):
        nest.Connect(nodes, nodes, rule)
    assert nest.num_connections == 0


def test_nodes_need_positions():
    nodes = nest.Create("parrot_neuron", 4)
    with pytest.raises(TypeError, match="spatial"):
        nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "mask": CIRCLE})


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "fixed_indegree", "indegree": 2, "allow_multapses": False},
        {"rule": "fixed_outdegree", "outdegree": 2, "allow_multapses": False},
        {"rule": "fixed_indegree", "indegree": 1, "allow_autapses": False},
        # NEST would look for a partner for ever.
        {"rule": "fixed_outdegree", "outdegree": 1, "allow_autapses": False},
    ],
)
def test_too_few_partners(rule):
    nodes = layer()
    tiny = {"circular": {"radius": 0.01}}
    with pytest.raises(nest.NESTErrors.KernelException, match="Not enough"):
        nest.Connect(nodes, nodes, {**rule, "mask": tiny})


def test_a_partner_of_probability_zero_is_none():
    nodes = layer((2, 1))
    p = nest.logic.conditional(nest.spatial.distance > 0.1, 0.0, 1.0)
    flags = {"allow_autapses": False}
    with pytest.raises(nest.NESTErrors.KernelException, match="Not enough"):
        nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 1, "p": p, **flags})


def test_connections_before_an_impossible_one_stay():
    nodes = layer((2, 2))
    delay = 1.0 - 2.0 * nest.spatial.distance
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 1.0}, {"delay": delay})
    assert pairs() == [(1, 1)]


def test_a_slice_stands_for_its_layer_as_in_nest():
    nodes = layer((4, 1))
    rule = {"rule": "pairwise_bernoulli", "mask": {"circular": {"radius": 2.0}}}
    nest.Connect(nodes[:2], nodes[:1], {**rule, "use_on_source": True})
    nest.Connect(nodes, nodes[:1], {**rule, "use_on_source": True})
    assert sorted(pairs()) == [(1, 1), (1, 1), (2, 1), (2, 1)]


def test_generators_reach_by_position():
    generator = nest.Create("poisson_generator", positions=nest.spatial.grid([1, 1]))
    nodes = layer((3, 3))
    nest.Connect(generator, nodes, {"rule": "pairwise_bernoulli", "mask": CIRCLE})
    assert pairs() == [(1, 6)]


def test_an_error_in_a_quantity_leaves_what_was_made_before():
    nodes = layer((3, 1))
    weight = nest.math.redraw(nest.spatial.source_pos.x, -1.0, 0.1)
    with pytest.raises(nest.NESTErrors.KernelException, match="redraws"):
        nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 1.0}, {"weight": weight})
    assert pairs() == [(1, 1), (2, 1)]


@pytest.mark.parametrize("radius", [float("inf"), float("nan"), 1e-300])
def test_strange_masks(radius):
    nodes = layer((3, 3))
    mask = {"circular": {"radius": radius}}
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "mask": mask})
    expected = {"inf": 81, "nan": 0, "1e-300": 9}[str(radius)]
    assert nest.num_connections == expected
