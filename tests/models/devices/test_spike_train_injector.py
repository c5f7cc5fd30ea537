"""spike_train_injector: what distinguishes it from a spike_generator."""

import numpy as np
import pytest


def test_it_is_a_neuron_to_users(nest):
    injector = nest.Create("spike_train_injector")
    assert injector.element_type == "neuron"
    assert {"label", "stimulus_source", "spike_weights", "Ca"}.isdisjoint(injector.get())
    with pytest.raises(nest.NESTErrors.UnaccessedDictionaryEntry):
        injector.label = "x"
    with pytest.raises(nest.NESTErrors.UnaccessedDictionaryEntry):
        nest.SetDefaults("spike_train_injector", {"elementsize": 1})


def test_it_takes_several_synapse_models(nest):
    injector = nest.Create("spike_train_injector", params={"spike_times": [1.0, 2.0]})
    parrot = nest.Create("parrot_neuron")
    for model in ("static_synapse", "stdp_synapse"):
        nest.Connect(injector, parrot, syn_spec={"synapse_model": model})
    recorder = nest.Create("spike_recorder")
    nest.Connect(parrot, recorder)
    nest.Simulate(5.0)
    assert recorder.events["times"].tolist() == [2.0, 2.0, 3.0, 3.0]
    assert nest.local_spike_counter == 2 + 4


def test_nothing_can_be_connected_to_it(nest):
    injector = nest.Create("spike_train_injector")
    for model in ("parrot_neuron", "spike_train_injector", "dc_generator", "multimeter"):
        with pytest.raises(nest.NESTErrors.IllegalConnection):
            nest.Connect(nest.Create(model), injector)


def test_precise_times_make_the_kernel_spike_off_the_grid(nest):
    injector = nest.Create("spike_train_injector", 2)
    injector[1].set(precise_times=True, spike_times=[1.03, 1.07], spike_multiplicities=[1, 2])
    recorder = nest.Create("spike_recorder")
    nest.Connect(injector, recorder)
    assert not nest.off_grid_spiking
    nest.Simulate(2.0)
    assert nest.off_grid_spiking
    assert recorder.events["times"].tolist() == pytest.approx([1.03, 1.07, 1.07])
    nest.ResetKernel()
    assert not nest.off_grid_spiking


def test_spikes_off_the_grid_arrive_last(nest):
    # 1e13 swallows the 1.0 unless it arrives after the difference has been taken.
    injectors = nest.Create("spike_train_injector", 3, params={"spike_times": [1.0]})
    injectors[1].set(spike_times=[1.0], precise_times=True)
    cell = nest.Create("iaf_psc_delta", params={"V_th": 1e30, "E_L": 0.0, "V_m": 0.0})
    for injector, weight in zip(injectors, (1e17, 1.0, -1e17), strict=True):
        nest.Connect(injector, cell, syn_spec={"weight": weight})
    nest.Simulate(2.0)
    assert cell.V_m == 1.0


def test_entries_left_from_a_longer_list_are_passed_over(nest):
    injectors = nest.Create(
        "spike_train_injector",
        2,
        params={"spike_times": [1.0, 2.0, 3.0], "spike_multiplicities": [1, 2, 3]},
    )
    injectors[0].spike_times = [1.5]
    recorder = nest.Create("spike_recorder")
    nest.Connect(injectors, recorder)
    nest.Simulate(4.0)
    times = recorder.events["times"]
    assert np.sort(times).tolist() == [1.0, 1.5, 2.0, 2.0, 3.0, 3.0, 3.0]


def test_the_origin_starts_the_times_over(nest):
    injector = nest.Create("spike_train_injector", params={"spike_times": [1.0, 3.0, 5.0]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(injector, recorder)
    nest.Simulate(4.0)
    injector.origin = 5.0
    nest.Simulate(10.0)
    assert recorder.events["times"].tolist() == [1.0, 3.0, 6.0, 8.0, 10.0]


def test_spikes_that_become_precise_within_a_run_reach_neurons_after_the_next_prepare(nest):
    injector = nest.Create("spike_train_injector", params={"spike_times": [11.2]})
    parrot, heard, sent = (
        nest.Create(model) for model in ("parrot_neuron", *["spike_recorder"] * 2)
    )
    nest.Connect(injector, parrot)
    nest.Connect(parrot, heard)
    nest.Connect(injector, sent)
    nest.Prepare()
    nest.Run(5.0)
    injector.set(precise_times=True, spike_times=[6.05, 9.68, 11.05, 11.72, 12.31])
    nest.Run(6.8)
    assert not nest.off_grid_spiking
    nest.Cleanup()
    nest.Simulate(5.0)
    assert nest.off_grid_spiking
    assert sent.events["times"].tolist() == [6.05, 9.68, 11.05, 11.72, 12.31]
    # Those sent in slices that ended before Prepare are lost, as in NEST.
    assert heard.events["times"].tolist() == [12.1, 12.8, 13.4]
