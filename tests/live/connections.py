"""Random connection programs: all rules, flags, specifications, arrays and distributions."""

from __future__ import annotations

from .expressions import expression, within

RULES = (
    "one_to_one",
    "all_to_all",
    "fixed_indegree",
    "fixed_outdegree",
    "fixed_total_number",
    "pairwise_bernoulli",
    "pairwise_poisson",
    "symmetric_pairwise_bernoulli",
)
ENGINES = ("mt19937_64", "mt19937", "Philox_32", "Philox_64", "Threefry_32", "Threefry_64")
#: No parrots: they answer spikes at once, and in loops ever more of them.
NEURONS = ("iaf_psc_alpha", "iaf_psc_alpha", "iaf_psc_delta", "izhikevich", "iaf_psc_exp")
#: No rule makes many more connections than this.
MOST = 100_000

#: Parameters that may be drawn, by synapse model, with their ranges.
DRAWN = {
    "static_synapse": {},
    "static_synapse_lbl": {},
    "static_synapse_hom_w": {},
    "bernoulli_synapse": {"p_transmit": (0.0, 1.0)},
    "quantal_stp_synapse": {"U": (0.1, 0.9), "tau_rec": (50.0, 900.0)},
    "stdp_synapse": {
        "Wmax": (50.0, 100.0),
        "alpha": (0.5, 1.5),
        "lambda": (0.0, 0.1),
        "mu_minus": (0.0, 1.0),
        "mu_plus": (0.0, 1.0),
        "tau_plus": (5.0, 30.0),
    },
}
INTEGERS = ("receptor_type", "synapse_label")


