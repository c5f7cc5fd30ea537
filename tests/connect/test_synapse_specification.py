"""What a synapse specification may say, and how delays are treated."""

import numpy as np
import pytest

REFUSED = [
    ({"foo": 1.0}, "UnaccessedDictionaryEntry", "foo"),
    ({"synapse_model": "static_synaps"}, "UnknownSynapseType", "static_synapse"),
    ({"synapse_model": "static_synapse_hom_w", "weight": 1.0}, "NotImplemented", "weight"),
    ({"weight": True}, "BadProperty", "bool"),
    ({"weight": "x"}, "BadProperty", "str"),
    ({"delay": 0.0}, "BadDelay", "resolution"),
    ({"receptor_type": 1}, "UnknownReceptorType", "Receptor type 1"),
    ({"receptor_type": 1.0}, RuntimeError, "receptor_type"),
    ({"synapse_label": 4}, "UnaccessedDictionaryEntry", "synapse_label"),
    ({"synapse_model": "stdp_synapse", "Kplus": -1.0}, "BadProperty", "Kplus"),
    ({"synapse_model": "stdp_synapse", "weight": -1.0, "Wmax": 1.0}, "BadProperty", "sign"),
    ([{}], TypeError, "syn_spec"),
    ({"weight": [1.0, 2.0]}, TypeError, "One-dimensional"),
    ({"weight": [[1.0, 2.0]]}, ValueError, "3x3"),
]


@pytest.mark.parametrize(("syn_spec", "error", "words"), REFUSED)
def test_refused_specifications_leave_no_connection(nest, syn_spec, error, words):
    nodes = nest.Create("iaf_psc_alpha", 3)
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error, match=words):
        nest.Connect(nodes, nodes, "all_to_all", syn_spec)
    assert nest.num_connections == 0


@pytest.mark.parametrize(("given", "kept"), [(1.26, 1.3), (1.25, 1.3), (1.24, 12 * 0.1), (2, 2.0)])
def test_delays_are_rounded_to_the_nearest_step(nest, given, kept):
    node = nest.Create("iaf_psc_alpha")
    nest.Connect(node, node, syn_spec={"delay": given})
    assert nest.GetConnections().delay == kept


def test_connections_widen_the_delay_limits(nest):
    node = nest.Create("iaf_psc_alpha")
    nest.Connect(node, node, syn_spec={"delay": 0.5})
    nest.Connect(node, node, syn_spec={"delay": 3.0})
    assert (nest.min_delay, nest.max_delay) == (0.5, 3.0)


def test_limits_of_the_user_hold(nest):
    nest.set(min_delay=1.0, max_delay=2.0)
    node = nest.Create("iaf_psc_alpha")
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(node, node, syn_spec={"delay": 0.5})
    nest.Connect(node, node, syn_spec={"delay": 1.5})
    assert (nest.min_delay, nest.max_delay) == (1.0, 2.0)


def test_the_default_delay_is_rounded_up_at_another_resolution(nest):
    nest.resolution = 0.3
    node = nest.Create("iaf_psc_alpha")
    nest.Connect(node, node)
    assert nest.GetConnections().delay == pytest.approx(1.2, abs=1e-12)


def test_nan_means_the_default(nest):
    node = nest.Create("iaf_psc_alpha")
    nest.Connect(node, node, syn_spec={"weight": float("nan"), "delay": float("nan")})
    connection = nest.GetConnections()
    assert (connection.weight, connection.delay) == (1.0, 1.0)


def test_the_user_s_specification_stays_as_it_is(nest):
    nodes = nest.Create("iaf_psc_alpha", 2)
    syn_spec = {"weight": [1.0, 2.0]}
    nest.Connect(nodes, nodes, "one_to_one", syn_spec)
    assert syn_spec == {"weight": [1.0, 2.0]}


@pytest.mark.parametrize("delay", [float("inf"), 1e300, -1e300])
def test_delays_beyond_all_steps_are_refused(nest, delay):
    nodes = nest.Create("iaf_psc_alpha", 2)
    for value in (delay, [[delay, 1.0], [1.0, 1.0]]):
        with pytest.raises(nest.NESTErrors.BadDelay):
            nest.Connect(nodes, nodes, "all_to_all", {"delay": value})


@pytest.mark.parametrize(
    ("weight", "error"),
    [
        (None, AttributeError),
        (np.array([True, False]), AttributeError),
        (["a", "b"], AttributeError),
        (np.ones((2, 2, 1)), TypeError),
        ("a", "BadProperty"),
        ({"a": 1.0}, "BadProperty"),
    ],
)
def test_values_of_unknown_types_are_refused(nest, weight, error):
    nodes = nest.Create("iaf_psc_alpha", 2)
    error = getattr(nest.NESTErrors, error) if isinstance(error, str) else error
    with pytest.raises(error):
        nest.Connect(nodes, nodes, "one_to_one", {"weight": weight})


def test_arrays_of_ids_take_weights_and_delays_in_arrays_only(nest):
    nest.Create("iaf_psc_alpha", 2)
    for name in ("weight", "delay"):
        with pytest.raises(TypeError, match=name):
            nest.Connect([1, 2, 2], [1, 1, 2], "one_to_one", {name: 2.0})
