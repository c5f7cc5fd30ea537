"""Run random programs under one simulator and store what they gave.

    python run_program.py MODULE programs.json FOLDER

MODULE is `nest` or `nestlike`. One .npz per program, written as soon as it is done, so
that a crash loses one program only; one that runs too long is ended by an alarm signal,
because an endless loop in compiled code cannot be left otherwise. The file imports
nothing of this project: it must run in an environment that holds nothing but NEST.
"""

import importlib
import json
import operator
import os
import signal
import sys
import tempfile
from pathlib import Path

import numpy as np

KERNEL_FACTS = ("biological_time", "local_spike_counter", "num_connections", "network_size")
KERNEL_FACTS += ("min_delay", "max_delay", "to_do", "local_num_threads")
CONNECTION_FACTS = ("source", "target", "weight", "delay", "synapse_id", "port", "target_thread")
#: What cannot be asked from connections of several models at once.
OWN_FACTS = {
    "static_synapse_lbl": ("synapse_label",),
    "stdp_synapse": ("Wmax", "alpha", "lambda", "mu_minus", "mu_plus", "tau_plus"),
    "bernoulli_synapse": ("p_transmit",),
    "quantal_stp_synapse": ("U", "a", "n", "tau_fac", "tau_rec", "u"),
}
OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "pow": operator.pow,
    "neg": operator.neg,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
#: Where nodes are, by name; see `layers`.
PLACES = {"distance": "distance", "distance.x": "distance.x", "distance.y": "distance.y"}
PLACES |= {f"{end}.{i}": f"{end}_pos.{i}" for end in ("source", "target") for i in "xy"}


def parameter(nest, tree, known):
    """Make a Parameter, or a number, of a nested list; see `expressions`."""
    if not isinstance(tree, list):
        return tree
    kind, *parts = tree
    if kind == "use":
        return known[parts[0]]
    if kind == "constant":
        return nest.CreateParameter(kind, {"value": parts[0]})
    if hasattr(nest.random, kind):
        return getattr(nest.random, kind)(*parts)
    if kind in PLACES:
        return operator.attrgetter(PLACES[kind])(nest.spatial)
    if kind == "kernel":
        name, given, *values = parts
        values = [parameter(nest, value, known) for value in values]
        return getattr(nest.spatial_distributions, name)(*values, **given)
    first, *rest = [parameter(nest, part, known) for part in parts]
    if kind in OPERATORS:
        return OPERATORS[kind](first, *rest)
    return getattr(nest.logic if kind == "conditional" else nest.math, kind)(first, *rest)


def decode(nest, value, known=None):
    """Turn marked JSON values into arrays and random parameters; `known`: those with names."""
    if isinstance(value, dict) and "__array__" in value:
        return np.array(value["__array__"], dtype=value.get("dtype", "float64"))
    if isinstance(value, dict) and "__random__" in value:
        kind, *arguments = value["__random__"]
        return getattr(nest.random, kind)(*arguments)
    if isinstance(value, dict) and "__parameter__" in value:
        return parameter(nest, value["__parameter__"], known)
    if isinstance(value, dict) and "__collocated__" in value:
        specs = value["__collocated__"]
        return nest.CollocatedSynapses(*(decode(nest, spec, known) for spec in specs))
    if isinstance(value, dict):
        return {name: decode(nest, item, known) for name, item in value.items()}
    return value


