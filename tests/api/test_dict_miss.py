"""Entries that nobody asked for: an error, or passed over with ``dict_miss_is_error=False``."""

import pytest

CALLS = {
    "nodes": lambda nest, n: n.set(foo=1.0, V_m=-60.0),
    "node defaults": lambda nest, n: nest.CopyModel("iaf_psc_alpha", "copy", {"foo": 1.0}),
    "synapse defaults": lambda nest, n: nest.CopyModel("static_synapse", "syn", {"foo": 1.0}),
    "synapse specification": lambda nest, n: nest.Connect(n, n, "one_to_one", {"foo": 1.0}),
    "rule": lambda nest, n: nest.Connect(n, n, {"rule": "one_to_one", "foo": 1.0}),
    "connections": lambda nest, n: nest.Connect(n, n) or nest.GetConnections().set(foo=1.0),
    "parameter": lambda nest, n: nest.CreateParameter("uniform", {"foo": 1.0}),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_unknown_entries_are_refused_unless_misses_are_no_error(nest, call):
    with pytest.raises(nest.NESTErrors.UnaccessedDictionaryEntry, match="foo"):
        call(nest, nest.Create("iaf_psc_alpha"))
    nest.ResetKernel()
    nest.dict_miss_is_error = False
    call(nest, nest.Create("iaf_psc_alpha"))


def test_known_entries_beside_a_passed_over_one_are_set(nest):
    nest.dict_miss_is_error = False
    neuron = nest.Create("iaf_psc_alpha")
    neuron.set(foo=1.0, V_m=-60.0)
    assert neuron.V_m == -60.0
