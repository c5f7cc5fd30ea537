"""Making nodes, and reading and setting their parameters."""

import numpy as np
import pytest

import nestlike as nest
from nestlike.kernel import kernel
from nestlike.kernel.nodes.node_status import row_of

ERRORS = nest.NESTErrors


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def test_create_forms():
    assert nest.Create("iaf_psc_alpha", {"V_m": -60.0}).V_m == -60.0
    assert nest.Create("iaf_psc_alpha", 2, [{"V_m": 1.0}, {"V_m": 2.0}]).V_m == (1.0, 2.0)
    assert nest.Create("iaf_psc_alpha", 2.0).global_id == (4, 5)


@pytest.mark.parametrize(
    "arguments, error",
    [
        (("foo",), ERRORS.UnknownModelName),
        (("iaf_psc_alpha", 0), ERRORS.BadParameterValue),
        (("iaf_psc_alpha", -1), ERRORS.BadProperty),
        (("iaf_psc_alpha", 2.5), TypeError),
        (("iaf_psc_alpha", 3, [{}]), TypeError),
        (("iaf_psc_alpha", 3, 4), TypeError),
        (("iaf_psc_alpha", {}, {}), ValueError),
        ((3,), AttributeError),
    ],
)
def test_create_refuses(arguments, error):
    with pytest.raises(error):
        nest.Create(*arguments)
    assert nest.network_size == 0


def test_nodes_stay_when_parameters_are_bad():
    with pytest.raises(ERRORS.UnaccessedDictionaryEntry, match="Did you mean 'V_th'"):
        nest.Create("iaf_psc_alpha", 3, {"Vth": 1.0})
    assert nest.network_size == 3


def test_get_forms():
    nodes = nest.Create("iaf_psc_alpha", 2)
    assert nodes.V_m == (-70.0, -70.0)
    assert nodes[0].get(["V_m", "C_m"]) == {"V_m": -70.0, "C_m": 250.0}
    assert list(nodes.get()) == sorted(nodes.get())
    mixed = nodes + nest.Create("spike_recorder")
    assert mixed.get("V_m") == (-70.0, -70.0, None)
    recorder = mixed[2]
    assert recorder.get("events", "times").dtype == np.float64
    assert set(recorder.get("events", ["times", "senders"])) == {"times", "senders"}
    with pytest.raises(KeyError):
        nodes.foo  # noqa: B018
    with pytest.raises(ValueError):
        nest.NodeCollection().get("V_m")
    with pytest.raises(AttributeError):
        nest.NodeCollection().V_m  # noqa: B018
    assert nodes.get("V_m", output="json") == "[-70.0, -70.0]"


@pytest.mark.parametrize(
    "params, error",
    [
        ({"foo": 1.0}, ERRORS.UnaccessedDictionaryEntry),
        ({"global_id": 3}, ERRORS.UnaccessedDictionaryEntry),
        ({"tau_m": -1.0}, ERRORS.BadProperty),
        ({"tau_m": "ab"}, ERRORS.TypeMismatch),
        ({"tau_m": "a"}, IndexError),  # as a list of values too short for two nodes
        ({"tau_m": [[1.0], [2.0]]}, ERRORS.TypeMismatch),
        ({"tau_m": None}, AttributeError),
        ({"tau_m": 2**70}, OverflowError),
        ({"tau_m": [1.0]}, IndexError),
        ({"ignore_and_spike": 1}, ERRORS.TypeMismatch),
        ({1: 1.0}, AttributeError),
        ([{}, {}, {}], ERRORS.BadParameter),
        (None, TypeError),
    ],
)
def test_a_refused_set_changes_nothing(params, error):
    nodes = nest.Create("iaf_psc_alpha", 2)
    before = nodes.get()
    with pytest.raises(error):
        nodes.set({"C_m": 100.0, **params} if isinstance(params, dict) else params)
    assert nodes.get() == before


def test_a_bad_value_anywhere_changes_no_node():
    nodes = nest.Create("iaf_psc_alpha", 3) + nest.Create("iaf_psc_exp", 3)
    with pytest.raises(ERRORS.BadProperty, match="'iaf_psc_exp' with node ID 5: "):
        nodes.set(tau_m=[5.0, 5.0, 5.0, 5.0, -5.0, 5.0])
    assert nodes.tau_m == (10.0,) * 6


