"""pulsepacket_generator: packets, what is drawn when, synapses, and what is refused."""

import numpy as np
import pytest


def packets(nest, **parameters):
    generator = nest.Create("pulsepacket_generator", params=parameters)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, recorder)
    return generator, recorder


def test_spikes_lie_around_the_centre(nest):
    _, recorder = packets(nest, activity=500, sdev=3.0, pulse_times=[60.0])
    nest.Simulate(120.0)
    times = recorder.events["times"]
    assert len(times) == 500
    assert times.mean() == pytest.approx(60.0, abs=0.6)
    assert times.std() == pytest.approx(3.0, rel=0.15)
    assert (np.diff(times) >= 0.0).all()


def test_without_spread_all_come_at_once(nest):
    _, recorder = packets(nest, activity=7, pulse_times=[30.0, 10.0])
    nest.Simulate(50.0)
    assert recorder.events["times"].tolist() == [10.1] * 7 + [30.1] * 7


def test_a_packet_is_drawn_again_by_each_simulate_near_it(nest):
    _, recorder = packets(nest, activity=5, sdev=0.0, pulse_times=[2.0])
    nest.Simulate(2.0)  # within 1 ms of it: drawn, not sent
    nest.Simulate(2.0)
    assert recorder.n_events == 10


def test_setting_forgets_what_was_drawn(nest):
    generator, recorder = packets(nest, activity=5, sdev=0.0, pulse_times=[2.0])
    nest.Simulate(2.0)
    generator.pulse_times = [20.0]
    nest.Simulate(5.0)
    assert recorder.n_events == 0


def test_centres_are_sorted(nest):
    generator, _ = packets(nest, pulse_times=[3.0, 1.0, 2.0])
    assert generator.pulse_times.tolist() == [1.0, 2.0, 3.0]


def test_it_drives_plastic_and_unreliable_synapses(nest):
    generator = nest.Create(
        "pulsepacket_generator",
        2,
        params={"activity": 100, "sdev": 2.0, "pulse_times": [20.0, 60.0]},
    )
    cells = nest.Create("iaf_psc_alpha", 2, params={"I_e": 500.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator[0], cells, syn_spec={"synapse_model": "stdp_synapse", "weight": 30.0})
    unreliable = {"synapse_model": "bernoulli_synapse", "p_transmit": 0.3}
    nest.Connect(generator[1], recorder, syn_spec=unreliable)
    nest.Simulate(100.0)
    assert all(w > 30.0 for w in nest.GetConnections(generator[0]).weight)
    assert 20 < recorder.n_events < 110
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(generator[0], cells)


@pytest.mark.parametrize("refused", [{"activity": -1}, {"sdev": -0.1}])
def test_refused(nest, refused):
    generator, _ = packets(nest)
    with pytest.raises(nest.NESTErrors.BadProperty):
        generator.set(refused)
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.SetDefaults("pulsepacket_generator", refused)


def test_centres_beyond_all_time_do_no_harm(nest):
    _, recorder = packets(nest, activity=2, sdev=1.0, pulse_times=[-1e300, 5.0, 1e300])
    nest.Simulate(20.0)
    assert recorder.n_events == 2
