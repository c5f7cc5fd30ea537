"""Random programs with layers: masks, kernels and rules that go by positions."""

from __future__ import annotations

from .expressions import expression, within

RULES = ("pairwise_bernoulli", "pairwise_poisson", "fixed_indegree", "fixed_outdegree")
ENGINES = ("mt19937_64", "mt19937", "Philox_32", "Philox_64", "Threefry_32", "Threefry_64")
MASKS = {
    2: ("circular", "circular", "rectangular", "doughnut", "elliptical", "grid"),
    3: ("spherical", "spherical", "box", "ellipsoidal"),
}


class LayerComposer:
    """Makes one program.

    Parameters
    ----------
    composer : Composer
        Where steps go.
    """

    def __init__(self, composer):
        self.composer, self.rng, self.add = composer, composer.rng, composer.add
        self.layers: dict[str, dict] = {}
        self.shared: list[str] = []
        self.dimensions = self.rng.choice((2, 2, 3))
        composer.kernel.update(
            resolution=0.1,
            rng_type=self.rng.choice(ENGINES),
            local_num_threads=self.rng.choice((1, 1, 2, 4)),
        )
        self.threads = composer.kernel["local_num_threads"]

    def compose(self):
        rng = self.rng
        for k in range(rng.randint(0, 2)):
            self.shared.append(f"shared{k}")
            self.add("parameter", f"shared{k}", expression(rng, self.shared[:-1]))
        for _ in range(rng.choice((1, 1, 2))):
            self.create()
        for _ in range(rng.randint(1, 4)):
            actions = (self.connect, self.create, self.slice, self.simulate, self.find, self.look)
            rng.choices(actions, (10, 1, 2, 1, 1, 1))[0]()
        self.add("engines")

    def create(self):
        """Create a layer on a grid, or of nodes that are anywhere."""
        rng, name = self.rng, f"layer{len(self.layers)}"
        model = rng.choice(("parrot_neuron", "parrot_neuron", "iaf_psc_alpha"))
        if rng.random() < 0.08:
            model = rng.choice(("poisson_generator", "spike_recorder"))
        dimensions = self.dimensions if rng.random() < 0.97 else 5 - self.dimensions
        given = {"edge_wrap": rng.random() < 0.4}
        if rng.random() < 0.6:
            longest = {2: rng.choice((4, 8, 14)), 3: rng.choice((3, 6))}[dimensions]
            given["shape"] = [rng.randint(1, longest) for _ in range(dimensions)]
            if rng.random() < 0.5:
                given["extent"] = [rng.choice((1.0, 2.0, 0.7)) for _ in range(dimensions)]
            if rng.random() < 0.3:
                given["center"] = [rng.uniform(-1.0, 1.0) for _ in range(dimensions)]
            size = 1
            for n in given["shape"]:
                size *= n
        else:
            size = rng.choice((2, 10, rng.randint(2, 90), rng.randint(100, 350)))
            self._scatter(given, size, dimensions)
        self.add("layer", name, model, size, given)
        self.layers[name] = {
            "size": size,
            "dimensions": dimensions,
            "grid": "shape" in given,
            "device": model in ("poisson_generator", "spike_recorder"),
        }

    def _scatter(self, given, size, dimensions):
        rng = self.rng
        if rng.random() < 0.4:
            given["pos"] = {"__parameter__": ["uniform", -0.5, 0.5]}
            given["num_dimensions"] = dimensions
            return
        corners = rng.choice((0.5, 0.5, 0.9))
        steps = rng.choice((0, 0, 8))
        draw = rng.uniform if not steps else lambda a, b: rng.randint(-steps, steps) / steps * b
        given["pos"] = [[draw(-corners, corners) for _ in range(dimensions)] for _ in range(size)]
        given["extent"] = [2 * corners + rng.choice((0.0, 0.1)) for _ in range(dimensions)]
        # All of them at the edge at once would be outside by a rounding error.
        given["extent"] = [length + 1e-3 for length in given["extent"]]

    def slice(self):
        """Name a part of a layer; NEST may take it for the layer later."""
        name = self.rng.choice(list(self.layers))
        layer = self.layers[name]
        if layer["size"] < 3 or "part" in name:
            return
        start = self.rng.randint(0, layer["size"] - 2)
        stop = self.rng.randint(start + 1, layer["size"])
        step = self.rng.choice((1, 1, 2, 3))
        part = f"{name}_part{len(self.composer.steps)}"
        self.add("select", part, [name, start, stop, step])
        self.layers[part] = {**layer, "size": len(range(start, stop, step))}

    def simulate(self):
        self.add("simulate", self.rng.choice((1.0, 3.0)))

    def find(self):
        self.add("find")

    def look(self):
        """Select nodes by a mask, which leaves its traces in NEST."""
        name = self.rng.choice(list(self.layers))
        anchor = [self.rng.uniform(-0.5, 0.5) for _ in range(self.layers[name]["dimensions"])]
        self.add("select_by_mask", name, anchor, self.mask(self.layers[name]))

    def connect(self):
        rng = self.rng
        pre = rng.choice(list(self.layers))
        post = pre if rng.random() < 0.6 else rng.choice(list(self.layers))
        # Threads of NEST that connect the same device reach for the same spare normal values.
        self.normal = self.threads == 1 or not self.layers[post]["device"]
        rule = rng.choice(RULES)
        conn_spec = {"rule": rule}
        masked = rng.random() < 0.65
        if masked:
            owner = pre if rule in ("pairwise_poisson", "fixed_indegree") else post
            conn_spec["mask"] = self.mask(self.layers[owner])
            if rng.random() < 0.3:
                conn_spec["allow_oversized_mask"] = rng.random() < 0.7
        for flag, chance in (("allow_autapses", 0.6), ("allow_multapses", 0.6)):
            if rng.random() < 0.5:
                conn_spec[flag] = rng.random() < chance
        getattr(self, f"_{rule}")(conn_spec, self.layers[pre], self.layers[post], masked)
        # NEST reads beyond the end where there are fewer targets than collocated synapses.
        collocated = rule != "fixed_outdegree" or (not masked and self.layers[post]["size"] > 1)
        self.add("connect", pre, post, conn_spec, self.specification(collocated))

    def _probability(self, high=1.0):
        rng = self.rng
        if rng.random() < 0.25:
            return rng.choice((1.0, rng.uniform(0.05, high), rng.uniform(0.05, high)))
        return {"__parameter__": self.kernel(high)}

    def _pairwise_bernoulli(self, conn_spec, pre, post, masked):
        if not masked or self.rng.random() < 0.8:
            conn_spec["p"] = self._probability()
        if self.rng.random() < 0.5:
            conn_spec["use_on_source"] = self.rng.random() < 0.8

    def _pairwise_poisson(self, conn_spec, pre, post, masked):
        name = "p" if masked or self.rng.random() < 0.5 else "pairwise_avg_num_conns"
        conn_spec[name] = self._probability(2.0)
        if name == "pairwise_avg_num_conns" and not isinstance(conn_spec[name], dict):
            conn_spec[name] = {"__parameter__": ["+", conn_spec[name], ["*", 0.0, ["distance"]]]}

    def _number(self, conn_spec, name, size):
        rng = self.rng
        most = 4 if conn_spec.get("allow_multapses", True) else max(0, min(3, size // 8))
        number = rng.randint(0, most)
        if rng.random() < 0.2:
            number = {"__parameter__": self._within(0.0, most + 0.4)}
        conn_spec[name] = number

    def _fixed_indegree(self, conn_spec, pre, post, masked):
        self._number(conn_spec, "indegree", pre["size"])
        if not masked or self.rng.random() < 0.6:
            conn_spec["p"] = self._probability()

    def _fixed_outdegree(self, conn_spec, pre, post, masked):
        self._number(conn_spec, "outdegree", post["size"])
        if not masked or self.rng.random() < 0.6:
            conn_spec["p"] = self._probability()

    def kernel(self, high=1.0):
        """Draw an expression on positions whose values are not negative."""
        rng = self.rng
        x = rng.choice((["distance"], ["distance"], ["distance.x"], ["distance.y"]))
        kind = rng.randint(0, 8)
        if kind == 0:
            return ["kernel", "exponential", {"beta": rng.uniform(0.1, 1.0)}, x]
        if kind <= 2:
            given = {"mean": rng.choice((0.0, 0.2)), "std": rng.uniform(0.1, 0.6)}
            return ["kernel", "gaussian", given, x]
        if kind == 3:
            given = {"std_x": 0.3, "std_y": rng.uniform(0.1, 0.5), "rho": rng.choice((0.0, 0.4))}
            return ["kernel", "gaussian2D", given, ["distance.x"], ["distance.y"]]
        if kind == 4:
            given = {"kappa": rng.choice((1.0, 2.5)), "theta": rng.uniform(0.1, 0.6)}
            return ["kernel", "gamma", given, ["+", x, 0.01]]
        if kind == 5:
            given = {"theta": rng.uniform(0.0, 90.0), "std": 0.3, "lam": 0.7, "psi": 20.0}
            ways = [["-", ["target.x"], ["source.x"]], ["-", ["target.y"], ["source.y"]]]
            return ["+", ["kernel", "gabor", given, *ways], 0.01]
        if kind == 6:
            choice = ["conditional", ["<", x, rng.uniform(0.1, 0.8)], high, 0.1]
            return choice
        if kind == 7:
            return ["max", ["min", ["+", x, ["uniform", 0.0, 0.5]], high], 0.01]
        return ["min", ["*", rng.uniform(0.5, 2.0), x], high]

    def mask(self, layer):
        rng, dimensions = self.rng, layer["dimensions"]
        if rng.random() < 0.02:
            dimensions = 5 - dimensions
        kind = rng.choice(MASKS[dimensions])
        if kind == "grid" and not layer["grid"] and rng.random() < 0.9:
            kind = "circular"
        specs = getattr(self, f"_{kind}")()
        if kind not in ("rectangular", "box", "grid") and rng.random() < 0.2:
            specs["anchor"] = self._vector(dimensions)
        mask = {kind: specs}
        if rng.random() < 0.25:
            mask["anchor"] = self._vector(dimensions)
            if kind == "grid":
                mask["anchor"] = [rng.randint(-2, 2) for _ in range(2)]
        return mask

    def _vector(self, dimensions):
        return [
            self.rng.choice((0.1, 0.25, self.rng.uniform(-0.3, 0.3))) for _ in range(dimensions)
        ]

    def _length(self, low=0.1, high=0.5):
        return self.rng.choice(
            (0.25, 0.5, self.rng.uniform(low, high), self.rng.uniform(low, high))
        )

    def _circular(self):
        return {"radius": self._length()}

    _spherical = _circular

    def _doughnut(self):
        return {"inner_radius": self.rng.uniform(0.05, 0.2), "outer_radius": self._length(0.25)}

    def _rectangular(self, dimensions=2):
        specs = {
            "lower_left": [-self._length() for _ in range(dimensions)],
            "upper_right": [self._length() for _ in range(dimensions)],
        }
        if self.rng.random() < 0.5:
            specs["azimuth_angle"] = self.rng.choice((45.0, self.rng.uniform(-180.0, 180.0)))
        return specs

    def _box(self):
        specs = self._rectangular(3)
        if self.rng.random() < 0.4:
            specs["polar_angle"] = self.rng.uniform(-90.0, 90.0)
        return specs

    def _elliptical(self):
        specs = {"major_axis": self._length(0.5, 1.0) + 0.5, "minor_axis": self._length()}
        if self.rng.random() < 0.5:
            specs["azimuth_angle"] = self.rng.uniform(-180.0, 180.0)
        return specs

    def _ellipsoidal(self):
        specs = self._elliptical()
        if self.rng.random() < 0.8:
            specs["polar_axis"] = self._length(0.2, 1.2)
        if self.rng.random() < 0.4:
            specs["polar_angle"] = self.rng.uniform(-90.0, 90.0)
        return specs

    def _grid(self):
        return {"shape": [self.rng.randint(1, 4), self.rng.randint(1, 4)]}

    def specification(self, collocated):
        rng = self.rng
        if collocated and rng.random() < 0.15:
            return {"__collocated__": [self.synapse() for _ in range(2)]}
        if rng.random() < 0.15:
            return rng.choice((None, "static_synapse", "stdp_synapse"))
        return self.synapse()

    def synapse(self):
        rng, spec = self.rng, {}
        if rng.random() < 0.7:
            spec["weight"] = self.value(1.0, 40.0)
        if rng.random() < 0.6:
            spec["delay"] = self.value(0.4, 5.0)
        if rng.random() < 0.2:
            spec["synapse_model"] = rng.choice(("static_synapse", "stdp_synapse"))
        if rng.random() < 0.05:
            spec["receptor_type"] = 0
        if rng.random() < 0.02:
            spec[rng.choice(("weigth", "tau_plus"))] = 1.0
        return spec

    def _within(self, low, high):
        shared = self.shared if self.normal else ()
        return within(self.rng, low, high, shared, normal=self.normal)

    def value(self, low, high):
        """Return a number, or an expression on distributions or positions."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.25:
            return rng.uniform(low, high)
        if kind < 0.5:
            return {"__parameter__": self._within(low, high)}
        if kind < 0.55:
            shared = self.shared if self.normal else ()
            return {"__parameter__": expression(rng, shared, normal=self.normal)}
        drawn = ["+", low, ["*", rng.uniform(0.1, high), self.kernel()]]
        if kind < 0.75:
            drawn = ["+", drawn, self._within(0.0, 1.0)]
        return {"__parameter__": drawn}


def layer_program(composer, model):
    LayerComposer(composer).compose()
