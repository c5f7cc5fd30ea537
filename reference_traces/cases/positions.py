"""Nodes in space: positions drawn and on grids, values that depend on them, and questions."""


def run(nest):
    nest.set(local_num_threads=2, rng_seed=515)
    out = {}
    for name, layer in layers(nest).items():
        layer.V_m = -70.0 + 3.0 * nest.spatial.pos.x + nest.random.normal()
        out[f"{name}/position"] = nest.GetPosition(layer)
        out[f"{name}/V_m"] = layer.V_m
        out[f"{name}/way"] = nest.Displacement(layer[3], layer)
        out[f"{name}/distance"] = nest.Distance(layer[3], layer)
        ends = nest.GetPosition(layer)[:8]
        for kind, value in values(nest, layer).items():
            out[f"{name}/{kind}"] = value.apply(layer[1], ends)
        out[f"{name}/found"] = inside(nest, layer).tolist()
        spatial = layer.spatial
        out.update({f"{name}/{key}": spatial[key] for key in ("center", "extent")})
    return out


def layers(nest):
    grid, free, uniform = nest.spatial.grid, nest.spatial.free, nest.random.uniform
    drawn = [nest.random.normal(), uniform(-0.5, 0.5), nest.random.exponential(0.3)]
    return {
        "flat_grid": nest.Create("iaf_psc_alpha", positions=grid([5, 4], extent=[1.3, 0.7])),
        "deep_grid": nest.Create("iaf_psc_alpha", positions=grid([2, 3, 2], edge_wrap=True)),
        "flat": nest.Create("iaf_psc_alpha", 12, positions=free(uniform(), [1.5, 1.5], True)),
        "deep": nest.Create("iaf_psc_alpha", 12, positions=free(drawn)),
    }


def values(nest, layer):
    """Return one Parameter of every kind that depends on where two nodes are."""
    spatial, function = nest.spatial, nest.spatial_distributions
    x = spatial.target_pos.x - spatial.source_pos.x
    y = spatial.target_pos.y - spatial.source_pos.y
    return {
        "exponential": function.exponential(spatial.distance, 0.3),
        "gaussian": function.gaussian(spatial.distance, 0.1, 0.4),
        "gaussian2D": function.gaussian2D(x, y, 0.1, -0.1, 0.5, 0.3, 0.4),
        "gamma": function.gamma(spatial.distance + 0.1, 2.5, 0.3),
        "gabor": function.gabor(x, y, 30.0, 0.6, 0.5, 0.9, 20.0),
        "near": nest.logic.conditional(spatial.distance.y < 0.3, nest.random.uniform(), 2.0),
    }


def inside(nest, layer):
    dimensions = len(layer.spatial["extent"])
    round_, box = ("circular", "rectangular") if dimensions == 2 else ("spherical", "box")
    corners = {"lower_left": [-0.2] * dimensions, "upper_right": [0.2] * dimensions}
    mask = nest.CreateMask(round_, {"radius": 0.33}) - nest.CreateMask(box, corners)
    return nest.SelectNodesByMask(layer, list(layer.spatial["center"]), mask)
