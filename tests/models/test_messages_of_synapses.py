"""Messages about illegal values name the one value, however many connections there are."""

import pytest

MANY = 400


@pytest.mark.parametrize(
    ("model", "name", "legal", "wrong", "shown"),
    [
        ("stdp_synapse", "Wmax", 100.0, -5.0, "same sign.* not 1.0 and -5.0"),
        ("stdp_synapse", "Kplus", 1.0, -3.0, "non-negative, not -3.0"),
        ("bernoulli_synapse", "p_transmit", 0.5, 3.0, r"in \[0, 1\], not 3.0"),
        ("quantal_stp_synapse", "U", 0.5, 3.0, r"'U' must be in \[0, 1\], not 3.0"),
        ("quantal_stp_synapse", "tau_rec", 9.0, 0.0, "'tau_rec' must be > 0, not 0.0"),
        ("quantal_stp_synapse", "tau_fac", 9.0, -1.0, "'tau_fac' must be >= 0, not -1.0"),
        ("static_synapse_lbl", "synapse_label", 5, -3, "synapse_label is -3"),
    ],
)
def test_a_message_names_the_value(nest, model, name, legal, wrong, shown):
    nodes = nest.Create("iaf_psc_alpha", 20)
    nest.Connect(nodes, nodes, syn_spec=model)
    values = [legal] * (MANY - 2) + [wrong, wrong]
    with pytest.raises(nest.NESTErrors.BadProperty, match=shown) as caught:
        nest.GetConnections().set(**{name: values})
    assert len(str(caught.value)) < 120


def test_a_message_names_the_entry_of_a_vector(nest):
    with pytest.raises(nest.NESTErrors.BadProperty, match=r"\(tau_syn\[300\] = -1.0\)"):
        nest.Create("iaf_psc_exp_multisynapse", params={"tau_syn": [1.0] * 300 + [-1.0]})
