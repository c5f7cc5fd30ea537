"""Layers as users meet them; what is expected was measured with NEST 3.10.0."""

import numpy as np
import pytest

import nestlike as nest

ERRORS = nest.NESTErrors
MODEL = "iaf_psc_alpha"


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def grid(*args, **kwargs):
    return nest.Create(MODEL, positions=nest.spatial.grid(*args, **kwargs))


def free(*args, n=1, **kwargs):
    return nest.Create(MODEL, n, positions=nest.spatial.free(*args, **kwargs))


def test_a_grid_says_what_it_is():
    layer = grid([2, 3], extent=[1, 2], edge_wrap=True)
    spatial = {k: v.tolist() if hasattr(v, "tolist") else v for k, v in layer.spatial.items()}
    assert spatial == {
        "center": [0.0, 0.0],
        "edge_wrap": True,
        "extent": [1.0, 2.0],
        "network_size": 6,
        "shape": [2, 3],
    }
    assert layer.spatial is layer.spatial
    assert (
        str(layer)
        == "NodeCollection(metadata=spatial, model=iaf_psc_alpha, size=6, first=1, last=6)"
    )


def test_parts_of_a_layer_keep_it():
    layer = free([[0.1 * i, 0.05 * i * i] for i in range(8)])
    part = layer[1:8:3]
    assert part.spatial["network_size"] == 3
    assert part.spatial["positions"].tolist() == nest.GetPosition(layer)[1:8:3]
    assert str(layer[2]).splitlines() == [
        "NodeCollection(metadata=spatial,",
        "               model=iaf_psc_alpha, size=1, first=3, last=3)",
    ]
    assert list(layer)[3].spatial["network_size"] == 1


def test_chosen_or_named_nodes_lose_their_positions():
    layer = grid([2, 2])
    plain = [layer[[0, 2]], nest.NodeCollection([1, 2]), nest.GetNodes()]
    assert [nodes.spatial for nodes in plain] == [None] * 3
    with pytest.raises(ERRORS.LayerExpected):
        nest.GetPosition(layer[[0, 2]])


def test_layers_do_not_mix():
    layer, other, plain = grid([2, 2]), grid([2, 2]), nest.Create(MODEL, 2)
    for nodes in (other, plain, layer, nest.NodeCollection([1])):
        with pytest.raises(ERRORS.BadProperty):
            layer + nodes
    assert layer + nest.NodeCollection() == layer


def test_slices_of_one_size_are_equal_as_in_nest():
    layer = grid([3, 4])
    assert layer[2:5] == layer[3:6]
    assert not layer == layer[:]
    assert not layer[2:5] == nest.NodeCollection([3, 4, 5])


def test_all_of_a_layer_can_be_sliced_again():
    layer = grid([2, 3])
    assert layer[:][1:3].tolist() == [2, 3]
    with pytest.raises(ERRORS.BadProperty):
        layer[1:][1:]
    one = grid([1, 1])
    assert str(one[0]).endswith("model=iaf_psc_alpha, size=1, first=7)")
    assert one[0] == one[:] and not one == one[0]


def test_positions_are_drawn_node_by_node():
    layer = free([nest.random.uniform(), nest.random.normal()], n=3)
    assert nest.GetPosition(layer) == [
        [0.09201891804029855, 0.16081113021398374],
        [0.9966088434150467, 0.882362429530739],
        [0.7971218129328491, -1.8234814416972074],
    ]


@pytest.mark.parametrize(
    "where, error",
    [
        (dict(shape=[4]), ERRORS.BadProperty),
        (dict(shape=[2, 2, 2, 2]), ERRORS.BadProperty),
        (dict(shape=[0, 3]), ERRORS.BadProperty),
        (dict(shape=[2.0, 3.0]), ERRORS.TypeMismatch),
        (dict(shape=[2, 3], extent=[1.0, 2.0, 3.0]), ERRORS.BadProperty),
        (dict(shape=[2, 3], edge_wrap=1), ERRORS.TypeMismatch),
        (dict(shape=[2, 3], edge_wrap=None), AttributeError),
    ],
)
def test_bad_grids(where, error):
    with pytest.raises(error):
        grid(**where)


@pytest.mark.parametrize(
    "where, error",
    [
        (dict(pos=[[0.0], [1.0]]), ERRORS.BadProperty),
        (dict(pos=[0.0, 1.0]), ERRORS.KernelException),
        (dict(pos=[[0.0, 1.0], [1.0, 2.0, 3.0]]), ERRORS.BadProperty),
        (dict(pos=[]), ValueError),
        (dict(pos=np.zeros((2, 2))), TypeError),
        (dict(pos="somewhere"), TypeError),
        (dict(pos=[[0.0, 1.0]]), ERRORS.KernelException),
        (dict(pos=nest.random.uniform()), TypeError),
        (dict(pos=nest.random.uniform(), num_dimensions=4), ValueError),
        (dict(pos=[nest.random.uniform()] * 2, num_dimensions=2), TypeError),
        (dict(pos=nest.random.uniform(), num_dimensions=2, extent=[1.0, 1.0]), TypeError),
        (dict(pos=nest.random.uniform(), num_dimensions=2, n=0), ERRORS.BadProperty),
    ],
)
def test_bad_free_layers(where, error):
    with pytest.raises(error):
        free(**where)


def test_create_refuses_what_does_not_fit():
    with pytest.raises(TypeError):
        nest.Create(MODEL, positions=[[1.0, 2.0]])
    with pytest.raises(ValueError):
        nest.Create(MODEL, 3, positions=nest.spatial.grid([2, 2]))
    with pytest.raises(ERRORS.UnknownModelName):
        nest.Create("nobody", positions=nest.spatial.grid([2]))
    assert nest.network_size == 0


def test_nodes_of_a_layer_take_parameters():
    layer = nest.Create(MODEL, params={"V_m": -60.0}, positions=nest.spatial.grid([2, 2]))
    assert layer.V_m == (-60.0,) * 4
