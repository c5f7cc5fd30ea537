"""Defaults and copies of models."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.kernel import kernel

ERRORS = nest.NESTErrors


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


@pytest.mark.parametrize("model", sorted(kernel.models.nodes))
def test_defaults_are_those_of_a_node_and_five_more(model):
    defaults = nest.GetDefaults(model)
    node = nest.Create(model).get()
    more = {"available", "capacity", "elementsize", "instantiations", "type_id"}
    assert set(defaults) - set(node) == more
    assert list(defaults) == sorted(defaults)
    own = set(node) - {"global_id", "vp", "thread", "filenames"}
    if model == "weight_recorder":
        own -= {"senders", "targets"}  # nodes that defaults do not show
    assert repr({k: defaults[k] for k in own}) == repr({k: node[k] for k in own})
    assert (defaults["global_id"], defaults["vp"]) == (0, -1)


def test_get_defaults_forms():
    assert nest.GetDefaults("iaf_psc_alpha", "V_m") == -70.0
    assert nest.GetDefaults("iaf_psc_alpha", ["V_m", "C_m"]) == [-70.0, 250.0]
    assert nest.GetDefaults("iaf_psc_alpha", "V_m", output="json") == "-70.0"
    assert nest.GetDefaults("memory") == {"element_type": "recording_backend"}
    with pytest.raises(ERRORS.UnknownComponent, match="Did you mean 'iaf_psc_alpha'"):
        nest.GetDefaults("iaf_psc_alfa")
    with pytest.raises(KeyError):
        nest.GetDefaults("iaf_psc_alpha", "foo")


def test_defaults_do_not_change_existing_nodes():
    old = nest.Create("iaf_psc_alpha")
    nest.SetDefaults("iaf_psc_alpha", {"V_m": -10.0})
    nest.SetDefaults("iaf_psc_alpha", "tau_m", 5)
    new = nest.Create("iaf_psc_alpha")
    assert (old.V_m, new.V_m, new.tau_m) == (-70.0, -10.0, 5.0)
    nest.ResetKernel()
    assert nest.GetDefaults("iaf_psc_alpha", "V_m") == -70.0


@pytest.mark.parametrize(
    "params, error",
    [
        ({"foo": 1.0}, ERRORS.UnaccessedDictionaryEntry),
        ({"frozen": True}, ERRORS.UnaccessedDictionaryEntry),
        ({"tau_m": -1.0}, ERRORS.BadProperty),
        ({"V_m": [1.0, 2.0]}, ValueError),
        ({"V_m": nest.random.uniform()}, ValueError),
        ({"foo": [1.0]}, KeyError),
        (3, TypeError),
    ],
)
def test_set_defaults_refuses(params, error):
    before = repr(nest.GetDefaults("iaf_psc_alpha"))
    with pytest.raises(error):
        nest.SetDefaults("iaf_psc_alpha", params)
    assert repr(nest.GetDefaults("iaf_psc_alpha")) == before


def test_devices_keep_unknown_defaults_until_the_next_are_set():
    nest.SetDefaults("spike_recorder", {"foo": 1})
    assert nest.GetDefaults("spike_recorder", "foo") == 1
    assert "foo" not in nest.Create("spike_recorder").get()
    nest.SetDefaults("spike_recorder", {"label": "mine"})
    assert "foo" not in nest.GetDefaults("spike_recorder")


def test_copies_of_devices_share_unknown_defaults():
    nest.SetDefaults("spike_recorder", {"precision": 5})
    nest.CopyModel("spike_recorder", "mine")
    assert "precision" not in nest.GetDefaults("spike_recorder")
    nest.SetDefaults("mine", {"foo": 1})
    assert nest.GetDefaults("spike_recorder", "foo") == 1


def test_copies():
    nest.SetDefaults("iaf_psc_alpha", {"E_L": -65.3})
    nest.CopyModel("iaf_psc_alpha", "mine", {"tau_m": 3.0})
    nest.SetDefaults("iaf_psc_alpha", {"E_L": -70.0})
    node = nest.Create("mine")
    assert (node.model, node.tau_m, node.E_L) == ("mine", 3.0, -65.3)
    assert nest.GetDefaults("mine", "type_id") == "iaf_psc_alpha"
    assert (node.model_id, "mine" in nest.node_models) == (106, True)
    with pytest.raises(ERRORS.NewModelNameExists):
        nest.CopyModel("iaf_psc_alpha", "mine")
    with pytest.raises(ERRORS.UnknownModelName):
        nest.CopyModel("foo", "bar")
    with pytest.raises(ERRORS.UnaccessedDictionaryEntry):
        nest.CopyModel("iaf_psc_alpha", "other", {"foo": 1})
    assert "other" in nest.node_models
    nest.ResetKernel()
    assert "mine" not in nest.node_models


def test_bookkeeping_of_instances():
    nest.local_num_threads = 2
    nest.Create("iaf_psc_alpha", 5)
    defaults = nest.GetDefaults("iaf_psc_alpha")
    expected = {"capacity": [3, 3], "available": [1, 0], "instantiations": [2, 3]}
    for key, numbers in expected.items():
        assert np.array_equal(defaults[key], numbers)


def test_there_is_a_limit_to_synapse_models():
    room = nest.max_num_syn_models - len(nest.synapse_models)
    for k in range(room):
        nest.CopyModel("static_synapse", f"synapse_{k}")
    with pytest.raises(nest.NESTErrors.KernelException, match="Synapse model count exceeded"):
        nest.CopyModel("static_synapse", "one_too_many")
    assert len(nest.synapse_models) == nest.max_num_syn_models


def test_synapse_defaults_have_an_empty_weight_recorder():
    assert len(nest.GetDefaults("static_synapse", "weight_recorder")) == 0
    assert list(nest.GetDefaults("stdp_synapse"))[-1] == "weight_recorder"
    with pytest.raises(ERRORS.BadProperty, match="weight_recorder"):
        nest.SetDefaults("static_synapse", {"weight_recorder": nest.Create("spike_recorder")})


def test_entries_a_device_does_not_know_are_shown_as_plain_numbers():
    nest.SetDefaults("dc_generator", {"future": np.float64(2.5), "recordables": 1})
    shown = nest.GetDefaults("dc_generator")
    assert type(shown["future"]) is float
    assert shown["recordables"] == ["I"]
