"""Connections between layers: masks, kernels and rules in two and three dimensions."""

import numpy as np

THREADS = 2
KINDS = {"source": np.int16, "target": np.int16, "weight": float, "delay": float}


def projections(nest):
    """Return positions, rule and synapse by name."""
    space, random = nest.spatial, nest.random
    gaussian = nest.spatial_distributions.gaussian(space.distance, std=0.15)
    bernoulli = {"rule": "pairwise_bernoulli"}
    flat, cube = space.grid([11, 11]), space.grid([5, 5, 5], edge_wrap=True)
    torus = space.grid([12, 10], extent=[1.2, 1.0], edge_wrap=True)
    near = {"circular": {"radius": 0.2}, "anchor": [0.1, 0.0]}
    turned = {"lower_left": [-0.4, -0.1], "upper_right": [0.4, 0.1], "azimuth_angle": 30.0}
    columns = {"grid": {"shape": [3, 2]}, "anchor": [1, 0]}
    ring = {"doughnut": {"inner_radius": 0.1, "outer_radius": 0.2}}
    oval = {"elliptical": {"major_axis": 0.9, "minor_axis": 0.4, "azimuth_angle": 70.0}}
    ball = {"spherical": {"radius": 0.25}}
    tilted = {"major_axis": 0.9, "minor_axis": 0.4, "polar_axis": 0.6, "polar_angle": 40.0}
    no_autapses = {"use_on_source": True, "allow_autapses": False}
    no_multapses = {"indegree": 1, "allow_multapses": False}
    drawn = {"weight": random.normal(), "delay": 1.0 + space.distance * random.uniform()}
    far = {"weight": gaussian, "delay": 1.0 + space.distance.x}
    return {
        "circle": (flat, {**bernoulli, "p": 0.1, "mask": near}, drawn),
        "grid": (torus, {**bernoulli, "p": 0.1, "mask": columns}, far),
        "ring": (torus, {**bernoulli, "p": 0.3 * gaussian, "mask": ring, **no_autapses}, far),
        "turned": (
            flat,
            {"rule": "pairwise_poisson", "p": 0.1 * gaussian, "mask": {"rectangular": turned}},
            drawn,
        ),
        "indegree": (
            torus,
            {"rule": "fixed_indegree", "p": gaussian, "mask": oval, **no_multapses},
            drawn,
        ),
        "outdegree": (flat, {"rule": "fixed_outdegree", "outdegree": 1, "p": gaussian}, drawn),
        "ball": (cube, {**bernoulli, "p": 0.05, "mask": ball}, far),
        "ellipsoid": (
            cube,
            {"rule": "fixed_outdegree", "outdegree": 1, "mask": {"ellipsoidal": tilted}},
            drawn,
        ),
    }


def run(nest):
    """Return the connections of each projection, one thread after the other."""
    nest.local_num_threads = THREADS
    arrays = {}
    for name in projections(nest):
        nest.ResetKernel()
        nest.local_num_threads = THREADS
        positions, rule, synapse = projections(nest)[name]
        nodes = nest.Create("parrot_neuron", positions=positions)
        nest.Connect(nodes, nodes, rule, synapse)
        found = nest.GetConnections().get([*KINDS, "target_thread"])
        order = np.argsort(found["target_thread"], kind="stable")
        for key, kind in KINDS.items():
            arrays[f"{name}/{key}"] = np.array(found[key])[order].astype(kind)
    return arrays
