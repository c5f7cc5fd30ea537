"""Compiled loops and interpreted code choose the same pairs and draw the same numbers."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.connect.draw_program import STACK
from nestlike.connect.spatial import rule as spatial_rule
from nestlike.connect.spatial.value_operations import evaluate
from nestlike.connect.spatial.value_program import (
    DIMENSIONS,
    PLACE,
    SOURCE,
    TARGET,
    ValueProgram,
)
from nestlike.kernel import kernel
from nestlike.kernel.space.layers import grid_layer
from nestlike.kernel.space.places import Ways

random, spatial, kernels = nest.random, nest.spatial, nest.spatial_distributions

CIRCLE = {"circular": {"radius": 0.3}}
RULES = {
    "bernoulli": lambda: {"rule": "pairwise_bernoulli"},
    "bernoulli on source": lambda: {"rule": "pairwise_bernoulli", "use_on_source": True},
    "poisson": lambda: {"rule": "pairwise_poisson"},
    "indegree": lambda: {"rule": "fixed_indegree", "indegree": 5},
    "outdegree": lambda: {"rule": "fixed_outdegree", "outdegree": 5},
}
PROBABILITIES = {
    "constant": lambda: 0.4,
    "plain": lambda: kernels.gaussian(spatial.distance, std=0.2) * (1.0 - spatial.distance.x),
    "drawn": lambda: nest.math.min(spatial.distance + random.uniform(), 1.0),
    "branches": lambda: nest.logic.conditional(spatial.source_pos.x < 0.1, random.uniform(), 0.3),
}
SYNAPSES = {
    "default": lambda: {},
    "plain": lambda: {"weight": spatial.distance, "delay": 1.0 + spatial.distance.y},
    "drawn": lambda: {
        "weight": random.normal(),
        "delay": 1.0 + nest.math.redraw(random.lognormal(), 0.1, 4.0),
    },
    "distributions": lambda: {"weight": random.normal(), "delay": random.uniform(0.5, 4.0)},
}


def connections(shape, rule, synapse, threads, wrap):
    """Connect a layer to itself; return the connections, and numbers drawn afterwards."""
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.local_num_threads = threads
    nodes = nest.Create("parrot_neuron", positions=spatial.grid(shape, edge_wrap=wrap))
    nest.Connect(nodes, nodes, rule, synapse())
    names = ["target_thread", "source", "target", "weight", "delay"]
    found = nest.GetConnections().get(names)
    drawn = [engine.uniform() for engine in kernel.random]
    return np.array([found[name] for name in names], float), drawn


#: All combinations but that of a Poisson rule without a mean.
CASES = [
    (name, probability)
    for name in RULES
    for probability in (None, *PROBABILITIES)
    if name != "poisson" or probability is not None
]


@pytest.mark.parametrize("synapse", SYNAPSES)
@pytest.mark.parametrize(("name", "probability"), CASES)
def test_same_connections(name, probability, synapse, monkeypatch):
    case = [*RULES, *PROBABILITIES, *SYNAPSES].index(name) + len(synapse)
    shape, threads, wrap = ([12, 12], [5, 5, 5])[case % 2], 1 + case % 3, case % 4 > 1
    mask = CIRCLE if len(shape) == 2 else {"spherical": {"radius": 0.3}}
    flags = {"allow_autapses": case % 3 > 0, "allow_multapses": case % 5 > 0}
    results = []
    for worth in (0, 1 << 60):
        monkeypatch.setattr(spatial_rule, "WORTH_COMPILING", worth)
        rule = {**RULES[name](), **flags}
        if case % 7 or probability is None:
            rule["mask"] = mask
        if probability is not None:
            rule["p"] = PROBABILITIES[probability]()
        results.append(connections(shape, rule, SYNAPSES[synapse], threads, wrap))
    (compiled, after), (interpreted, after_too) = results
    assert compiled.shape == interpreted.shape
    assert compiled.shape[1] > 100
    assert compiled.tobytes() == interpreted.tobytes()
    assert after == after_too


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", RULES)
def test_same_connections_before_an_impossible_one(name, threads, monkeypatch):
    results = []
    for worth in (0, 1 << 60):
        monkeypatch.setattr(spatial_rule, "WORTH_COMPILING", worth)
        rule = {**RULES[name](), "p": 1.0, "mask": CIRCLE}

        def synapse():
            # Impossible for what lies beyond the fourth column.
            return {"delay": 1.0 - 1.4 * spatial.target_pos.x - spatial.source_pos.x}

        with pytest.raises(nest.NESTErrors.BadDelay):
            connections([12, 4], rule, synapse, threads, False)
        found = nest.GetConnections().get(["target_thread", "source", "target", "delay"])
        drawn = [engine.uniform() for engine in kernel.random]
        results.append((list(found.values()), drawn))
    assert results[0] == results[1]


def test_results_beyond_one_piece(monkeypatch):
    from nestlike.connect.spatial import compiled

    monkeypatch.setattr(spatial_rule, "WORTH_COMPILING", 0)
    nodes = "parrot_neuron", [12, 12]
    found = []
    for piece in (1 << 18, 1500):
        monkeypatch.setattr(compiled, "_PIECE", piece)
        rule = {"rule": "pairwise_poisson", "p": 1.5, "mask": CIRCLE}
        found.append(connections(nodes[1], rule, SYNAPSES["drawn"], 1, False)[0])
    assert found[0].tobytes() == found[1].tobytes()


EXPRESSIONS = {
    "distances": lambda: spatial.distance + 2.0 * spatial.distance.x - spatial.distance.y,
    "ends": lambda: spatial.target_pos.x - spatial.source_pos.y,
    "exponential": lambda: kernels.exponential(spatial.distance, beta=0.3),
    "gaussian": lambda: kernels.gaussian(spatial.distance, mean=0.1, std=0.3),
    "gaussian2D": lambda: kernels.gaussian2D(
        spatial.distance.x, spatial.distance.y, std_x=0.2, std_y=0.4, rho=0.3
    ),
    "gamma": lambda: kernels.gamma(spatial.distance, kappa=2.5, theta=0.2),
    "gabor": lambda: kernels.gabor(
        spatial.target_pos.x - spatial.source_pos.x,
        spatial.target_pos.y - spatial.source_pos.y,
        theta=30.0, gamma=0.7, std=0.3, lam=0.5, psi=20.0,
    ),
    "functions": lambda: nest.math.exp(nest.math.sin(spatial.distance)) ** 2 / 3.0,
    "limits": lambda: nest.math.max(nest.math.min(random.normal(), 0.5), -0.5),
    "comparisons": lambda: (random.uniform() < random.uniform()) + (spatial.distance != 0.3),
    "conditional": lambda: nest.logic.conditional(
        random.uniform() >= 0.5, random.exponential(), random.uniform_int(9)
    ),
    "redraw": lambda: nest.math.redraw(random.lognormal() - random.normal(), 0.1, 0.3),
    "distribution": lambda: random.uniform(-1.0, 3.0),
    "redrawn distribution": lambda: nest.math.redraw(random.normal(), -0.5, 1.0),
}  # fmt: skip


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_programs_give_the_values_of_expressions(name, periodic):
    nest.ResetKernel()
    value = EXPRESSIONS[name]()._datum
    layer = grid_layer(1, (2, 2), [1.0, 0.8])
    layer.periodic = periodic
    program = ValueProgram([value], 0, 2)
    points = np.random.default_rng(1).uniform(-0.5, 0.5, (20, 4))
    engine = kernel.random.rank_synced
    expected = [value.draw(engine, 0, Ways(layer, p[:2], p[2:])) for p in points]
    nest.ResetKernel()
    engine = kernel.random.rank_synced
    for cache in value.caches_of(0):
        cache[:] = 0.0
    found = []
    for point in points:
        place = np.zeros(PLACE)
        place[SOURCE : SOURCE + 2], place[TARGET : TARGET + 2] = point[:2], point[2:]
        place[6:8], place[9], place[DIMENSIONS] = layer.extent, periodic, 2
        operations, operands = program.operations.ravel(), program.operands
        found.append(evaluate(operations, operands, 0, engine.state, np.zeros(STACK), place))
    assert np.array(found).tobytes() == np.array(expected).tobytes()


def test_what_has_no_operation():
    nest.ResetKernel()
    for value in (spatial.distance.z, spatial.pos.x, spatial.source_pos.z):
        with pytest.raises(NotImplementedError):
            ValueProgram([value._datum], 0, 2)
