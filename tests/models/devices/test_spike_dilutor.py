"""spike_dilutor: copies of spikes, single process, and what it shows of what it was given."""

import pytest

TIMES = {"spike_times": [2.0, 5.0], "spike_multiplicities": [1000, 1000]}


def diluted(nest, generator=None, **parameters):
    generator = nest.Create("spike_generator", params={**TIMES, **(generator or {})})
    dilutor = nest.Create("spike_dilutor", params=parameters)
    recorders = nest.Create("spike_recorder", 2)
    nest.Connect(generator, dilutor)
    nest.Connect(dilutor, recorders)
    nest.Simulate(10.0)
    return recorders


@pytest.mark.parametrize(("p_copy", "expected"), [(1.0, 2000), (0.0, 0), (0.3, 600)])
def test_each_target_gets_its_own_copies(nest, p_copy, expected):
    recorders = diluted(nest, p_copy=p_copy)
    assert recorders[0].n_events == pytest.approx(expected, abs=100 * (0 < p_copy < 1))
    assert set(recorders[0].events["times"]) == ({3.0, 6.0} if expected else set())
    assert (recorders[0].n_events == recorders[1].n_events) == (p_copy != 0.3)


def test_what_arrives_during_a_pause_comes_around_again(nest):
    recorders = diluted(nest, start=4.0)
    # It is active in slices that begin after 4 ms; delays are 1 ms, so those of 3 ms come at 7 ms.
    assert sorted(set(recorders[0].events["times"])) == pytest.approx([6.0, 7.0])


def test_it_takes_spikes_of_neurons_with_their_delays(nest):
    parrot, dilutor = nest.Create("parrot_neuron"), nest.Create("spike_dilutor")
    recorder = nest.Create("spike_recorder")
    nest.Connect(nest.Create("spike_generator", params={"spike_times": [1.0]}), parrot)
    for delay in (1.0, 2.5):
        nest.Connect(parrot, dilutor, syn_spec={"delay": delay})
    nest.Connect(dilutor, recorder)
    nest.Simulate(10.0)
    assert recorder.events["times"].tolist() == pytest.approx([3.0, 4.5])


def test_it_works_on_one_process_only(nest):
    nest.local_num_threads = 2
    nest.Create("spike_dilutor")
    for _ in range(2):
        with pytest.raises(nest.NESTErrors.KernelException, match="multiple threads"):
            nest.Simulate(1.0)
    assert nest.biological_time == 0.0


def test_it_shows_whatever_it_was_given_last(nest):
    first, second = nest.Create("spike_dilutor", 2)
    first.set(foo=3, global_id=7)
    # NEST keeps one dictionary for all nodes of a model.
    assert (first.foo, second.foo, second.global_id) == (3, 3, 7)
    second.p_copy = 0.5
    assert "foo" not in first.get()
    assert second.global_id == 2


@pytest.mark.parametrize("refused", [{"p_copy": 1.1}, {"p_copy": -0.1}])
def test_refused(nest, refused):
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.Create("spike_dilutor", params=refused)


def test_what_can_be_connected_to_it(nest):
    dilutor = nest.Create("spike_dilutor")
    with pytest.raises(nest.NESTErrors.UnknownReceptorType):
        nest.Connect(nest.Create("parrot_neuron"), dilutor, syn_spec={"receptor_type": 1})
    for synapse in ("static_synapse", "bernoulli_synapse"):
        nest.Connect(nest.Create("parrot_neuron"), dilutor, syn_spec={"synapse_model": synapse})
    for source, synapse in (
        ("dc_generator", "static_synapse"),
        ("multimeter", "static_synapse"),
        ("parrot_neuron", "stdp_synapse"),
        ("poisson_generator", "bernoulli_synapse"),
    ):
        with pytest.raises(nest.NESTErrors.IllegalConnection):
            nest.Connect(nest.Create(source), dilutor, syn_spec={"synapse_model": synapse})
