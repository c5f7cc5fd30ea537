"""Reading, changing, printing and comparing connections."""

import numpy as np
import pytest


@pytest.fixture
def four(nest):
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes)
    return nest.GetConnections()


def test_get_of_one_connection(nest):
    node = nest.Create("iaf_psc_alpha")
    nest.Connect(node, node)
    assert nest.GetConnections().get() == {
        "delay": 1.0,
        "port": 0,
        "receptor": 0,
        "sizeof": 32,
        "source": 1,
        "synapse_id": 29,
        "synapse_model": "static_synapse",
        "target": 1,
        "target_thread": 0,
        "weight": 1.0,
    }
    assert list(nest.GetConnections().get())[0] == "delay"


def test_get_of_several_gives_lists(four):
    assert four.get("source") == [1, 1, 2, 2]
    assert four.get(["port", "weight"]) == {"port": [0, 1, 2, 3], "weight": [1.0] * 4}


def test_unknown_names(four):
    assert four.get("foo") == []
    with pytest.raises(KeyError):
        four.get(["foo"])
    with pytest.raises(KeyError):
        four[0].get("foo")
    with pytest.raises(TypeError):
        four.get(3)


def test_different_models_leave_gaps(nest, four):
    nest.Connect(nest.NodeCollection([1]), nest.NodeCollection([2]), syn_spec="stdp_synapse")
    both = nest.GetConnections()
    assert both.get("Wmax") == [None] * 4 + [100.0]
    assert both.get()["tau_plus"] == [None] * 4 + [20.0]


def test_set_one_value_or_one_each(four):
    four.weight = [1.0, 2.0, 3.0, 4.0]
    four.set(delay=2.5)
    assert four.weight == [1.0, 2.0, 3.0, 4.0] and four.delay == [2.5] * 4
    four[1].set({"weight": 7})
    assert four.weight == [1.0, 7.0, 3.0, 4.0]
    four.set([{"weight": float(w)} for w in range(4)])
    assert four.weight == [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"foo": 1.0}, "UnaccessedDictionaryEntry"),
        ({"source": 1}, "UnaccessedDictionaryEntry"),
        ({"weight": "x"}, "TypeMismatch"),
        ({"delay": 0.0}, "BadDelay"),
        ({"weight": [1.0, 2.0]}, IndexError),
        ([{}], TypeError),
    ],
)
def test_refused_values_change_nothing(nest, four, params, error):
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error):
        four.set(params)
    assert four.get(["weight", "delay"]) == {"weight": [1.0] * 4, "delay": [1.0] * 4}


def test_printed_table(four):
    assert str(four[:2]) == (
        " source   target   synapse model   weight   delay \n"
        "-------- -------- --------------- -------- -------\n"
        "      1        1  static_synapse    1.000   1.000\n"
        "      1        2  static_synapse    1.000   1.000"
    )


def test_long_tables_are_abbreviated(nest):
    nodes = nest.Create("iaf_psc_alpha", 7)
    nest.Connect(nodes, nodes)
    connections = nest.GetConnections()
    assert len(str(connections).splitlines()) == 2 + 31
    connections.print_full = True
    assert len(str(connections).splitlines()) == 2 + 49


def test_empty(nest):
    nothing = nest.GetConnections()
    assert str(nothing) == "The synapse collection does not contain any connections."
    assert (nothing.get(), nothing.get("weight"), len(nothing)) == ({}, (), 0)
    nothing.set(weight=1.0)


def test_sequence(four):
    assert [connection.target for connection in four] == [1, 2, 1, 2]
    assert four[::2].source == [1, 2] and four[-1].get(["source"]) == {"source": 2}
    assert list(four.sources()) == [1, 1, 2, 2] and list(four[0].targets()) == [1]
    with pytest.raises(IndexError):
        four[4]


def test_equality(nest, four):
    assert four == nest.GetConnections() and not four == four[:2]
    with pytest.raises(NotImplementedError):
        four == 1  # noqa: B015
    with pytest.raises(TypeError):
        hash(four)


def test_collections_of_a_former_kernel_are_empty(nest, four):
    nest.ResetKernel()
    assert four.get() == {}


def test_a_million_weights(nest):
    nodes = nest.Create("iaf_psc_alpha", 1000)
    nest.Connect(nodes, nodes, syn_spec={"weight": np.arange(1e6).reshape(1000, 1000)})
    weights = nest.GetConnections().get("weight")
    assert len(weights) == 1_000_000 and weights[:3] == [0.0, 1000.0, 2000.0]
