"""Proposals: conversion, bases, checks and vectors."""

import numpy as np
import pytest

from nestlike.kernel.datatypes import require_known_type
from nestlike.kernel.errors import BadProperty, TypeMismatch, UnaccessedDictionaryEntry
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.node_assignment import assign
from nestlike.kernel.nodes.node_keys import Integers, Names
from nestlike.kernel.nodes.node_table import NodeTable
from nestlike.kernel.nodes.registry import ModelEntry
from nestlike.kernel.random.engines import Engines
from nestlike.models.declaration import Check, Neuron, Parameter, State, positive


class cell(Neuron):
    """A neuron with a parameter of every kind."""

    parameters = {
        "base": Parameter(-70.0),
        "level": Parameter(-55.0, relative_to="base"),
        "tau": Parameter(10.0),
        "flag": Parameter(False),
        "count": Parameter(3),
        "vector": Parameter((1.0, 2.0)),
        "numbers": Parameter(Integers((1, 2))),
        "names": Parameter(Names(("a",))),
        "fixed": Parameter(1.0, readonly=True),
        "secret": Parameter(1.0, hidden=True),
    }
    state = {"x": State(-70.0, relative_to="base"), "currents": State((0.0, 0.0))}
    checks = (
        *positive("tau"),
        Check(lambda tau, count: tau > count and count > 0, "tau must be above count."),
    )

    @classmethod
    def adjust(cls, values, given):
        """Keep as many currents as there are elements in the vector."""
        if "vector" in given:
            values["currents"] = (0.5,) * len(values["vector"])


@pytest.fixture
def table():
    nodes = NodeTable()
    nodes.create(ModelEntry("cell", cell, 0), 6, 2)
    return nodes


def put(table, *given, ids=range(1, 7)):
    assign(table, Engines(1, 2), np.array(list(ids)), list(given))


def read(table, key):
    population = table.populations[0]
    ids = np.arange(1, 7)
    result = [None] * 6
    for where, block, ks in population.locate(ids):
        for i, value in zip(where, node_status.values(block, ks, key), strict=True):
            result[i] = value
    return result


def test_every_kind_reads_as_users_see_it(table):
    block = table.populations[0].blocks[0]
    shown = node_status.dictionary(block, 0)
    assert (shown["flag"], shown["count"], shown["names"]) == (False, 3, ["a"])
    assert shown["vector"].dtype == np.float64 and shown["numbers"].dtype == np.int64
    assert "secret" not in shown and shown["fixed"] == 1.0
    shown["names"].append("b")
    assert node_status.value(block, 0, "names") == ["a"]


def test_a_value_for_each_node(table):
    put(table, *({"tau": 20.0 + i, "x": -60.0 - i} for i in range(6)))
    assert read(table, "tau") == [20.0 + i for i in range(6)]
    assert read(table, "x") == [(-60.0 - i - -70.0) + -70.0 for i in range(6)]


def test_the_base_moves_and_levels_stay(table):
    put(table, {"base": -64.3}, ids=[1, 4])
    expected = (15.0 - (-64.3 - -70.0)) + -64.3
    assert read(table, "level") == [expected, -55.0, -55.0, expected, -55.0, -55.0]


@pytest.mark.parametrize(
    "given, error",
    [
        ({"tau": -1.0}, BadProperty),
        ({"tau": 2.0}, BadProperty),
        ({"flag": 1}, TypeMismatch),
        ({"count": 1.5}, TypeMismatch),
        ({"numbers": [1.5]}, TypeMismatch),
        ({"names": ["a", 1]}, AttributeError),
        ({"vector": 1.0}, TypeMismatch),
        ({"fixed": 2.0}, UnaccessedDictionaryEntry),
        ({"secret": 2.0}, UnaccessedDictionaryEntry),
        ({"nothing": 2.0}, UnaccessedDictionaryEntry),
    ],
)
def test_refusals_change_nothing(table, given, error):
    before = [read(table, key) for key in ("tau", "level", "flag", "count", "names")]
    with pytest.raises(error):
        put(table, {"level": -50.0, **given})
    assert [read(table, key) for key in ("tau", "level", "flag", "count", "names")] == before


def test_the_first_bad_node_is_named(table):
    with pytest.raises(BadProperty, match="'cell' with node ID 4: tau must be"):
        put(table, *({"tau": 2.0 if i == 3 else 9.0} for i in range(6)))


def test_adjust_completes_values(table):
    put(table, {"vector": [1.0, 2.0, 3.0]})
    assert [c.tolist() for c in read(table, "currents")] == [[0.5] * 3] * 6


def test_frozen(table):
    put(table, {"frozen": True}, ids=[2])
    assert read(table, "frozen") == [False, True, False, False, False, False]


def test_defaults_show_lists_of_what_devices_do_not_know_as_arrays(nest):
    nest.SetDefaults("poisson_generator", {"element_type": [1.0, 2.0]})
    shown = nest.GetDefaults("poisson_generator", "element_type")
    assert isinstance(shown, np.ndarray)
    assert shown.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("elements", "error"),
    [
        ([1.5, None], TypeError),
        ([1, "a"], TypeError),
        ([True, None], TypeError),
        (["a", 1.5], AttributeError),
        ([None], AttributeError),
        ((None, 1.0), AttributeError),
        ([object()], AttributeError),
        ([], None),
        ([1, 2.5, True], None),
        ([[1], 2], None),
        (["a", "b"], None),
    ],
)
def test_the_first_element_says_what_a_list_may_hold(elements, error):
    if error is None:
        require_known_type("name", elements)
        return
    with pytest.raises(error):
        require_known_type("name", elements)
