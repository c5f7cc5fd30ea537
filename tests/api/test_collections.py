"""Collections of nodes: indices, slices, sums, comparison and printed forms."""

import copy
import pickle

import numpy as np
import pytest

import nestlike as nest

PAD = "\n" + " " * 15


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


@pytest.fixture
def mixed():
    return nest.Create("iaf_psc_alpha", 4) + nest.Create("iaf_psc_exp", 4)


def test_printed_forms(mixed):
    alpha, exp = "model=iaf_psc_alpha", "model=iaf_psc_exp"
    head = "NodeCollection(metadata=None,"
    assert str(nest.NodeCollection()) == "NodeCollection(<empty>)"
    assert str(mixed[:4]) == f"{head} {alpha}, size=4, first=1, last=4)"
    assert repr(mixed[3]) == f"{head} {alpha}, size=1, first=4)"
    assert str(mixed) == (
        f"{head}{PAD}{alpha}, size=4, first=1, last=4;{PAD}{exp}, size=4, first=5, last=8)"
    )
    assert str(mixed[1:6]) == (
        f"{head}{PAD}{alpha}, size=3, first=2, last=4{PAD}{exp}, size=2, first=5, last=6)"
    )
    assert str(mixed[::3]) == (
        f"{head}{PAD}{alpha}, size=2, first=1, last=4, step=3;{PAD}{exp}, size=1, first=7, last=7)"
    )
    assert str(mixed[3:5]) == (
        f"{head}{PAD}{alpha}, size=1, first=4, last=4;{PAD}{exp}, size=1, first=5, last=5)"
    )


@pytest.mark.parametrize("step", [1, 2, 3, 7])
@pytest.mark.parametrize("start", [0, 1, 3, 4, 7])
@pytest.mark.parametrize("stop", [1, 4, 5, 8])
def test_slices_hold_the_ids_a_list_would(mixed, start, stop, step):
    ids = list(range(1, 9))[start:stop:step]
    if not ids:
        with pytest.raises(nest.NESTErrors.BadParameter):
            mixed[start:stop:step]
        return
    part = mixed[start:stop:step]
    assert part.tolist() == ids
    assert [part.index(i) for i in ids] == list(range(len(ids)))
    assert [i in part for i in range(10)] == [i in ids for i in range(10)]
    assert [node.global_id for node in part] == ids


def test_a_stop_of_zero_means_the_end(mixed):
    assert mixed[:0] == mixed
    assert mixed[-3:-1].tolist() == [6, 7]


@pytest.mark.parametrize(
    "key, error",
    [
        (8, IndexError),
        (-9, IndexError),
        (1.0, IndexError),
        ("a", IndexError),
        (slice(9, None), IndexError),
        (slice(None, 9), IndexError),
        (slice(None, None, -1), IndexError),
        ([3, 1], nest.NESTErrors.BadProperty),
        ([1, 1], ValueError),
        ([9], IndexError),
        ([-1], OverflowError),
        ([True], IndexError),
        ([1, True], TypeError),
        ([1.0], TypeError),
        (np.array([[1]]), TypeError),
        (np.array([1.5]), TypeError),
    ],
)
def test_bad_keys(mixed, key, error):
    with pytest.raises(error):
        mixed[key]


def test_index_arrays(mixed):
    assert mixed[[0, 5]].tolist() == [1, 6]
    assert mixed[np.array([0, 5])] == mixed[[0, 5]]
    assert mixed[[i == 2 for i in range(8)]].tolist() == [3]
    assert mixed[[]] == nest.NodeCollection()


def test_only_single_nodes_come_out_of_a_sliced_composite(mixed):
    assert mixed[::2][1].tolist() == [3]
    with pytest.raises(nest.NESTErrors.BadProperty):
        mixed[::2][:2]
    with pytest.raises(nest.NESTErrors.BadProperty):
        mixed[::2] + mixed[1]


def test_sums_are_sorted_and_merged(mixed):
    assert mixed[4:] + mixed[:4] == mixed
    assert sum([mixed[:2], mixed[2:4]]) == mixed[:4]
    assert (mixed[:2] + mixed[3]).tolist() == [1, 2, 4]
    with pytest.raises(nest.NESTErrors.BadProperty):
        mixed[:3] + mixed[2:]
    with pytest.raises(TypeError):
        mixed + 1


def test_primitives_join_what_a_slice_was_cut_from(mixed):
    other = nest.Create("parrot_neuron", 2)
    assert (other + mixed[2:7:4]).tolist() == list(range(1, 11))
    assert (mixed[7] + nest.NodeCollection([1, 2, 6])[::2]).tolist() == [1, 2, 6, 8]
    assert len(mixed[3] + nest.NodeCollection([2])[::2]) == 2
    with pytest.raises(nest.NESTErrors.BadProperty):
        mixed[1] + mixed[::2]  # which does not show it, but the whole has it


