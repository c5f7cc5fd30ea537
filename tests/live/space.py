"""Random programs about nodes in space: layers, values that depend on positions, and questions.

Their steps are expressions, ``["let", name, code]`` and ``["ask", code]``, which both simulators
evaluate with their own ``nest``; what is asked is compared.
"""

from __future__ import annotations

MODELS = ("iaf_psc_alpha", "iaf_psc_alpha", "parrot_neuron", "poisson_generator", "spike_recorder")
RULES = (
    "{'rule': 'pairwise_bernoulli', 'p': 0.3}",
    "{'rule': 'fixed_indegree', 'indegree': 2}",
    "{'rule': 'all_to_all'}",
)


class Writer:
    """Writes the steps of one program."""

    def __init__(self, composer):
        self.add, self.rng, self.kernel = composer.add, composer.rng, composer.kernel
        self.dimensions = self.rng.choice((2, 2, 3))
        self.layers = {}
        # NEST looks for sources among those it searched last; a slice may lack some of them.
        self.writes_connections = self.rng.random() < 0.5

    def ask(self, code):
        self.add("ask", code)

    def number(self, low=-1.0, high=1.0):
        return round(self.rng.uniform(low, high), self.rng.choice((1, 3, 17)))

    def numbers(self, low=-1.0, high=1.0, n=None):
        return [self.number(low, high) for _ in range(n or self.dimensions)]

    # Layers -------------------------------------------------------------------------------

    def layer(self, name):
        model = self.rng.choice(MODELS)
        size, where = self.grid() if self.rng.random() < 0.5 else self.free()
        n = "" if size is None else f", {size}"
        self.add("let", name, f"nest.Create({model!r}{n}, positions=nest.spatial.{where})")
        self.layers[name] = model
        if model == "iaf_psc_alpha" and self.rng.random() < 0.7:
            self.ask(f"{name}.set(V_m={self.expression(self.node_leaf)})")
            self.ask(f"{name}.V_m")

    def wrap(self):
        return f", edge_wrap={self.rng.random() < 0.5}"

    def grid(self):
        shape = [self.rng.randint(1, 6) for _ in range(self.dimensions)]
        text = f"grid({shape}{self.wrap()}"
        if self.rng.random() < 0.6:
            text += f", extent={self.numbers(0.2, 3.0)}"
        if self.rng.random() < 0.6:
            text += f", center={self.numbers()}"
        return None, text + ")"

    def free(self):
        extent = f", extent={self.numbers(2.0, 7.0)}" if self.rng.random() < 0.5 else ""
        if self.rng.random() < 0.5:
            n = self.rng.choice((1, 2, 9, 30, 150))
            points = [self.numbers() for _ in range(n)]
            if n == 1:
                extent = f", extent={self.numbers(0.1, 2.0)}"
            return None, f"free({points}{extent}{self.wrap()})"
        n = self.rng.choice((3, 10, 140))
        if self.rng.random() < 0.5:
            drawn = [self.random_leaf() for _ in range(self.dimensions)]
            return n, f"free([{', '.join(drawn)}]{extent}{self.wrap()})"
        inside = extent or f", num_dimensions={self.dimensions}"
        return n, f"free({self.random_leaf()}{inside}{self.wrap()})"

    def part(self, name=None):
        """Return a layer or, often, a slice of one."""
        name = name or self.rng.choice(list(self.layers))
        cut = self.rng.choice(("", "", "[0]", "[-1]", "[:3]", "[1:]", "[::2]", "[[0]]"))
        return name + cut

    # Values -------------------------------------------------------------------------------

    def random_leaf(self):
        low = self.number()
        return self.rng.choice(
            (
                f"nest.random.uniform({low}, {low + self.number(0.1, 1.0)})",
                f"nest.random.normal({low}, {self.number(0.1, 0.5)})",
                f"nest.random.exponential({self.number(0.1, 0.5)})",
            )
        )

    def axis(self):
        return self.rng.choice("xyz"[: self.dimensions])

    def node_leaf(self):
        if self.rng.random() < 0.3:
            return self.random_leaf()
        return f"nest.spatial.pos.{self.axis()}"

    def way_leaf(self):
        return self.function() if self.rng.random() < 0.3 else self.plain_way_leaf()

    def plain_way_leaf(self):
        choice = self.rng.random()
        if choice < 0.15:
            return self.random_leaf()
        if choice < 0.4:
            return f"nest.spatial.{self.rng.choice(('source', 'target'))}_pos.{self.axis()}"
        if choice < 0.5:
            return f"nest.spatial.distance.{self.axis()}"
        return "nest.spatial.distance"

    def function(self):
        kind = self.rng.choice(("exponential", "gaussian", "gaussian2D", "gamma", "gabor"))
        x, y = (self.expression(self.plain_way_leaf, 1) for _ in range(2))
        width, other = self.number(0.1, 2.0), self.number(0.1, 2.0)
        arguments = {
            "exponential": f"{x}, {width}",
            "gaussian": f"{x}, {self.number()}, {width}",
            "gaussian2D": f"{x}, {y}, {self.number()}, {self.number()}, {width}, {other}, "
            f"{self.number(-0.9, 0.9)}",
            "gamma": f"abs_({x}), {width * 3}, {other}",
            "gabor": f"{x}, {y}, {self.number(-180, 180)}, {width}, {other}, {self.number()}, "
            f"{self.number(-90, 90)}",
        }[kind]
        return f"nest.spatial_distributions.{kind}({arguments})"

    def expression(self, leaf, depth=2):
        if depth == 0 or self.rng.random() < 0.3:
            return leaf()
        a, b = self.expression(leaf, depth - 1), self.expression(leaf, depth - 1)
        number = self.number(-2.0, 2.0)
        return self.rng.choice(
            (
                f"({a} {self.rng.choice('+-*/')} {b})",
                f"({a} {self.rng.choice('+-*')} {number})",
                f"nest.math.{self.rng.choice(('exp', 'sin', 'cos'))}({a})",
                f"nest.math.{self.rng.choice(('min', 'max'))}({a}, {number})",
                f"({a}) ** {self.rng.choice((2, 3, -1))}",
                f"nest.logic.conditional({a} {self.rng.choice(('<', '>='))} {b}, {a}, {number})",
            )
        )

    # Masks --------------------------------------------------------------------------------

    def mask(self, depth=2):
        if depth and self.rng.random() < 0.4:
            operator = self.rng.choice("&|-")
            return f"({self.mask(depth - 1)} {operator} {self.mask(depth - 1)})"
        width, other = sorted((self.number(0.1, 1.5), self.number(0.1, 1.5)), reverse=True)
        flat = self.dimensions == 2
        round_ = ("circular" if flat else "spherical", {"radius": width})
        low = self.numbers(-1.0, 0.0)
        box = {"lower_left": low, "upper_right": [x + self.number(0.2, 1.5) for x in low]}
        oval = {"major_axis": width, "minor_axis": other}
        if not flat:
            oval["polar_axis"] = self.number(0.1, 1.0)
        for turned in (box, oval):
            if self.rng.random() < 0.5:
                turned["azimuth_angle"] = self.number(-180.0, 180.0)
            if not flat and self.rng.random() < 0.5:
                turned["polar_angle"] = self.number(-180.0, 180.0)
        kinds = [
            round_,
            ("rectangular" if flat else "box", box),
            ("elliptical" if flat else "ellipsoidal", oval),
        ]
        if flat:
            kinds.append(("doughnut", {"inner_radius": other, "outer_radius": width}))
        kind, specs = self.rng.choice(kinds)
        anchor = f", {self.numbers()}" if self.rng.random() < 0.4 else ""
        return f"nest.CreateMask({kind!r}, {specs}{anchor})"

    # Questions ----------------------------------------------------------------------------

    def question(self):
        ways = [self.positions, self.ways, self.nearest, self.values, self.inside, self.partners]
        self.rng.choice(ways)()

    def positions(self):
        what = ("{0}.spatial", "nest.GetPosition({0})", "str({0})", "nest.FindCenterElement({0})")
        if self.rng.random() < 0.8:
            self.ask(self.rng.choice(what).format(self.part()))
        else:
            # Without positions NEST ends the process here.
            self.ask(f"written(nest.DumpLayerNodes, {self.rng.choice(list(self.layers))})")

    def points(self, n):
        return [self.numbers(-2.0, 2.0) for _ in range(n)]

    def ways(self):
        function = self.rng.choice(("Distance", "Displacement"))
        start = self.part() if self.rng.random() < 0.5 else self.points(1)
        self.ask(f"nest.{function}({start}, {self.part()})")

    def nearest(self):
        every = self.rng.random() < 0.5
        points = self.points(self.rng.randint(1, 3))
        self.ask(f"nest.FindNearestElement({self.part()}, {points}, {every})")

    def values(self):
        if self.rng.random() < 0.3:
            self.ask(f"({self.expression(self.node_leaf)}).apply({self.part()})")
        else:
            points = self.points(self.rng.randint(1, 20))
            name = self.rng.choice(list(self.layers))
            self.ask(f"({self.expression(self.way_leaf)}).apply({name}[0], {points})")

    def inside(self):
        if self.rng.random() < 0.3:
            self.ask(f"[{self.mask()}.Inside(p) for p in {self.points(10)}]")
        else:
            whole = self.writes_connections
            nodes = self.rng.choice(list(self.layers)) if whole else self.part()
            self.ask(f"nest.SelectNodesByMask({nodes}, {self.numbers()}, {self.mask()})")

    def partners(self):
        pre, post = self.part(), self.part()
        if self.kernel["local_num_threads"] > 1:
            # With threads the order of connections is not NEST's own.
            function = self.rng.choice(("GetTargetNodes", "GetSourceNodes"))
            self.ask(f"nest.{function}({pre}, {post})")
            return
        what = ("GetTargetNodes", "GetSourceNodes", "GetTargetPositions", "GetSourcePositions")
        questions = [f"nest.{function}({pre}, {post})" for function in what]
        questions.append(f"nest.GetConnections({pre}, {post}).distance")
        model = self.rng.choice(("static_synapse", "stdp_synapse"))
        if self.writes_connections:
            pre = self.rng.choice(list(self.layers))
            questions.append(f"written(nest.DumpLayerConnections, {pre}, {post}, {model!r})")
        self.ask(self.rng.choice(questions))

    def connect(self):
        pre, post = (self.rng.choice(list(self.layers)) for _ in range(2))
        if self.layers[post] == "poisson_generator" or self.layers[pre] == "spike_recorder":
            return
        model = self.rng.choice(("static_synapse", "stdp_synapse"))
        if "iaf_psc_alpha" not in (self.layers[pre], self.layers[post]):
            model = "static_synapse"
        spec = f"{{'synapse_model': {model!r}, 'weight': nest.random.uniform()}}"
        self.ask(f"nest.Connect({pre}, {post}, {self.rng.choice(RULES)}, {spec})")


def space_program(composer, model):
    writer = Writer(composer)
    for number in range(writer.rng.randint(2, 4)):
        writer.layer(f"layer{number}")
    for _ in range(writer.rng.randint(1, 4)):
        writer.connect()
    for _ in range(writer.rng.randint(10, 25)):
        writer.question()
    composer.add("fingerprint")