class Machine:
    """Executes the steps of one program on a freshly reset kernel."""

    def __init__(self, nest):
        self.nest = nest
        self.nodes = {}
        self.parameters = {}
        self.drawn = []
        self.answers = {}
        self.data = None

    def let(self, name, code):
        """Name what an expression gives."""
        self.nodes[name] = self._evaluate(code)

    def ask(self, code):
        """Keep what an expression gives."""
        key = f"answer_{len(self.answers)}"
        self.answers[key] = None
        self.answers[key] = self._evaluate(code)

    def _evaluate(self, code):
        scope = {"nest": self.nest, "np": np, "written": written, "abs_": self._absolute}
        return eval(code, {**scope, **self.nodes})

    def _absolute(self, value):
        return self.nest.math.max(value, 0.0) - self.nest.math.min(value, 0.0)

    def create(self, name, model, count, params):
        self.nodes[name] = self.nest.Create(model, count, params=params)

    def layer(self, name, model, count, given):
        """Create nodes with positions."""
        kind = self.nest.spatial.grid if "shape" in given else self.nest.spatial.free
        drawn = "num_dimensions" in given
        count = [count] if drawn else []
        self.nodes[name] = self.nest.Create(model, *count, positions=kind(**given))

    def engines(self):
        """Draw from the engines that all processes share, and that each has for itself."""
        nest = self.nest
        self.drawn.append(nest.random.uniform().GetValue())
        self.drawn += nest.Create("iaf_psc_alpha", 12, {"V_m": nest.random.uniform()}).get("V_m")

    def select_by_mask(self, name, anchor, specification):
        """Note which nodes of a layer lie in a mask."""
        specification = dict(specification)
        moved = specification.pop("anchor", None)
        ((kind, specs),) = specification.items()
        mask = self.nest.CreateMask(kind, specs, moved)
        found = self.nest.SelectNodesByMask(self.nodes[name], anchor, mask)
        self.drawn += [float(node_id) for node_id in found.tolist()]

    def copy_model(self, old, new, params):
        self.nest.CopyModel(old, new, params)

    def set(self, name, params):
        self.nodes[name].set(params)

    def set_within(self, name, params):
        """Set between Prepare and Cleanup."""
        self.nest.Prepare()
        try:
            self.nodes[name].set(params)
        finally:
            self.nest.Cleanup()

    def set_defaults(self, model, params):
        self.nest.SetDefaults(model, params)

    def kernel(self, params):
        self.nest.set(**params)

    def data_folder(self, name):
        """Let recorders write to an empty folder of this name."""
        self.data = Path(name)
        self.data.mkdir(exist_ok=True)
        for file in self.data.iterdir():
            file.unlink()
        self.nest.data_path = name

    def set_each(self, name, params):
        for node, own in zip(self.nodes[name], params):  # noqa: B905
            node.set(decode(self.nest, own))

    def set_weights(self, name, weight):
        cells = self.nodes[name]
        found = self.nest.GetConnections(cells, cells, "static_synapse")
        if len(found):
            found.set(weight=weight)

    def set_synapses(self, model, params):
        """Set parameters of all connections of a synapse model."""
        found = self.nest.GetConnections(synapse_model=model)
        if len(found):
            found.set(**params)

    def set_synapses_of(self, name, params):
        """Set parameters of all connections from some nodes."""
        found = self.nest.GetConnections(self.nodes[name])
        if len(found):
            found.set(**params)

    def attach(self, model, recorder):
        """Let the first of some weight recorders record what goes through a synapse model."""
        self.nest.SetDefaults(model, {"weight_recorder": self.nodes[recorder][:1]})

    def restrict(self, recorder, key, name, *bounds):
        """Let weight recorders record only spikes of, or to, some nodes."""
        self.nodes[recorder].set({key: self.nodes[name][slice(*bounds)]})

    def connect(self, pre, post, rule, synapse):
        arguments = [part for part in (rule, synapse) if part is not None]
        self.nest.Connect(self.nodes[pre], self.nodes[post], *arguments)

    def select(self, name, *parts):
        """Name a union of slices (name, start, stop, step) of nodes."""
        slices = [self.nodes[of][slice(*bounds)] for of, *bounds in parts]
        self.nodes[name] = sum(slices[1:], start=slices[0])

    def parameter(self, name, tree):
        self.parameters[name] = parameter(self.nest, tree, self.parameters)

    def connect_ids(self, pre, post, rule, synapse):
        self.nest.Connect(pre, post, rule, synapse)

    def tripartite(self, pre, post, third, rule, third_rule, synapses):
        nodes = [self.nodes[name] for name in (pre, post, third)]
        self.nest.TripartiteConnect(*nodes, rule, third_rule, synapses)

    def disconnect(self, pre, post, rule, synapse):
        self.nest.Disconnect(self.nodes[pre], self.nodes[post], conn_spec=rule, syn_spec=synapse)

    def disconnect_some(self, first, step):
        """Disconnect some connections of one thread and one model, whose order is its own."""
        for model in ("static_synapse", "stdp_synapse"):
            found = self.nest.GetConnections(synapse_model=model)
            if len(found):
                threads = np.atleast_1d(found.get("target_thread"))
                # Connections of generators cannot be disconnected one by one.
                for k in np.flatnonzero(threads == threads.min())[first::step].tolist()[:5]:
                    found[k].disconnect()

    def cut(self, pre, post, model, first, step):
        """Disconnect some of the connections between two populations."""
        found = self.nest.GetConnections(self.nodes[pre], self.nodes[post], model)
        if len(found):
            threads = np.atleast_1d(found.get("target_thread"))
            for k in np.flatnonzero(threads == threads.min())[first::step].tolist()[:5]:
                found[k].disconnect()

    def apply(self, drawn, name):
        self.drawn += drawn.apply(self.nodes[name])

    def value(self, drawn):
        self.drawn.append(drawn.GetValue())

    def find(self):
        self.nest.GetConnections()

    def fingerprint(self):
        """Draw from all engines: whoever drew one number more or less before gives another."""
        nest = self.nest
        self.drawn.append(nest.random.uniform().GetValue())
        nodes = nest.Create("iaf_psc_alpha", 12, {"V_m": nest.random.uniform()})
        self.drawn += nodes.get("V_m")
        flags = {"allow_autapses": False, "make_symmetric": True}
        rule = {"rule": "symmetric_pairwise_bernoulli", "p": 0.3, **flags}
        nest.Connect(nodes, nodes, rule, {"delay": nest.min_delay})

    def simulate(self, duration):
        self.nest.Simulate(duration)

    def prepare(self):
        self.nest.Prepare()

    def advance(self, duration):
        """Run between Prepare and Cleanup."""
        self.nest.Run(duration)

    def cleanup(self):
        self.nest.Cleanup()

    def run(self, duration, name=None, params=None, rest=0.0):
        """Run, in two pieces where parameters are set in between."""
        with self.nest.RunManager():
            self.nest.Run(duration)
            if name:
                self.set(name, params)
                self.nest.Run(rest)


