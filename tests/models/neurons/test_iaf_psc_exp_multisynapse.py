"""iaf_psc_exp_multisynapse: receptors by the entries of tau_syn."""

import numpy as np
import pytest

import nestlike as nest

MODEL = "iaf_psc_exp_multisynapse"


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def test_the_length_of_tau_syn_is_the_number_of_receptors():
    node = nest.Create(MODEL, params={"tau_syn": [1.0, 2.0, 3.0]})
    assert node.n_synapses == 3
    assert list(node.recordables) == ["I_syn", "I_syn_1", "I_syn_2", "I_syn_3", "V_m"]
    with pytest.raises(nest.NESTErrors.UnaccessedDictionaryEntry):
        node.n_synapses = 2


@pytest.mark.parametrize("port", [0, 3])
def test_a_port_must_exist(port):
    node = nest.Create(MODEL, params={"tau_syn": [1.0, 2.0]})
    with pytest.raises(nest.NESTErrors.IncompatibleReceptorType):
        nest.Connect(nest.Create("parrot_neuron"), node, syn_spec={"receptor_type": port})


def test_the_number_of_receptors_is_fixed_by_connections():
    node = nest.Create(MODEL, params={"tau_syn": [1.0, 2.0]})
    nest.Connect(nest.Create("parrot_neuron"), node, syn_spec={"receptor_type": 1})
    node.tau_syn = [3.0, 4.0]
    with pytest.raises(nest.NESTErrors.BadProperty, match="has connections"):
        node.tau_syn = [3.0]


@pytest.mark.parametrize("tau", [0.0, -1.0, 10.0])
def test_time_constants_are_positive_and_not_that_of_the_membrane(tau):
    node = nest.Create(MODEL)
    with pytest.raises(nest.NESTErrors.BadProperty):
        node.tau_syn = [1.0, tau]


def test_the_membrane_may_take_the_time_constant_of_a_synapse():
    node = nest.Create(MODEL)
    node.tau_m = 2.0  # NEST asks only when `tau_syn` is set
    nest.Simulate(1.0)
    assert node.V_m == -70.0


def test_currents_decay_each_with_its_own_time_constant():
    node = nest.Create(MODEL, params={"tau_syn": [1.0, 4.0]})
    generator = nest.Create("spike_generator", {"spike_times": [1.0]})
    for receptor in (1, 2):
        synapse = {"weight": 10.0, "receptor_type": receptor}
        nest.Connect(generator, node, syn_spec=synapse)
    names = ["I_syn", "I_syn_1", "I_syn_2"]
    meter = nest.Create("multimeter", {"record_from": names, "interval": 1.0})
    nest.Connect(meter, node)
    nest.Simulate(6.0)
    total, fast, slow = (meter.events[name][1:] for name in names)
    assert np.allclose(fast, 10.0 * np.exp(-np.arange(len(fast))))
    assert np.allclose(slow, 10.0 * np.exp(-np.arange(len(slow)) / 4.0))
    assert (total == fast + slow).all()
