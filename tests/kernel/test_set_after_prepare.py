"""What is set between Prepare and Run: parameters are followed, what derives from them is not."""

import numpy as np
import pytest


@pytest.fixture
def neurons(nest):
    return nest.Create("iaf_psc_alpha", 3, params={"I_e": 100.0})


@pytest.fixture
def meter(nest, neurons):
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.1})
    nest.Connect(meter, neurons)
    return meter


def traces(meter):
    """Return the potentials of the three neurons, (neuron, sample)."""
    events = meter.events
    order = np.lexsort((events["times"], events["senders"]))
    return events["V_m"][order].reshape(3, -1)


def test_a_current_takes_effect(nest, neurons, meter):
    with nest.RunManager():
        nest.Run(10.0)
        neurons[1].I_e = 300.0
        nest.Run(10.0)
    first, second, third = traces(meter)
    np.testing.assert_array_equal(first, third)
    np.testing.assert_array_equal(first[:99], second[:99])
    assert (second[100:] > first[100:]).all()


def test_a_time_constant_waits_for_the_next_prepare(nest, neurons, meter):
    with nest.RunManager():
        nest.Run(10.0)
        neurons[1].tau_m = 3.0
        nest.Run(10.0)
    nest.Simulate(10.0)
    first, second, _ = traces(meter)
    np.testing.assert_array_equal(first[:199], second[:199])
    assert not np.array_equal(first[199:], second[199:])


def test_a_neuron_can_be_frozen_and_thawed(nest, neurons):
    with nest.RunManager():
        nest.Run(10.0)
        neurons[1].frozen = True
        nest.Run(10.0)
        assert neurons[1].V_m < neurons[0].V_m
        neurons[1].frozen = False
        nest.Run(10.0)
    assert neurons[1].V_m > -70.0


def test_vectors_that_derive_from_parameters_keep_their_lengths(nest):
    neurons = nest.Create("iaf_psc_exp_multisynapse", 2, params={"tau_syn": [2.0, 5.0]})
    with nest.RunManager():
        nest.Run(1.0)
        neurons[1].set(V_reset=-80.0, tau_syn=[1.0, 9.0])
        nest.Run(1.0)
    np.testing.assert_array_equal(neurons[1].tau_syn, [1.0, 9.0])
