"""Random programs of small questions and small changes, as scripts make them one after the other.

Nodes are cut, joined and compared, their parameters read and set in all forms, and single nodes
are connected to single nodes.  Steps are expressions as in `space`.
"""

from __future__ import annotations

MODELS = ("iaf_psc_alpha", "iaf_psc_exp", "parrot_neuron", "poisson_generator", "spike_recorder")
KEYS = ("V_m", "V_th", "C_m", "I_e", "tau_m", "frozen", "rate", "origin", "global_id", "model")
KEYS += ("thread", "recordables", "element_type", "n_events", "no_such_key", "t_ref")
SYNAPSES = ("static_synapse", "static_synapse", "stdp_synapse", "static_synapse_lbl")


class Questioner:
    """Writes the steps of one program."""

    def __init__(self, composer):
        self.add, self.rng = composer.add, composer.rng
        self.one_thread = composer.kernel["local_num_threads"] == 1
        self.nodes, self.neurons = [], []

    def ask(self, code):
        self.add("ask", code)

    def create(self):
        rng, name = self.rng, f"nodes{len(self.nodes)}"
        model = rng.choice(MODELS if self.neurons else MODELS[:2])
        given = rng.choice(("", ", {'V_m': -60.0}" if model in MODELS[:2] else ", {'start': 1.0}"))
        given = given if model != "parrot_neuron" else ""
        self.add("let", name, f"nest.Create({model!r}, {rng.choice((1, 2, 3, 7, 40))}{given})")
        self.nodes.append(name)
        if model in MODELS[:3]:
            self.neurons.append(name)

    def bound(self):
        return self.rng.choice(("", "", str(self.rng.randint(-8, 12))))

    def index(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.35:
            return str(rng.randint(-9, 12))
        if kind < 0.7:
            return f"{self.bound()}:{self.bound()}:{rng.choice(('', '', '2', '3', '-1', '0'))}"
        picks = [rng.randint(0, 9) for _ in range(rng.randint(0, 4))]
        picks = sorted(set(picks)) if rng.random() < 0.7 else picks
        return rng.choice((f"{picks}", f"tuple({picks})", f"np.array({picks}, int)"))

    def part(self, depth=2):
        """Return nodes of one population, or of a list of ids."""
        rng = self.rng
        kind = rng.random() if depth else 0.0
        if kind < 0.4:
            return rng.choice(self.nodes)
        if kind < 0.8:
            return f"{self.part(depth - 1)}[{self.index()}]"
        if kind < 0.9:
            return f"(lambda n: n[np.arange(len(n)) % 3 == 1])({self.part(depth - 1)})"
        return f"nest.NodeCollection({sorted(rng.sample(range(1, 40), rng.randint(0, 5)))})"

    def some(self):
        """Return nodes of one or several populations.

        NEST does not notice all overlaps, nor a slice as second summand; these are left out.
        """
        if self.rng.random() < 0.5:
            return self.part()
        names = self.rng.sample(self.nodes, self.rng.randint(1, len(self.nodes)))
        first = f"{names[0]}[{self.bound()}:{self.bound()}]"
        joined = " + ".join((self.rng.choice((first, names[0])), *names[1:]))
        return f"({joined})" if self.rng.random() < 0.6 else f"({joined})[{self.index()}]"

    def cut(self):
        question = self.rng.choice(
            (
                "{0}", "{0}", "len({0})", "{0}.tolist()", "{0} == {1}", "bool({0})", "{0} == {0}",
                "{3} in {0}", "{0}.index({3})", "[n.global_id for n in {0}]", "{0}.global_id",
                "str({0})", "{0}[{2}]", "{0}[{2}][{2}]", "np.array({0}).sum()",
            )
        )  # fmt: skip
        self.ask(question.format(self.some(), self.some(), self.index(), self.rng.randint(-2, 60)))

    def read(self):
        rng = self.rng
        keys = rng.sample(KEYS, 2)
        nodes = self.some() if rng.random() < 0.6 else f"{rng.choice(self.nodes)}[0]"
        question = rng.choice(
            ("{0}.get({1!r})", "{0}.{2}", "{0}.get({1!r}, output='json')", "{0}.get([{1!r}])",
             "{0}.get({3})", "[n.{2} for n in {0}]", "{0}.get()['model']", "sorted({0}.get())")
        )  # fmt: skip
        self.ask(question.format(nodes, keys[0], keys[1], keys))

    def number(self):
        value = round(self.rng.uniform(-80.0, -56.0), self.rng.choice((1, 3, 17)))
        return self.rng.choice((value, value, value, int(value), True, "'a'", None, [value]))

    def change(self):
        """Set a parameter; if a value is refused, then that of the first node.

        NEST leaves set what it has set before a value is refused.
        """
        rng, nodes = self.rng, self.rng.choice(self.nodes)
        if rng.random() < 0.5:
            nodes = f"{nodes}[{self.index()}]"
        key, free = rng.choice(KEYS[:7]), rng.choice(("V_m", "I_e"))
        numbers = [rng.uniform(-80.0, -56.0) for _ in range(rng.choice((2, 3, 7)))]
        values = (
            f"{numbers}", f"np.array({numbers})", f"tuple({numbers})", "[1.5, 2]", "[1, 2, 3]",
            "nest.random.normal(-65.0, 1.0)", f"np.array({[int(v) for v in numbers]})",
        )  # fmt: skip
        value = rng.choice(values)
        forms = (
            ("{0}.set({1}={2})", "{0}.set({{{1!r}: {2}}})", "setattr({0}, {1!r}, {2})",
             "[n.set({1}={2}) for n in {0}]", "nest.SetStatus({0}, {1!r}, {2})")
        )  # fmt: skip
        kind = rng.random()
        if kind < 0.4:
            self.ask(rng.choice(forms).format(nodes, key, self.number()))
        elif kind < 0.5:
            several = ", ".join(rng.choices(("1.5", "-70.25", "7", "True", "'a'", "None"), k=2))
            self.ask(rng.choice(forms[:3]).format(f"{nodes}[0]", key, f"[{several}]"))
        else:
            key = free
            forms += (
                "{0}.set([{{{1!r}: -61.0}}] * len({0}))", "{0}.set({1}={2}, C_m=200.0)",
                "{0}.set([dict({1}=-60.0 - 0.1 * k) for k in range(len({0}))])",
                "{0}.set([dict({1}=-60.0) if k % 2 else dict(C_m=9.0) for k in range(len({0}))])",
                "{0}.set([dict({1}=nest.random.uniform()) for k in range(len({0}))])",
                "{0}.set(tuple(dict({1}=k, C_m=100.0 + k) for k in range(len({0}))))",
            )  # fmt: skip
            self.ask(rng.choice(forms).format(nodes, key, value))
        self.ask(f"{nodes}.get({key!r})")

    def pairs(self):
        """Connect single nodes to single nodes, several times in nearly the same way."""
        rng = self.rng
        rule = rng.choice(
            ("None", "'one_to_one'", "'all_to_all'", "dict(rule='one_to_one')",
             "dict(rule='all_to_all', allow_autapses=False)", "'fixed_indegree'",
             "dict(rule='fixed_indegree', indegree=1)",
             "dict(rule='one_to_one', make_symmetric=True)")
        )  # fmt: skip
        spec = [f"synapse_model={rng.choice(SYNAPSES)!r}"]
        weights = ("{w}", "2.0", "int({w})", "np.float64({w})", "nest.random.normal(1.0, 0.1)",
                   "[{w}]", "float('nan')", "-0.0 if k % 2 else 0.0", "True")  # fmt: skip
        # Where a thread of NEST refuses something, chance decides how much the others have drawn.
        refused = "0.01" if self.one_thread else "1.0"
        delays = ("1.5", "0.1 * (k % 5 + 1)", "1", refused, "1.04")
        weights = weights if self.one_thread else [w for w in weights if "random" not in w]
        if rng.random() < 0.7:
            spec.append(f"weight={rng.choice(weights[:3] if rng.random() < 0.7 else weights)}")
        if rng.random() < 0.6:
            spec.append(f"delay={rng.choice(delays)}")
        if rng.random() < 0.15:
            spec.append(
                rng.choice(("receptor_type=0", "receptor_type=1", "synapse_label=k", "U=1"))
            )
        synapse = rng.choice(("None", "'stdp_synapse'", *[f"dict({', '.join(spec)})"] * 4))
        synapse = synapse.replace("{w}", f"{rng.uniform(1.0, 3.0):.3f} * (k + 1)")
        pre = rng.choice(self.nodes if rng.random() < 0.2 else self.neurons)
        post = rng.choice(self.nodes if rng.random() < 0.2 else self.neurons)
        returned = rng.choice(("", "", "", ", True"))
        call = f"nest.Connect({pre}[k % len({pre})], {post}[(2 * k) % len({post})], {rule}"
        self.ask(f"[{call}, {synapse}{returned}) and None for k in range({rng.randint(2, 6)})]")

    def defaults(self):
        rng = self.rng
        what = rng.choice(
            ("nest.SetDefaults('static_synapse', {{'weight': {0}}})",
             "nest.SetDefaults('static_synapse', {{'delay': 1.2}})",
             "nest.SetDefaults('iaf_psc_alpha', {{'tau_m': {0}}})",
             "nest.CopyModel('stdp_synapse', 'own_{1}', {{'weight': {0}}})",
             "nest.GetDefaults('iaf_psc_alpha')", "nest.GetDefaults('stdp_synapse', 'weight')",
             "nest.GetDefaults('poisson_generator')", "nest.num_connections",
             "nest.Simulate(1.0)", "nest.min_delay", "nest.max_delay",
             "nest.GetDefaults('iaf_psc_exp', ['tau_m', 'V_th'])")
        )  # fmt: skip
        self.ask(what.format(round(rng.uniform(1.0, 9.0), 2), rng.randint(0, 1)))

    def connections(self):
        rng = self.rng
        if not self.one_thread:
            return
        key = rng.choice(("weight", "delay", "target", "source", "port", "receptor", "no_key"))
        self.ask(
            rng.choice(
                ("nest.GetConnections().get({0!r})", "nest.GetConnections()[{1}].get({0!r})",
                 "nest.GetConnections({2}).get(['source', {0!r}])",
                 "nest.GetConnections().set({0}={3})", "len(nest.GetConnections({2}, {2}))",
                 "nest.GetConnections().set({0}=[{3} + k for k in range(nest.num_connections)])",
                 "nest.GetConnections()[{1}].disconnect()")
            ).format(key, rng.randint(0, 5), rng.choice(self.nodes), rng.choice((1.5, 2, -0.0)))
        )  # fmt: skip


def asking_program(composer, model):
    """Write a program of questions about nodes, connections and models."""
    writer = Questioner(composer)
    for _ in range(writer.rng.randint(2, 4)):
        writer.create()
    actions = (writer.cut, writer.cut, writer.read, writer.read, writer.change, writer.pairs)
    actions += (writer.pairs, writer.defaults, writer.connections, writer.create)
    for _ in range(writer.rng.randint(15, 40)):
        writer.rng.choice(actions)()
    composer.add("fingerprint")