def test_nodes_before_one_that_refuses_everything_are_set():
    nodes = nest.Create("hh_psc_alpha", 3)
    block = kernel.nodes.population_of(1).blocks[0]
    block.state[row_of(block.model, "Act_m"), 1] = -1e-9  # as the solver may leave it
    with pytest.raises(ERRORS.BadProperty, match="Act_m must not be negative"):
        nodes.set(E_L=[-50.0, -51.0, -52.0])
    assert nodes.E_L == (-50.0, -54.402, -54.402)
    with pytest.raises(ERRORS.BadProperty):
        nodes.set(E_L=[-40.0, -41.0, "x"])
    assert nodes.E_L == (-40.0, -54.402, -54.402)
    nodes.Act_m = [0.1, 0.2, 0.3]
    assert nodes.Act_m == (0.1, 0.2, 0.3)


def test_bytes_count_as_numbers():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nodes.V_m = b"ab"
    assert nodes.V_m == (97.0, 98.0)


def test_values_for_each_node():
    nodes = nest.Create("iaf_psc_alpha", 4)
    nodes.V_m = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert nodes.V_m == (1.0, 2.0, 3.0, 4.0)
    nodes[1::2].V_m = np.array([7, 8])
    assert nodes.V_m == (1.0, 7.0, 3.0, 8.0)
    generators = nest.Create("spike_generator", 2)
    generators.spike_times = [1.0, 2.0]
    assert [times.tolist() for times in generators.spike_times] == [[1.0, 2.0]] * 2


def test_relative_quantities_keep_their_absolute_value():
    node = nest.Create("iaf_psc_alpha")
    node.E_L = -64.3
    # As NEST: stored 15.0, less the change of E_L, shown as the sum with the new E_L.
    stored = 15.0 - (-64.3 - -70.0)
    assert node.V_th == stored + -64.3
    node.set(E_L=-50.1, V_th=-41.7)
    assert node.V_th == (-41.7 - -50.1) + -50.1


def test_a_hundred_thousand_nodes_share_one_number():
    nodes = nest.Create("iaf_psc_alpha", 100_000)
    nodes.tau_m = 7.0
    assert set(nodes.tau_m) == {7.0}


def test_virtual_processes():
    nest.local_num_threads = 3
    nodes = nest.Create("iaf_psc_alpha", 5) + nest.Create("poisson_generator", 2)
    assert nodes.vp == (1, 2, 0, 1, 2, 0, 0)
    assert nodes.thread_local_id == (-1,) * 7
    assert nodes._to_array("thread") == {0: [3, 6], 1: [1, 4, 7], 2: [2, 5]}


def test_get_nodes():
    nodes = nest.Create("iaf_psc_alpha", 3)
    recorder = nest.Create("spike_recorder")
    nodes[1].V_m = -60.0
    assert nest.GetNodes() == nodes + recorder
    assert nest.GetNodes({"model": "spike_recorder"}) == recorder
    assert nest.GetNodes({"V_m": -60.0}).tolist() == [2]
    assert len(nest.GetNodes({"V_m": -70})) == 0, "an int is no float"
    assert len(nest.GetNodes({"foo": 1})) == 0


def test_print_nodes(capsys):
    nest.Create("iaf_psc_alpha", 2)
    nest.Create("spike_recorder")
    nest.PrintNodes()
    assert capsys.readouterr().out == "1 .. 2 iaf_psc_alpha\n3      spike_recorder\n"


@pytest.mark.filterwarnings("ignore")
def test_old_functions():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.SetStatus(nodes, "V_m", [1.0, 2.0])
    assert nest.GetStatus(nodes, "V_m") == (1.0, 2.0)
    assert nest.GetStatus(nodes, ["V_m", "C_m"]) == ((1.0, 250.0), (2.0, 250.0))
    assert nest.GetStatus(nodes[0])[0]["V_m"] == 1.0
    assert nest.GetStatus(nest.NodeCollection()) == ()


def test_every_list_is_shared_out_if_one_is():
    meters = nest.Create("multimeter", 2)
    meters.set(interval=[1.0, 2.0], record_from=[["V_m"], ["I_syn_ex"]])
    assert meters.record_from == (["V_m"], ["I_syn_ex"])
    meters.set(interval=[1.0, 2.0], label="ab")
    assert meters.label == ("a", "b")
    with pytest.raises(IndexError):
        meters.set(interval=[1.0, 2.0], label="a")
