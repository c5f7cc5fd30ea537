"""The node table: blocks by virtual process."""

import numpy as np
import pytest

from nestlike.kernel.errors import BadProperty, UnknownNode
from nestlike.kernel.nodes.listed_nodes import ranges_from_ids, ranges_from_list
from nestlike.kernel.nodes.node_ranges import NodeRanges
from nestlike.kernel.nodes.node_table import NodeTable, prototype
from nestlike.kernel.nodes.ranges import Range
from nestlike.kernel.nodes.registry import ModelEntry
from nestlike.models.declaration import Neuron, Parameter
from nestlike.models.device_declaration import Stimulator


class cell(Neuron):
    """A neuron with one parameter."""

    parameters = {"p": Parameter(1.0)}


class device(Stimulator):
    """A device with one parameter."""

    parameters = {"p": Parameter(1.0)}


@pytest.mark.parametrize("n_vp", [1, 2, 3, 4])
def test_nodes_live_on_their_id_modulo_the_processes(n_vp):
    table = NodeTable()
    table.create(ModelEntry("cell", cell, 0), 5, n_vp)
    table.create(ModelEntry("device", device, 1), 2, n_vp)
    table.create(ModelEntry("cell", cell, 0), 4, n_vp)
    for vp in range(n_vp):
        expected = [i for i in range(1, 12) if i % n_vp == vp and i not in (6, 7)]
        blocks = [p.blocks[vp] for p in table.populations if not p.replicated]
        assert np.concatenate([b.ids() for b in blocks]).tolist() == expected
    assert all(b.ids().tolist() == [6, 7] for b in table.populations[1].blocks)


@pytest.mark.parametrize("n_vp", [1, 3])
def test_any_order_of_ids_finds_its_nodes(n_vp):
    table = NodeTable()
    entry = ModelEntry("cell", cell, 0)
    for n in (3, 1, 5):
        table.create(entry, n, n_vp)
    ids = np.array([9, 1, 4, 2, 8, 3])
    found = np.zeros(len(ids), int)
    for positions, population in table.by_population(ids):
        members = ids[positions]
        for where, block, ks in population.locate(members):
            target = np.arange(len(ids))[positions][where]
            found[target] = block.first_id + block.id_step * ks
    assert found.tolist() == ids.tolist()


def test_new_nodes_are_copies_of_the_prototype():
    entry = ModelEntry("cell", cell, 0)
    prototype(entry).columns["p"].put(np.array([0]), 7.0)
    entry.note_change()
    table = NodeTable()
    table.create(entry, 3, 2)
    assert [b.columns["p"][0] for b in table.populations[0].blocks] == [7.0, 7.0]


def test_numbers_on_the_process():
    table = NodeTable()
    table.create(ModelEntry("cell", cell, 0), 5, 2)
    table.create(ModelEntry("device", device, 1), 2, 2)
    blocks = [b for p in table.populations for b in p.blocks]
    assert blocks[0].thread_local_ids(np.array([0])) == [-1]
    table.number_locally()
    assert [b.local_offset for b in blocks] == [0, 0, 2, 3]


def test_ranges_from_ids():
    table = NodeTable()
    table.create(ModelEntry("cell", cell, 0), 5, 1)
    table.create(ModelEntry("device", device, 1), 5, 1)
    found = ranges_from_ids(table, np.array([1, 2, 4, 5, 6, 9]))
    assert [part[:3] for part in found.parts] == [(1, 2, 1), (4, 5, 1), (6, 6, 1), (9, 9, 1)]
    table.reset()
    assert not found.valid


def test_join_merges_neighbours_of_one_model_only():
    table, entry = NodeTable(), ModelEntry("cell", cell, 0)
    first, second = (NodeRanges(table, [Range(a, b, 1, entry)]) for a, b in ((1, 3), (4, 6)))
    assert [p[:3] for p in second.join(first).parts] == [(1, 6, 1)]
    other = NodeRanges(table, [Range(4, 6, 1, ModelEntry("other", cell, 0))])
    assert len(first.join(other).parts) == 2


def test_ranges_of_a_list_are_found_after_a_reset_too():
    table = NodeTable()
    entry = ModelEntry("cell", cell, 0)
    table.create(entry, 5, 1)
    table.create(ModelEntry("device", device, 1), 5, 1)
    found = ranges_from_list(table, [1, 2, 4, 5, 6, 9])
    table.reset()
    assert [part[:3] for part in found.parts] == [(1, 2, 1), (4, 5, 1), (6, 6, 1), (9, 9, 1)]
    assert found.parts[0].entry is entry


def test_a_list_may_change_after_it_was_taken():
    table = NodeTable()
    table.create(ModelEntry("cell", cell, 0), 5, 1)
    ids = [1, 3]
    found = ranges_from_list(table, ids)
    ids[0] = 2
    assert found.ids.tolist() == [1, 3]


@pytest.mark.parametrize("ids", [[1, 3, 2], [1, 1], [0, 1], [5, 6], [*range(1, 600)]])
def test_lists_and_arrays_of_ids_are_refused_alike(ids):
    table = NodeTable()
    table.create(ModelEntry("cell", cell, 0), 5, 1)
    with pytest.raises((BadProperty, UnknownNode)) as of_array:
        ranges_from_ids(table, np.array(ids))
    with pytest.raises(type(of_array.value), match=str(of_array.value)):
        ranges_from_list(table, ids)


@pytest.mark.parametrize("key", [slice(2, 9), slice(1, None, 3), slice(0, 3, 4), slice(4, 7)])
def test_slices_of_parts(key):
    table = NodeTable()
    sizes = (3, 1, 4, 2)
    entries = [ModelEntry(f"cell{i}", cell, i) for i in range(len(sizes))]
    firsts = [table.create(entry, n, 1) for entry, n in zip(entries, sizes, strict=True)]
    parts = [Range(a, a + n - 1, 1, e) for a, n, e in zip(firsts, sizes, entries, strict=True)]
    whole = NodeRanges(table, parts)
    cut = whole.slice(*key.indices(whole.size))
    expected = list(range(1, 11))[key]
    assert (cut.ids.tolist(), cut.size, cut.first, cut.last) == (
        expected,
        len(expected),
        expected[0],
        expected[-1],
    )
    assert [cut.index(i) for i in expected] == list(range(len(expected)))
    assert [cut.one(i).first for i in range(cut.size)] == expected
