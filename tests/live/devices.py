"""Random stimulation devices: every generator, with its window and its parameters."""

from __future__ import annotations


def on_grid(rng, resolution, low, high):
    """Return a time in ms that is a multiple of the resolution."""
    return round(rng.randint(round(low / resolution), round(high / resolution)) * resolution, 6)


def window(rng, resolution, length):
    """Draw start, stop and origin; half of the devices are always on."""
    if rng.random() < 0.5:
        return {}
    start = on_grid(rng, resolution, 0.0, length / 2)
    stop = on_grid(rng, resolution, length / 2, length)
    return {"start": start, "stop": stop, "origin": rng.choice((0.0, 0.0, 3.0))}


def dc(rng, resolution, length, scale):
    return {"amplitude": rng.uniform(-0.5, 1.0) * scale}


def ac(rng, resolution, length, scale):
    return {
        "amplitude": rng.uniform(0.0, 1.0) * scale,
        "offset": rng.uniform(-0.3, 0.7) * scale,
        "frequency": rng.uniform(1.0, 200.0),
        "phase": rng.uniform(-400.0, 400.0),
    }


def step(rng, resolution, length, scale):
    count = rng.randint(1, 6)
    steps = sorted(rng.sample(range(1, round(length / resolution)), count))
    times = [round(at * resolution, 6) for at in steps]
    return {
        "amplitude_times": {"__array__": times},
        "amplitude_values": {"__array__": [rng.uniform(-0.5, 1.0) * scale for _ in times]},
    }


def noise(rng, resolution, length, scale):
    drawn = {
        "mean": rng.uniform(-0.3, 0.7) * scale,
        "std": rng.choice((0.0, rng.uniform(0.0, 1.0) * scale)),
        "dt": resolution * rng.choice((1, 2, 5, 10)),
    }
    if rng.random() < 0.5:
        drawn["std_mod"] = rng.uniform(0.0, 1.0) * drawn["std"]
        drawn["frequency"] = rng.uniform(1.0, 100.0)
        drawn["phase"] = rng.uniform(0.0, 360.0)
    return drawn


def poisson(rng, resolution, length, scale):
    return {"rate": rng.choice((0.0, rng.uniform(1.0, 500.0), rng.uniform(1e3, 9e4)))}


def spikes(rng, resolution, length, scale):
    """Draw spike times on the grid, some of them twice, with weights of both signs and 0."""
    count = rng.randint(0, 25)
    times = sorted(on_grid(rng, resolution, resolution, length) for _ in range(count))
    drawn = {"spike_times": {"__array__": times}}
    if rng.random() < 0.5:
        drawn["spike_weights"] = {"__array__": [_signed(rng) * scale for _ in times]}
    if rng.random() < 0.25:
        drawn["spike_multiplicities"] = {
            "__array__": [rng.randint(1, 3) for _ in times],
            "dtype": "int64",
        }
    return drawn


def _signed(rng):
    return rng.choice((0.0, 1.0, rng.uniform(-1.0, 1.0), rng.uniform(0.0, 2.0)))


CURRENT_DEVICES = {
    "dc_generator": dc,
    "ac_generator": ac,
    "step_current_generator": step,
    "noise_generator": noise,
}
SPIKE_DEVICES = {"spike_generator": spikes, "poisson_generator": poisson}


def draw_device(rng, model, resolution, length, scale):
    """Return the parameters of one random device of this model."""
    draw = {**CURRENT_DEVICES, **SPIKE_DEVICES}[model]
    return {**draw(rng, resolution, length, scale), **window(rng, resolution, length)}