def test_collections_from_ids(mixed):
    assert nest.NodeCollection(range(1, 9)) == mixed
    assert nest.NodeCollection(np.array([1.0, 2.0])) == mixed[:2]
    for ids, error in (
        ([9], nest.NESTErrors.UnknownNode),
        ([0], nest.NESTErrors.UnknownNode),
        ([2, 1], nest.NESTErrors.BadProperty),
        ([1, 1], nest.NESTErrors.BadProperty),
        ("ab", TypeError),
        (3, TypeError),
        (mixed, TypeError),
    ):
        with pytest.raises(error):
            nest.NodeCollection(ids)


def test_comparison_and_hash(mixed):
    assert mixed != mixed[:2]
    with pytest.raises(NotImplementedError):
        mixed == 1  # noqa: B015
    with pytest.raises(TypeError):
        hash(mixed)
    with pytest.raises(TypeError):
        mixed[0] in mixed  # noqa: B015


def test_a_reset_voids_collections(mixed):
    nest.ResetKernel()
    for use in (lambda: mixed[1:2], lambda: mixed + mixed, lambda: list(mixed)):
        with pytest.raises(nest.NESTError, match="InvalidNodeCollection"):
            use()
    with pytest.raises(nest.NESTErrors.UnknownNode):
        mixed.get("V_m")
    assert len(mixed) == 8


def test_a_million_nodes_cost_no_more_than_a_few():
    nodes = nest.Create("parrot_neuron", 1_000_000)
    part = nodes[10:900_000:3]
    assert len(part) == 299_997 and 11 in part and 12 not in part
    assert nodes.index(999_999) == 999_998
    assert (nodes[:500_000] + nodes[500_000:]) == nodes


def test_arrays_and_json(mixed):
    assert np.array(mixed).tolist() == mixed.tolist()
    assert np.asarray(mixed, dtype=float).dtype == float
    assert nest.to_json({"a": mixed[:2], "b": np.array([1.5])}) == '{"a": [1, 2], "b": [1.5]}'
    assert mixed._to_array() == {"All": mixed.tolist()}


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda nodes: pickle.loads(pickle.dumps(nodes))]
)
def test_collections_can_be_copied_and_pickled(duplicate):
    nodes = nest.Create("iaf_psc_alpha", 3) + nest.Create("iaf_psc_exp", 2)
    assert duplicate(nodes[1::2]) == nodes[1::2]
    assert duplicate(nodes[1::2]).tolist() == [2, 4]
    layer = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([2, 3]))
    for some in (layer, layer[2], layer[::2]):
        assert duplicate(some) == some
        assert nest.GetPosition(duplicate(some)) == nest.GetPosition(some)


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [
        (None, -3, IndexError),
        (0, -2, [1]),
        (-3, None, [1, 2, 3]),
        (-4, None, IndexError),
        (2, None, [3]),
        (3, None, IndexError),
        (None, 3, [1, 2, 3]),
        (None, 4, IndexError),
    ],
)
def test_how_far_the_ends_of_a_slice_may_reach(nest, start, stop, expected):
    nodes = nest.Create("iaf_psc_alpha", 3)
    if expected is IndexError:
        with pytest.raises(IndexError):
            nodes[start:stop]
    else:
        assert nodes[start:stop].tolist() == expected


def test_scattered_nodes_have_their_ranges_after_a_reset(nest):
    nodes = nest.Create("iaf_psc_alpha", 3) + nest.Create("iaf_psc_exp", 3)
    some = nodes[[0, 2, 3, 5]]
    nest.ResetKernel()
    assert str(some).count("model=") == 4 and len(some) == 4 and 3 in some


@pytest.mark.parametrize("positions", [[0], (0,), np.array([0])])
def test_an_empty_collection_has_no_first_node(nest, positions):
    with pytest.raises(nest.NESTErrors.UnknownNode):
        nest.NodeCollection()[positions]
    with pytest.raises(IndexError):
        nest.NodeCollection()[[7]]


@pytest.mark.parametrize("bounds", [slice(None, None, 2), slice(1, 9), slice(1, 7, 3)])
def test_positions_beyond_a_sliced_composite(nest, bounds):
    nodes = (nest.Create("iaf_psc_alpha", 7) + nest.Create("iaf_psc_exp", 5))[bounds]
    with pytest.raises(nest.NESTErrors.KernelException):
        nodes[[len(nodes)]]
    with pytest.raises(IndexError):
        nodes[len(nodes)]


def test_collections_of_before_a_reset_take_and_connect_nothing(nest):
    old = nest.Create("iaf_psc_alpha", 2)
    nest.ResetKernel()
    new = nest.Create("iaf_psc_alpha", 3)
    attempts = [
        lambda: old.set(V_m=1.0),
        lambda: setattr(old, "V_m", 1.0),
        lambda: nest.Connect(old, new),
        lambda: nest.Connect(new, old),
        lambda: nest.GetConnections(old),
        lambda: nest.Disconnect(old, new[:2]),
    ]
    for attempt in attempts:
        with pytest.raises(nest.NESTErrors.KernelException, match="ResetKernel"):
            attempt()
    assert nest.num_connections == 0 and new.V_m == (-70.0,) * 3
