"""Nodes that are called with each spike: what they are told, and in which order."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.compiler.layouts import EVENT, layout
from nestlike.compiler.views import f64, record
from nestlike.kernel import kernel
from nestlike.kernel.records import Records
from nestlike.models import NODE_MODELS, SYNAPSE_MODELS
from nestlike.models.declaration import NodeModel

HEARD = layout("n rows min_delay")
MOST = 1000


class Memory:
    """What a listener keeps: rows of sender, port, step, delay, count and weight."""

    def __init__(self):
        self.rows = np.zeros((MOST, 6))
        self.record = Records(HEARD)
        self.record.set(rows=self.rows)

    def prepare(self, values, clock, min_delay):
        self.record.set(min_delay=min_delay)

    def heard(self):
        return self.rows[: self.record.get("n")].tolist()


class listener(NodeModel):
    """A node that notes every spike."""

    element_type = "recorder"
    receives = ("spike",)

    @classmethod
    def memory(cls, block, k):
        return block.memories.setdefault(k, Memory())

    @classmethod
    def ports_of(cls, block, ks):
        return np.full(len(ks), 3)

    @staticmethod
    def receive(address, k, event, unused):
        memory, spike = record(address, HEARD), record(event, EVENT)
        row = f64(memory.rows + 48 * memory.n, 6)
        row[0] = spike.sender
        row[1] = spike.port
        row[2] = spike.step
        row[3] = spike.delay
        row[4] = spike.count
        row[5] = spike.weight
        memory.n += 1
        return 0


class clocked_listener(listener):
    """The same, which also notes every slice."""

    @staticmethod
    def update(address, origin, first, last):
        memory = record(address, HEARD)
        f64(memory.rows + 48 * memory.n, 6)[2] = origin + last
        memory.n += 1
        return 0


@pytest.fixture(autouse=True)
def listeners():
    kernel.offer_models((*NODE_MODELS, listener, clocked_listener), SYNAPSE_MODELS)
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    yield
    kernel.offer_models(NODE_MODELS, SYNAPSE_MODELS)
    nest.ResetKernel()


def heard_by(node):
    population = kernel.nodes.population_of(node.global_id)
    _, block, ks = next(population.locate(np.array([node.global_id])))
    return block.memories[int(ks[0])].heard()


def test_a_generator_calls_at_once_with_its_counts():
    times = {"spike_times": [1.0, 1.5], "spike_multiplicities": [1, 3], "spike_weights": [1.0, -2]}
    source, node = nest.Create("spike_generator", params=times), nest.Create("listener")
    nest.Connect(source, node, syn_spec={"weight": 2.5, "delay": 2.0, "receptor_type": 2})
    nest.Simulate(1.5)
    assert heard_by(node) == [[1, 2, 9, 20, 1, 2.5], [1, 2, 14, 20, 3, -5.0]]


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_neurons_call_in_the_next_slice_one_spike_at_a_time(n_threads):
    nest.local_num_threads = n_threads
    node = nest.Create("listener")
    source = nest.Create("spike_generator", params={"spike_times": [1.0, 2.0]})
    parrots = nest.Create("parrot_neuron", 2)
    nest.Connect(source, parrots)
    weights = {"weight": [[1.0, -3.0]], "delay": 1.5, "receptor_type": 1}
    nest.Connect(parrots, node, syn_spec=weights)
    nest.Connect(parrots[:1], node, syn_spec={"weight": 0.0})
    nest.Simulate(2.0)
    assert heard_by(node) == []
    nest.Simulate(2.0)
    by_sender = [[], []]
    for row in heard_by(node):
        by_sender[int(row[0]) - 3].append(row[1:])
    both = [[1, 19, 15, 1, 1.0], [0, 19, 10, 1, 0.0], [1, 29, 15, 1, 1.0], [0, 29, 10, 1, 0.0]]
    assert by_sender == [both, [[1, 19, 15, 1, -3.0], [1, 29, 15, 1, -3.0]]]


def test_neurons_beside_it_get_their_input():
    source, node = nest.Create("spike_generator", params={"spike_times": [1.0]}), None
    parrot, node, neuron = (nest.Create(m) for m in ("parrot_neuron", "listener", "iaf_psc_delta"))
    nest.Connect(source, parrot)
    nest.Connect(parrot, nest.NodeCollection([node.global_id, neuron.global_id]))
    nest.Simulate(4.0)
    assert len(heard_by(node)) == 1
    assert neuron.V_m > -70.0


def test_what_it_runs_in_each_slice():
    node = nest.Create("clocked_listener")
    nest.Simulate(2.5)
    assert [row[2] for row in heard_by(node)] == list(range(1, 26))  # no connection: slices of 0.1


def test_ports_and_synapses_it_does_not_take():
    parrot, node = nest.Create("parrot_neuron"), nest.Create("listener")
    with pytest.raises(nest.NESTErrors.UnknownReceptorType, match="0 to 2"):
        nest.Connect(parrot, node, syn_spec={"receptor_type": 3})
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="STDP"):
        nest.Connect(parrot, node, syn_spec={"synapse_model": "stdp_synapse"})


def test_all_spikes_of_a_neuron_go_through_one_synapse_model_first():
    params = {"spike_times": [1.0], "spike_multiplicities": [2]}
    source, parrot, node = (
        nest.Create(m) for m in ("spike_generator", "parrot_neuron", "listener")
    )
    source.set(params)
    nest.Connect(source, parrot)
    for model, weight in (("static_synapse_lbl", 3.0), ("static_synapse", 1.0)):
        nest.Connect(parrot, node, syn_spec={"synapse_model": model, "weight": weight})
        nest.Connect(parrot, node, syn_spec={"synapse_model": model, "weight": weight + 1})
    nest.Simulate(4.0)
    assert [row[5] for row in heard_by(node)] == [1.0, 2.0, 1.0, 2.0, 3.0, 4.0, 3.0, 4.0]
