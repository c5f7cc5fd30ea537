"""volume_transmitter: every replica gets all spikes, and forgets them when an interval is over."""

import pytest

import nestlike as nest
from nestlike.kernel import kernel


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    nest.ResetKernel()


def collected(vp, node=0):
    """Return the (times, multiplicities) that a replica of the first nodes has collected."""
    volume = kernel.nodes.populations[0].blocks[vp].runtime.memories[node]
    n = volume.record.get("n")
    return volume.time[:n].tolist(), volume.multiplicity[:n].tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_all_replicas_collect_all_spikes(threads):
    nest.local_num_threads = threads
    transmitter = nest.Create("volume_transmitter", params={"deliver_interval": 100})
    counts = [1, 2]
    generator = nest.Create("spike_generator", {"spike_times": [1.0, 2.0]})
    generator.spike_multiplicities = counts
    parrots = nest.Create("parrot_neuron", 4)
    nest.Connect(generator, parrots)
    nest.Connect(parrots, transmitter, syn_spec={"delay": 1.5, "weight": -7.0})
    assert nest.num_connections == 4 + 4 * threads
    nest.Simulate(10.0)
    for vp in range(threads):
        # The first entry marks the time of the last delivery.
        assert collected(vp) == ([0.0, 3.5, 4.5], [0.0, 4.0, 8.0])


def test_spikes_are_forgotten_after_the_interval():
    transmitter = nest.Create("volume_transmitter", 2)
    transmitter[1].deliver_interval = 3
    generator = nest.Create("spike_generator", {"spike_times": [3.0]})
    parrot = nest.Create("parrot_neuron")
    nest.Connect(generator, parrot)
    nest.Connect(parrot, transmitter)
    nest.Simulate(5.0)  # the shortest delay is 1 ms
    assert collected(0, 0) == ([5.0], [0.0])
    assert collected(0, 1) == ([3.0, 5.0], [0.0, 1.0])
    nest.Simulate(1.0)
    assert collected(0, 1) == ([6.0], [0.0])


def test_the_interval_may_change():
    transmitter = nest.Create("volume_transmitter", params={"deliver_interval": 8})
    times = [float(t) for t in range(1, 30)]
    parrot = nest.Create("parrot_neuron")
    nest.Connect(nest.Create("spike_generator", {"spike_times": times}), parrot)
    nest.Connect(parrot, transmitter)
    nest.Simulate(15.0)
    assert len(collected(0)[0]) == 1 + 7
    transmitter.deliver_interval = 11
    nest.Simulate(6.0)
    assert collected(0)[0] == [float(t) for t in range(8, 22)]
    nest.Simulate(1.0)
    assert collected(0) == ([22.0], [0.0])


def test_devices_and_other_rules_are_refused():
    transmitter = nest.Create("volume_transmitter")
    cells = nest.Create("iaf_psc_alpha", 3)
    for device in ("spike_generator", "dc_generator", "multimeter", "volume_transmitter"):
        with pytest.raises(nest.NESTErrors.IllegalConnection):
            nest.Connect(nest.Create(device), transmitter)
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(transmitter, cells)
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(cells, transmitter, syn_spec="stdp_synapse")
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(cells, transmitter, {"rule": "pairwise_bernoulli", "p": 1.0})
    with pytest.raises(nest.NESTErrors.UnknownReceptorType):
        nest.Connect(cells, transmitter, syn_spec={"receptor_type": 1})


def test_an_interval_must_have_a_length():
    transmitter = nest.Create("volume_transmitter", params={"deliver_interval": 0})
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.Simulate(1.0)
    transmitter.deliver_interval = 1
    nest.Simulate(1.0)
