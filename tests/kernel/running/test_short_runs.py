"""Many short runs: what Prepare made is kept as long as it holds; data come when asked for."""

import numpy as np
import pytest

from nestlike.kernel import kernel
from nestlike.kernel.running.assembly import Assembly


def network(nest, n_threads=1, **recorder):
    """Build ten driven neurons with a plastic projection, a meter and a recorder."""
    nest.ResetKernel()
    nest.local_num_threads = n_threads
    cells = nest.Create("iaf_psc_alpha", 10, {"I_e": 350.0})
    noise = nest.Create("poisson_generator", params={"rate": 8000.0})
    waves = nest.Create("ac_generator", params={"amplitude": 50.0, "frequency": 20.0})
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.1})
    recorder = nest.Create("spike_recorder", params=recorder or None)
    nest.Connect(noise, cells, syn_spec={"weight": 30.0})
    nest.Connect(waves, cells)
    nest.Connect(cells, cells, syn_spec={"synapse_model": "stdp_synapse", "weight": 5.0})
    nest.Connect(meter, cells[:3])
    nest.Connect(cells, recorder)
    return cells, noise, meter, recorder


def recorded(meter, recorder, cells):
    events = meter.events, recorder.events
    arrays = [np.asarray(part[name]) for part in events for name in sorted(part)]
    return [a.tobytes() for a in arrays] + [repr(cells.get(["V_m", "Ca"]))]


@pytest.mark.parametrize("n_threads", [1, 2])
def test_short_runs_give_what_one_long_run_gives(nest, n_threads):
    cells, _, meter, recorder = network(nest, n_threads)
    nest.Simulate(60.0)
    expected = recorded(meter, recorder, cells)[:-1]
    cells, _, meter, recorder = network(nest, n_threads)
    # Not by Simulate: at each Prepare generators of waves begin with a phase that is rounded.
    nest.Prepare()
    for number in range(60):
        nest.Run(1.0)
        if number % 7 == 0:
            assert recorder.n_events == len(recorder.events["times"])
    nest.Cleanup()
    assert recorded(meter, recorder, cells)[:-1] == expected


@pytest.fixture
def preparations(monkeypatch):
    """Count how often the network is put together from scratch."""
    made = []
    usual = Assembly._prepare
    monkeypatch.setattr(
        Assembly, "_prepare", lambda self, now: made.append(now) or usual(self, now)
    )
    return made


CHANGES = {
    "parameter": lambda nest, cells, noise, recorder: cells[2:4].set(I_e=500.0),
    "state": lambda nest, cells, noise, recorder: cells.set(V_m=-60.0),
    "frozen": lambda nest, cells, noise, recorder: cells[:3].set(frozen=True),
    "device": lambda nest, cells, noise, recorder: noise.set(rate=2000.0, stop=4.0),
    "node": lambda nest, cells, noise, recorder: nest.Create("iaf_psc_alpha"),
    "connection": lambda nest, cells, noise, recorder: nest.Connect(cells[:1], cells),
    "weight": lambda nest, cells, noise, recorder: nest.GetConnections(noise).set(weight=9.0),
    "removal": lambda nest, cells, noise, recorder: nest.Disconnect(
        cells, cells, conn_spec="one_to_one", syn_spec="stdp_synapse"
    ),
    "seed": lambda nest, cells, noise, recorder: nest.set(rng_seed=77),
    "rewinding": lambda nest, cells, noise, recorder: nest.set(biological_time=0.0),
    "window": lambda nest, cells, noise, recorder: recorder.set(start=5.0, stop=6.0),
    "emptying": lambda nest, cells, noise, recorder: recorder.set(n_events=0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_followed_as_if_nothing_had_been_kept(nest, preparations, change):
    results = []
    for forget in (False, True):
        cells, noise, meter, recorder = network(nest)
        del preparations[:]
        for number in range(8):
            if number == 4:
                change(nest, cells, noise, recorder)
            if forget:
                kernel.simulation.assembly and kernel.simulation.assembly.__dict__.update(
                    _version=None
                )
            nest.Simulate(1.0)
        assert len(preparations) == (8 if forget else 2)
        results.append(recorded(meter, recorder, cells))
    assert results[0] == results[1]


def test_nothing_is_put_together_again_without_a_change(nest, preparations):
    cells, _, meter, recorder = network(nest)
    for _ in range(5):
        nest.Simulate(1.0)
        assert cells[0].V_m and meter.n_events >= 0 and recorder.n_events >= 0
    nest.Prepare()
    nest.Run(1.0)
    nest.Run(1.0)
    nest.Cleanup()
    assert len(preparations) == 1


def test_data_go_to_where_they_were_meant_to_go_when_they_were_recorded(
    nest, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    cells, _, _, recorder = network(nest)
    nest.Simulate(30.0)
    recorder.record_to = "ascii"
    nest.Simulate(30.0)
    (file,) = tmp_path.iterdir()
    lines = file.read_text().splitlines()[3:]
    assert lines and all(30.0 < float(line.split()[1]) for line in lines)


def test_files_hold_everything_at_the_end_of_each_run(nest, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells, _, _, recorder = network(nest, record_to="ascii")
    nest.Prepare()
    (file,) = tmp_path.iterdir()
    for _ in range(30):
        nest.Run(1.0)
        lines = file.read_text().splitlines()[3:]
        assert len(lines) == recorder.n_events
    assert lines
    nest.Cleanup()


def test_the_count_of_spikes_is_that_of_the_latest_run(nest):
    cells, _, _, recorder = network(nest)
    assert nest.local_spike_counter == 0
    total = 0
    for _ in range(40):
        nest.Simulate(1.0)
        total += nest.local_spike_counter
    assert total == recorder.n_events > 0
    nest.Simulate(0.0)
    assert nest.local_spike_counter == 0


def test_an_empty_store_of_a_meter_is_made_room_in(nest):
    cells = nest.Create("iaf_psc_alpha", 200)
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.1})
    nest.Connect(meter, cells)
    for _ in range(60):
        nest.Simulate(5.0)
    assert meter.n_events == 200 * 2990 == len(meter.events["V_m"])