class ConnectionComposer:
    """Makes one program.

    Parameters
    ----------
    composer : Composer
        Where steps go.
    """

    def __init__(self, composer):
        self.composer, self.rng, self.add = composer, composer.rng, composer.add
        self.groups: dict[str, int] = {}
        self.shared: list[str] = []
        self.large = self.rng.random() < 0.04
        composer.kernel.update(
            resolution=self.rng.choice((0.1, 0.1, 0.25)),
            rng_type=self.rng.choice(ENGINES),
            local_num_threads=self.rng.choice((1, 1, 2, 4)),
        )
        self.threads = composer.kernel["local_num_threads"]

    def compose(self):
        rng = self.rng
        for k in range(rng.randint(0, 3)):
            self.shared.append(f"shared{k}")
            self.add("parameter", f"shared{k}", expression(rng, self.shared[:-1]))
        self.populate()
        for _ in range(1 if self.large else rng.randint(1, 5)):
            self.one_of(
                (self.connect, 8),
                (self.connect_tripartite, 1.5),
                (self.connect_ids, 1),
                (self.connect_device, 1),
                (self.populate, 1),
                (self.simulate, 1),
                (self.disconnect, 1),
                (self.draw, 1),
                (self.find, 0.5),
            )
        self.add("fingerprint")

    def one_of(self, *choices):
        actions, weights = zip(*choices, strict=True)
        self.rng.choices(actions, weights)[0]()

    def populate(self):
        """Create nodes, and name them, parts of them and their union."""
        rng = self.rng
        size = rng.randint(100, 280) if self.large else rng.choice((1, 2, 3, 5, rng.randint(4, 40)))
        name = f"cells{len(self.composer.steps)}"
        params = {}
        if rng.random() < 0.2:
            params = {"__later__": {"V_m": {"__parameter__": expression(rng, self.shared)}}}
        self.add("create", name, rng.choice(NEURONS), size, {})
        if params:
            self.add("set", name, params["__later__"])
        self.groups[name] = size
        if size > 2 and rng.random() < 0.5:
            start, step = rng.randint(0, size - 2), rng.choice((1, 1, 2, 3))
            stop = rng.randint(start + 1, size)
            self.add("select", f"{name}_part", [name, start, stop, step])
            self.groups[f"{name}_part"] = len(range(start, stop, step))
        whole = [group for group in self.groups if group.startswith("cells") and "_" not in group]
        if len(whole) > 1 and rng.random() < 0.5:
            self.add("select", "all_cells", *([group, None, None, None] for group in whole))
            self.groups["all_cells"] = sum(self.groups[group] for group in whole)

    def pick(self):
        return self.rng.choice(list(self.groups))

    def parameter(self, drawn):
        return {"__parameter__": drawn}

    def connect(self):
        rng = self.rng
        pre, post = self.pick(), self.pick()
        if rng.random() < 0.5:
            post = pre
        rule = rng.choice(RULES)
        n_pre, n_post = self.groups[pre], self.groups[post]
        if rule == "one_to_one" and n_pre != n_post and rng.random() < 0.9:
            post, n_post = pre, n_pre
        conn_spec, shape = self.rule(rule, n_pre, n_post)
        self.add("connect", pre, post, conn_spec, self.specification(conn_spec, shape))

    def rule(self, rule, n_pre, n_post):
        """Return a conn_spec, and the shape of arrays of values or None."""
        rng = self.rng
        conn_spec = {"rule": rule}
        autapses, multapses = rng.random() < 0.6, rng.random() < 0.7
        if rng.random() < 0.7:
            conn_spec["allow_autapses"] = autapses
        else:
            autapses = True
        if rng.random() < 0.5:
            conn_spec["allow_multapses"] = multapses
        else:
            multapses = True
        if rng.random() < 0.08:
            conn_spec["make_symmetric"] = rng.random() < 0.7
        extend = getattr(self, f"_{rule}", None)
        shape = extend(conn_spec, n_pre, n_post, autapses, multapses) if extend else None
        if rule == "one_to_one":
            shape = (n_pre,)
        elif rule == "all_to_all":
            shape = (n_post, n_pre)
        return conn_spec, shape

    def _degree(self, n, autapses, multapses):
        """Return the largest degree for which each node has partners enough."""
        others = n if autapses else n - 1
        if others == 0:
            return 0
        return (
            others if not multapses else self.rng.choice((3, n, 10) if self.large else (3, 2 * n))
        )

    def _fixed_indegree(self, conn_spec, n_pre, n_post, autapses, multapses):
        limit = self._degree(n_pre, autapses, multapses)
        if self.rng.random() < 0.3:
            drawn = within(self.rng, -0.7, limit + 0.4, normal=self.threads == 1)
            conn_spec["indegree"] = self.parameter(drawn)
            return None
        conn_spec["indegree"] = self.rng.randint(0, limit)
        return n_post, conn_spec["indegree"]

    def _fixed_outdegree(self, conn_spec, n_pre, n_post, autapses, multapses):
        limit = self._degree(n_post, autapses, multapses)
        if self.rng.random() < 0.3:
            conn_spec["outdegree"] = self.parameter(
                within(self.rng, -0.7, limit + 0.4, self.shared)
            )
            return None
        conn_spec["outdegree"] = self.rng.randint(0, limit)
        return n_pre, conn_spec["outdegree"]

    def _fixed_total_number(self, conn_spec, n_pre, n_post, autapses, multapses):
        if self.rng.random() < 0.9:
            conn_spec.pop("allow_multapses", None)
        most = min(MOST, 2 * n_pre * n_post)
        conn_spec["N"] = self.rng.randint(0, most) if n_pre > 1 or autapses else 0
        return (conn_spec["N"],)

    def _pairwise_bernoulli(self, conn_spec, n_pre, n_post, autapses, multapses):
        conn_spec["p"] = self.rng.choice((0.0, 1.0, self.rng.random(), self.rng.random()))
        if self.rng.random() < 0.3:
            conn_spec["p"] = self.parameter(expression(self.rng, self.shared, 2))

    def _pairwise_poisson(self, conn_spec, n_pre, n_post, autapses, multapses):
        if self.rng.random() < 0.9:
            conn_spec.pop("allow_multapses", None)
        mean = self.rng.choice((0.0, 0.3, self.rng.uniform(0.0, 3.0), 14.0))
        mean = min(mean, MOST / (n_pre * n_post))
        if self.rng.random() < 0.3:
            mean = self.parameter(within(self.rng, -0.2, 1.0 if self.large else 20.0, self.shared))
        conn_spec["pairwise_avg_num_conns"] = mean

    def _symmetric_pairwise_bernoulli(self, conn_spec, n_pre, n_post, autapses, multapses):
        conn_spec["p"] = self.rng.choice((0.0, self.rng.uniform(0.0, 0.95)))
        if self.rng.random() < 0.95:
            conn_spec.pop("allow_multapses", None)
            conn_spec.update(allow_autapses=False, make_symmetric=True)

    def specification(self, conn_spec, shape):
        """Return a syn_spec: one, or several collocated."""
        rng = self.rng
        plain = conn_spec.get("make_symmetric", False) and rng.random() < 0.9
        if rng.random() < 0.15:
            count = rng.randint(1, 3)
            # Where a source's connection is impossible, specifications go on out of step.
            plain_size = shape is None or conn_spec["rule"] == "fixed_outdegree"
            size = 0 if plain_size else _product(shape)
            if shape is None and self.threads == 1:
                size = rng.choice((0, 20))  # too short, mostly
            specs = [
                self.synapse((size,) if 0 < size <= 2000 else None, plain) for _ in range(count)
            ]
            return {"__collocated__": specs}
        if rng.random() < 0.1:
            return rng.choice((None, "static_synapse", "stdp_synapse"))
        return self.synapse(shape if shape and 0 < _product(shape) <= 3000 else None, plain)

    def synapse(self, shape, plain):
        rng = self.rng
        model = rng.choice(list(DRAWN) + ["static_synapse"] * 4)
        spec = {"synapse_model": model} if model != "static_synapse" or rng.random() < 0.3 else {}
        if model != "static_synapse_hom_w" and rng.random() < 0.8:
            spec["weight"] = self.value(shape, plain, 1.0, 45.0)
        if rng.random() < 0.6:
            spec["delay"] = self.value(shape, plain, 0.4, 6.0)
        for name, (low, high) in DRAWN[model].items():
            if rng.random() < 0.3:
                spec[name] = self.value(shape, plain, low, high)
        if model == "static_synapse_lbl" and rng.random() < 0.7:
            spec["synapse_label"] = self.integer(shape, plain)
        if rng.random() < 0.05:
            spec["receptor_type"] = 0
        if rng.random() < 0.02:
            spec[rng.choice(("weigth", "tau_plus", "receptor"))] = 1.0
        return spec

    def value(self, shape, plain, low, high):
        rng = self.rng
        kind = rng.random()
        if kind < 0.35 or plain:
            return rng.uniform(low, high)
        if kind < 0.5 and shape is not None:
            return {"__array__": self.array(shape, lambda: rng.uniform(low, high))}
        if kind < 0.6:  # sometimes out of range, so that a connection is impossible
            return self.parameter(expression(rng, self.shared))
        return self.parameter(within(rng, low, high, self.shared))

    def integer(self, shape, plain):
        rng = self.rng
        if rng.random() < 0.4 or plain:
            return rng.randint(0, 5)
        if rng.random() < 0.5 and shape is not None:
            return {"__array__": self.array(shape, lambda: rng.randint(0, 9)), "dtype": "int64"}
        return self.parameter(["uniform_int", rng.randint(1, 9)])

    def array(self, shape, draw):
        if len(shape) == 1:
            return [draw() for _ in range(shape[0])]
        return [[draw() for _ in range(shape[1])] for _ in range(shape[0])]

    def connect_tripartite(self):
        rng = self.rng
        pre, post, third = self.pick(), self.pick(), self.pick()
        n_pre, n_post, n_third = (self.groups[name] for name in (pre, post, third))
        rule = rng.choice(RULES)
        if rule == "one_to_one" and n_pre != n_post:
            post, n_post = pre, n_pre
        conn_spec, _ = self.rule(rule, n_pre, n_post)
        third_spec = {"rule": "third_factor_bernoulli_with_pool", "p": rng.choice((1.0, 0.5, 0.1))}
        if rng.random() < 0.7:
            third_spec["pool_size"] = rng.randint(1, n_third)
        if rng.random() < 0.5:
            third_spec["pool_type"] = "random"
        elif rng.random() < 0.6:
            third_spec["pool_type"] = "block"
            if n_post % n_third == 0:
                third_spec["pool_size"] = 1
            elif n_third % n_post == 0:
                third_spec["pool_size"] = n_third // n_post
        specs = {
            key: self.third_synapse(key)
            for key in ("primary", "third_in", "third_out")
            if rng.random() < 0.6
        }
        self.add("tripartite", pre, post, third, conn_spec, third_spec, specs)

    def third_synapse(self, key):
        """Return a specification; for third_in one that is always possible, or NEST aborts."""
        rng = self.rng

        def synapse():
            if key == "third_in":
                return {
                    "weight": self.parameter(within(rng, 1.0, 2.0, self.shared)),
                    "delay": self.parameter(within(rng, 1.0, 4.0, self.shared)),
                }
            return self.synapse(None, False)

        if rng.random() < 0.2:
            return {"__collocated__": [synapse() for _ in range(2)]}
        return "stdp_synapse" if rng.random() < 0.1 else synapse()

    def connect_ids(self):
        rng = self.rng
        total = sum(n for name, n in self.groups.items() if name != "all_cells" and "_" not in name)
        n = rng.randint(1, 12)
        beyond = 2 if rng.random() < 0.1 else 0
        pre, post = ([rng.randint(1, total + beyond) for _ in range(n)] for _ in range(2))
        spec = {}
        if rng.random() < 0.7:
            spec["weight"] = {"__array__": [rng.uniform(1.0, 5.0) for _ in range(n)]}
        if rng.random() < 0.5:
            spec["delay"] = {"__array__": [rng.uniform(0.5, 5.0) for _ in range(n)]}
        if rng.random() < 0.2:
            spec["synapse_model"] = "stdp_synapse"
        self.add("connect_ids", pre, post, {"rule": "one_to_one"}, spec or None)

    def connect_device(self):
        """Connect a generator or a recorder, which some rules cannot."""
        rng = self.rng
        name = f"device{len(self.composer.steps)}"
        model = rng.choice(("poisson_generator", "spike_recorder", "voltmeter"))
        self.add("create", name, model, rng.randint(1, 2), {})
        size = self.composer.steps[-1][3]
        cells = self.pick()
        pre, post = (cells, name) if model == "spike_recorder" else (name, cells)
        n_pre, n_post = (self.groups[cells], size)[:: 1 if pre == cells else -1]
        rule = rng.choice(RULES + ("all_to_all",) * 6)
        if rule == "one_to_one" and n_pre != n_post:
            rule = "all_to_all"
        if model == "spike_recorder" and self.threads > 1 and "pairwise" in rule:
            # All threads of NEST would reach for the same spare values of normal distributions.
            rule = "all_to_all"
        conn_spec, _ = self.rule(rule, n_pre, n_post)
        plain = model == "voltmeter"
        spec = None if plain else {"delay": self.value(None, False, 0.4, 6.0)}
        if model == "spike_recorder" and self.threads > 1:
            spec = {"delay": self.parameter(["uniform", 0.4, 6.0])}
        if model == "poisson_generator":
            spec["weight"] = self.value(None, False, 1.0, 45.0)
            self.add("set", name, {"rate": rng.uniform(100.0, 3000.0)})
        self.add("connect", pre, post, conn_spec, spec)

    def simulate(self):
        self.add("simulate", self.rng.choice((1.0, 5.0, 12.0)))

    def disconnect(self):
        rng = self.rng
        if rng.random() < 0.6:
            self.add("disconnect_some", rng.randint(0, 3), rng.randint(1, 5))
            return
        pre = self.pick()
        post = pre if rng.random() < 0.7 else self.pick()
        model = rng.choice(("static_synapse", "static_synapse", "stdp_synapse"))
        rule = rng.choice(("one_to_one", "all_to_all", "fixed_indegree"))
        conn_spec = {"rule": rule, **({"indegree": 1} if rule == "fixed_indegree" else {})}
        self.add("disconnect", pre, post, conn_spec, {"synapse_model": model})

    def draw(self):
        """Draw from the engine that all processes share."""
        drawn = self.parameter(expression(self.rng, self.shared))
        self.add("apply", drawn, self.pick()) if self.rng.random() < 0.6 else self.add(
            "value", drawn
        )

    def find(self):
        self.add("find")


def _product(shape):
    product = 1
    for n in shape:
        product *= n
    return product


def connection_program(composer, model):
    ConnectionComposer(composer).compose()
