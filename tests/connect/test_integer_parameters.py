"""Synapse parameters that are integers: quantal_stp_synapse has two, all have receptor_type."""

import numpy as np
import pytest

import nestlike as nest

SITES = "quantal_stp_synapse"


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def connected(rule="all_to_all", **synapse):
    nodes = nest.Create("parrot_neuron", 3)
    nest.Connect(nodes, nodes, rule, {"synapse_model": SITES, **synapse})
    return nest.GetConnections()


@pytest.mark.parametrize("value", [2.5, 2.0, [1.0, 2.0, 3.0], np.ones(3)])
def test_floats_are_no_integers(value):
    with pytest.raises(RuntimeError):
        connected("one_to_one", n=value)
    if isinstance(value, float):
        with pytest.raises(RuntimeError):
            nest.SetDefaults(SITES, {"n": value})
        with pytest.raises(RuntimeError):
            connected().set(n=value)


@pytest.mark.parametrize("value", [2**31, [1, 2, 2**33]])
def test_integers_have_32_bits(value):
    with pytest.raises(IndexError):
        connected("one_to_one", n=value)


@pytest.mark.parametrize(
    "make, values",
    [
        (lambda: nest.random.uniform_int(4), {0, 1, 2, 3}),
        (lambda: nest.random.uniform_int(4) / 2, {0, 1}),
        (lambda: 1 + 2 * nest.random.uniform_int(2), {1, 3}),
        (lambda: nest.random.uniform() > 0.5, {0, 1}),
        (lambda: nest.math.max(nest.random.uniform_int(4), 2), {2, 3}),
        (lambda: nest.random.uniform_int(3) ** 2, {0, 1, 4}),
        (lambda: nest.logic.conditional(nest.random.uniform() > 0.5, 3, 4), {3, 4}),
    ],
)
def test_random_integers_stay_integers_as_far_as_nest_knows(make, values):
    found = connected(n=make()).n
    assert {type(n) for n in found} == {int}
    assert set(found) <= values


@pytest.mark.parametrize(
    "make",
    [
        lambda: nest.random.uniform(0.0, 4.0),
        lambda: nest.random.uniform_int(4) * 2.5,
        lambda: nest.math.min(nest.random.uniform_int(4), 2.5),
        lambda: nest.math.redraw(nest.random.uniform_int(4), 0, 2),
        lambda: nest.math.exp(nest.random.uniform_int(4)),
        lambda: nest.logic.conditional(nest.random.uniform() > 0.5, 3, 4.5),
    ],
)
def test_other_random_values_are_refused(make):
    for name in ("n", "receptor_type"):
        with pytest.raises(RuntimeError):
            connected(**{name: make()})


def test_random_receptors():
    cells = nest.Create("iaf_psc_exp_multisynapse", 40, {"tau_syn": [1.0, 2.0, 3.0]})
    receptor = nest.random.uniform_int(3) + 1
    nest.Connect(cells, cells, syn_spec={"receptor_type": receptor})
    assert set(nest.GetConnections().receptor) == {1, 2, 3}


def test_negative_receptors_and_labels():
    nodes = nest.Create("parrot_neuron", 2)
    with pytest.raises(IndexError):
        nest.Connect(nodes, nodes, syn_spec={"receptor_type": -1})
    with pytest.raises(IndexError):
        nest.SetDefaults("static_synapse", {"receptor_type": -1})
    with pytest.raises(RuntimeError):
        nest.SetDefaults("static_synapse_lbl", {"synapse_label": 2.5})
    with pytest.raises(nest.NESTErrors.BadProperty):
        spec = {"synapse_model": "static_synapse_lbl", "synapse_label": -1}
        nest.Connect(nodes, nodes, syn_spec=spec)


def test_parameters_of_integers_lose_their_fractions_but_weights_do_not(nest):
    nodes = nest.Create("iaf_psc_alpha", 3)
    roots = nest.random.uniform_int(50) ** 0.5
    synapse = {"synapse_model": "stdp_synapse", "weight": roots, "Wmax": 1.0 + roots}
    nest.Connect(nodes, nodes, "all_to_all", synapse)
    facts = nest.GetConnections().get(["weight", "Wmax"])
    assert all(value.is_integer() for value in facts["Wmax"])
    assert not all(value.is_integer() for value in facts["weight"])