def written(function, *arguments):
    """Return what a function writes to a file."""
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder, "file.txt")
        function(*arguments, name)
        return name.read_text()


def run(nest, program):
    """Return what one program gave: {name: array}."""
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.QUIET
    nest.set(**program["kernel"])
    machine, errors = Machine(nest), []
    for number, (action, *arguments) in enumerate(program["steps"]):
        try:
            getattr(machine, action)(
                *[decode(nest, item, machine.parameters) for item in arguments]
            )
        except nest.NESTError as error:
            errors.append(f"{number} {action} {type(error).__name__}")
        except (TypeError, ValueError, LookupError, AttributeError, NameError) as error:
            words = f": {error}" if program.get("same_words", True) else ""
            errors.append(f"{number} {action} {type(error).__name__}{words}")
    drawn = {"drawn": np.array(machine.drawn, float)} if machine.drawn else {}
    errors = np.array(errors, dtype="U")
    answers = {}
    for name, answer in machine.answers.items():
        add_answer(nest, answers, name, answer)
    files = contents(machine.data) if machine.data else {}
    found = collect(nest, program, machine.nodes)
    return {"errors": errors, **drawn, **answers, **files, **found}


def contents(folder):
    """Return the bytes of all files in a folder."""
    return {
        f"file/{path.name}": np.frombuffer(path.read_bytes(), np.uint8)
        for path in sorted(folder.iterdir())
    }


def collect(nest, program, nodes):
    out = {f"kernel/{name}": np.asarray(getattr(nest, name)) for name in KERNEL_FACTS}
    for name in program["recorders"]:
        for number, node in enumerate(nodes.get(name, ())):
            found = node.get()
            for key, values in found["events"].items() if "events" in found else ():
                add_value(out, f"{name}[{number}]/{key}", values)
    for name in program["models"]:
        if name in nest.node_models:
            for key, value in nest.GetDefaults(name).items():
                add_value(out, f"{name}[defaults]/{key}", value)
    for name in program["populations"]:
        for number, node in enumerate(nodes.get(name, ())):
            for key, value in node.get().items():
                if key != "events":
                    add_value(out, f"{name}[{number}]/{key}", value)
    collect_connections(nest, out)
    return out


def collect_connections(nest, out):
    """Read all connections, thread by thread.

    With several threads NEST lists them in the order in which the threads finish, which
    changes from run to run; inside one thread and synapse model the order is its own.
    """
    connections = nest.GetConnections()
    if len(connections) < 2:
        return
    # Not all connections may have a weight, which can only be asked for by itself then.
    found = connections.get([key for key in CONNECTION_FACTS if key != "weight"])
    found["weight"] = connections.get("weight")
    facts = {key: np.asarray(values) for key, values in found.items()}
    order = np.lexsort((facts["target_thread"], facts["synapse_id"]))
    for key, values in facts.items():
        # A weight that all connections of a model share is shown for none of them.
        add_value(out, f"connections/{key}", values[order] if len(values) else values)
    for model, names in OWN_FACTS.items():
        own = nest.GetConnections(synapse_model=model)
        if len(own) > 1:
            found = own.get(["target_thread", *names])
            order = np.argsort(found["target_thread"], kind="stable")
            for name in names:
                add_value(out, f"{model}/{name}", np.asarray(found[name])[order])


def add_answer(nest, out, name, answer):
    """Keep an answer part by part, with the types of its containers."""
    kind = type(answer).__name__
    out[f"{name}/type"] = np.asarray(kind)
    if isinstance(answer, nest.NodeCollection):
        out[f"{name}/text"] = np.asarray(str(answer))
    elif isinstance(answer, (list, tuple)) and all(type(part) is float for part in answer):
        out[name] = np.array(answer, float)
    elif isinstance(answer, (list, tuple, dict)):
        parts = answer.items() if isinstance(answer, dict) else enumerate(answer)
        for key, part in parts:
            add_answer(nest, out, f"{name}/{key}", part)
    elif answer is not None:
        out[name] = np.asarray(answer)


def add_value(out, name, value):
    """Keep numbers, flags, names and arrays; nested status dictionaries go by their text."""
    if isinstance(value, dict):
        value = json.dumps(value, sort_keys=True, default=str)
    array = np.asarray(value)
    out[name] = np.asarray(str(value)) if array.dtype == object else array


def main(module, programs, folder):
    os.environ.setdefault("PYNEST_QUIET", "1")
    nest = importlib.import_module(module)
    for program in json.loads(Path(programs).read_text()):
        target = Path(folder) / f"{program['model']}-{program['seed']}.npz"
        part = target.with_suffix(".part")
        part.touch()
        if hasattr(signal, "alarm"):
            signal.alarm(int(os.environ.get("NESTLIKE_LIVE_SECONDS", "30")))
        with open(part, "wb") as stream:
            np.savez(stream, **run(nest, program))
        part.rename(target)


if __name__ == "__main__":
    main(*sys.argv[1:4])
