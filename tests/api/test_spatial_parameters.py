"""Spatial Parameters as users meet them; numbers measured with NEST 3.10.0."""

import pytest

import nestlike as nest

ERRORS = nest.NESTErrors
spatial, distributions = nest.spatial, nest.spatial_distributions
ENDS = [[0.1, 0.2], [0.3, 0.4]]


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def grid(*args, **kwargs):
    return nest.Create("iaf_psc_alpha", positions=nest.spatial.grid(*args, **kwargs))


def test_values_along_ways_are_those_of_nest():
    layer = grid([3, 4], edge_wrap=True)
    offset = [spatial.target_pos.n(i) - spatial.source_pos.n(i) for i in (0, 1)]
    given = {
        (0.6266696007681788, 0.6924508963817754): distributions.exponential(spatial.distance),
        (0.896549844139167, 0.9346952653558577): distributions.gaussian(spatial.distance),
        (0.9651551727604902, 0.9512254362334498): distributions.gaussian(spatial.distance, 1, 2),
        (0.8965498441391669, 0.9346952653558577): distributions.gaussian2D(
            spatial.distance.x, spatial.distance.y
        ),
        (0.6266696007681788, 0.6924508963817755): distributions.gamma(spatial.distance),
        (0.40702511178215317, 0.8079491696452736): distributions.gabor(*offset),
    }
    for values, parameter in given.items():
        assert parameter.is_spatial()
        assert parameter.apply(layer[0], ENDS) == pytest.approx(values, rel=1e-15)


def test_nodes_know_where_they_are():
    layer = grid([2, 2])
    layer.V_m = -70.0 + 4.0 * spatial.pos.x * spatial.pos.y
    assert layer.V_m == (-70.25, -69.75, -69.75, -70.25)
    assert spatial.pos.n(1).apply(nest.NodeCollection([1, 2])) == (0.25, -0.25)
    devices = nest.Create("dc_generator", positions=nest.spatial.grid([2, 2]))
    devices.amplitude = spatial.pos.y
    assert devices.amplitude == (0.25, -0.25, 0.25, -0.25)


def test_random_and_spatial_values_mix():
    nest.local_num_threads = 2
    layer = grid([2, 2])
    layer.V_m = spatial.pos.x + nest.random.uniform()
    plain = nest.Create("iaf_psc_alpha", 4)
    nest.ResetKernel()
    nest.local_num_threads = 2
    plain = nest.Create("iaf_psc_alpha", 4, {"V_m": nest.random.uniform()})
    drawn = plain.V_m
    nest.ResetKernel()
    nest.local_num_threads = 2
    layer = grid([2, 2])
    layer.V_m = spatial.pos.x + nest.random.uniform()
    assert layer.V_m == tuple(x + u for x, u in zip([-0.25, -0.25, 0.25, 0.25], drawn, strict=True))


def test_distance_is_one_object_with_parts():
    assert spatial.distance is nest.spatial.distance
    layer = grid([2, 2])
    ends = [[0.0, 0.0]]
    assert spatial.distance.x.apply(layer[0], ends) == (0.25,)
    assert spatial.distance.n(0).apply(layer[0], ends) == spatial.distance.apply(layer[0], ends)


@pytest.mark.parametrize(
    "ends, error",
    [
        ([0.1, 0.2], TypeError),
        ([[0.1, 0.2], [0.1]], ValueError),
        ([[0.1, 0.2, 0.3]], ERRORS.BadProperty),
        ([], ERRORS.TypeMismatch),
        ([["a", "b"]], TypeError),
    ],
)
def test_bad_ends(ends, error):
    layer = grid([2, 2])
    with pytest.raises(error):
        spatial.distance.apply(layer[0], ends)
    with pytest.raises(ValueError):
        spatial.distance.apply(layer, [[0.1, 0.2]])
    with pytest.raises(ERRORS.KernelException):
        spatial.distance.apply(nest.Create("iaf_psc_alpha"), [[0.1, 0.2]])


def test_what_only_connections_know():
    layer = grid([2, 2])
    for parameter in (
        spatial.distance,
        spatial.source_pos.x,
        distributions.gamma(spatial.distance),
    ):
        with pytest.raises(ERRORS.BadParameterValue):
            layer.V_m = parameter
        with pytest.raises(ERRORS.BadParameterValue):
            parameter.GetValue()
    with pytest.raises(ERRORS.KernelException):
        nest.Create("iaf_psc_alpha").V_m = spatial.pos.x
    with pytest.raises(ERRORS.KernelException):
        layer.V_m = spatial.pos.z


@pytest.mark.parametrize(
    "kind, specs, error",
    [
        ("position", {}, ERRORS.BadParameterValue),
        ("position", {"dimension": 1.0}, RuntimeError),
        ("position", {"dimension": 0, "synaptic_endpoint": 3}, ERRORS.BadParameterValue),
        ("distance", {"dimension": -1}, ERRORS.BadParameterValue),
        ("gaussian", {}, IndexError),
        ("gaussian", {"x": 1.0, "mean": 0.0, "std": 1.0}, ERRORS.TypeMismatch),
        ("distance", {"foo": 1}, ERRORS.UnaccessedDictionaryEntry),
        ("distance", 5, ERRORS.TypeMismatch),
        ("distance", None, AttributeError),
    ],
)
def test_bad_kinds(kind, specs, error):
    with pytest.raises(error):
        nest.CreateParameter(kind, specs)
