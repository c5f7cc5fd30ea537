"""Tables of connections: growth, compression, and the moments of sorting."""

from types import SimpleNamespace

import numpy as np
import pytest

from nestlike.kernel.connections.sorting import sorting_order
from nestlike.kernel.connections.synapse_table import SynapseTable
from nestlike.kernel.delivery.segments import backwards, enabled
from nestlike.numerics.records import PAYLOAD_BITS
from nestlike.numerics.spread_sort import sort_by_source

ENTRY = SimpleNamespace(number=29, model=SimpleNamespace(reads_history=lambda: False))
PLASTIC = SimpleNamespace(number=3, model=SimpleNamespace(reads_history=lambda: True))


def test_agreeing_batches_stay_compressed():
    table = SynapseTable(ENTRY, 0)
    table.append([1, 2], [3, 3], weight=2.0, delay=15)
    table.append([5], [3], weight=2.0, delay=15)
    assert len(table) == 3 and table.source.tolist() == [1, 2, 5]
    assert table.weight.is_constant and table.delay[2] == 15
    table.append([7], [3], weight=-2.0, delay=15)
    assert table.weight.array().tolist() == [2.0, 2.0, 2.0, -2.0] and table.delay.is_constant


def test_arrays_handed_in_are_copied():
    weights = np.array([1.0, 2.0])
    table = SynapseTable(ENTRY, 0)
    table.append([1, 2], [3, 3], weight=weights)
    table.weight.put(np.array([0]), 9.0)
    assert weights.tolist() == [1.0, 2.0]


def test_devices_are_grouped_by_source():
    table = SynapseTable(ENTRY, 0, grouped=True)
    table.append([5, 1], [10, 11], weight=np.array([0.0, 1.0]))
    table.append([1, 5], [12, 13], weight=np.array([2.0, 3.0]))
    assert table.source.tolist() == [1, 1, 5, 5]
    assert table.weight.array().tolist() == [1.0, 2.0, 0.0, 3.0]


def test_disabled_connections_keep_their_place_until_they_are_last():
    table = SynapseTable(ENTRY, 0)
    table.append([1, 2, 3], [1, 1, 1])
    table.disable(1)
    table.drop_disabled_at_end()
    assert len(table) == 3 and table.n_enabled == 2
    table.rearrange(np.array([0, 2, 1]))
    table.drop_disabled_at_end()
    assert table.source.tolist() == [1, 3] and table.disabled is None


@pytest.mark.parametrize("n", [1, 23, 24, 130, 999, 1000, 6000])
@pytest.mark.parametrize("n_values", [1, 7, 10**6])
def test_short_cuts_of_sorting_agree_with_the_sort(n, n_values):
    keys = np.random.default_rng(n).integers(1, n_values + 1, n)
    for given in (keys, np.sort(keys)):
        records = ((given << PAYLOAD_BITS) + np.arange(n)).tolist()
        sort_by_source(records)
        found = sorting_order(given)
        order = [record % (1 << PAYLOAD_BITS) for record in records]
        assert order == (list(range(n)) if found is None else found.tolist())


def test_any_connect_sorts_all_lists_again(nest):
    nodes = nest.Create("iaf_psc_alpha", 50)
    sources = nodes[:1]
    nest.Connect(sources, nodes, syn_spec={"weight": np.arange(50.0).reshape(50, 1)})
    first = nest.GetConnections(synapse_model="static_synapse").weight
    assert nest.GetConnections(synapse_model="static_synapse").weight == first
    nest.Connect(sources, nodes, syn_spec="stdp_synapse")
    second = nest.GetConnections(synapse_model="static_synapse").weight
    assert second != first and sorted(second) == sorted(first)


def test_nothing_is_sorted_without_compressed_spikes(nest):
    nest.use_compressed_spikes = False
    nodes = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(nodes, nodes)
    assert nest.GetConnections().target == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_version_rises_with_every_change(nest):
    from nestlike.kernel import kernel

    nodes = nest.Create("iaf_psc_alpha", 2)
    versions = [kernel.connections.version]
    nest.Connect(nodes, nodes)
    versions.append(kernel.connections.version)
    connections = nest.GetConnections()
    versions.append(kernel.connections.version)
    connections.weight = 3.0
    versions.append(kernel.connections.version)
    connections[0].disconnect()
    versions.append(kernel.connections.version)
    assert versions == sorted(set(versions))


@pytest.mark.parametrize("names", [(), ("weight",), ("delay",), ("weight", "delay"), ("a", "b")])
@pytest.mark.parametrize("longest", [40, 2**17])
def test_sorting_in_place_agrees_with_the_permutation(names, longest):
    random = np.random.default_rng(len(names))
    n = 20_000
    sources, targets = random.integers(1, 3000, n), random.integers(1, 2**16, n)
    values = {"weight": random.normal(size=n), "delay": random.integers(1, longest, n)}
    values |= {"a": random.normal(size=n), "b": random.normal(size=n)}
    table = SynapseTable(ENTRY, 0)
    table.append(sources, targets, **{name: values[name] for name in names})
    table.sort()
    order = sorting_order(sources)
    assert np.array_equal(table.source, sources[order])
    assert np.array_equal(table.target, targets[order])
    for name in names:
        assert np.array_equal(table.column(name).array(), values[name][order])


def test_readers_are_noted_once_when_connections_are_made():
    table = SynapseTable(PLASTIC, 0)
    table.append([5, 1], [2, 3], delay=np.array([10, 20]))
    assert table.readers.count.tolist() == [] and table.delay[1] == 20
    table.delay.put(np.array([0, 1]), 40)
    table.disable(0)
    table.sort()
    table.append([1], [3], delay=15)
    assert table.source.tolist()[-1] == 1
    assert table.readers.count.tolist() == [0, 0, 1, 2]
    assert table.readers.longest.tolist() == [0, 0, 10, 20]


def test_unsorted_neighbours_of_a_removed_connection_are_muted():
    table = SynapseTable(ENTRY, 0)
    table.append([4, 4, 4, 7, 4], [1, 2, 3, 1, 1])
    table.disable(0)
    table.disable(3)
    table.settle(sorted_by_source=False)
    source, begin, end = enabled(table, table.muted)
    assert [*zip(source.tolist(), begin.tolist(), end.tolist(), strict=True)] == [(4, 4, 5)]
    source, begin, end = enabled(table, None)
    assert [*zip(begin.tolist(), end.tolist(), strict=True)] == [(1, 3), (4, 5)]
    assert backwards(table, source, begin, end)[1].tolist() == [4, 1]


def test_connections_out_of_order_are_not_reached():
    table = SynapseTable(ENTRY, 0)
    table.append([1, 2], [3, 3])
    table.settle(sorted_by_source=False)
    table.append([2, 1], [4, 4])
    _, begin, end = enabled(table, None)
    assert [*zip(begin.tolist(), end.tolist(), strict=True)] == [(0, 1), (1, 2)]
