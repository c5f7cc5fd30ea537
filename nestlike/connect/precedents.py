"""Connecting one node to another, as scripts do in loops, by what was found out the first time.

Reading and checking specifications takes a hundred times longer than keeping a connection.  Where
two nodes were connected before, others of the same models can be connected in the same way: all
that may differ then is the weight and the delay.
"""

from nestlike.connect.synapse_specification import specifications
from nestlike.kernel import kernel
from nestlike.models.events import sent_by

#: Rules that draw nothing and make one connection of one source and one target.
_RULES = ("all_to_all", "one_to_one")
_FLAGS = ("allow_autapses", "allow_multapses")
#: What may differ from one connection to the next.
_FREE = ("weight", "delay")
_SMALL = 1 << 53
#: Precedents that are kept, at most.
_MOST = 200


def connect_again(pre, post, conn_spec, syn_spec) -> bool:
    """Connect two nodes if there is a precedent; return whether they have been connected.

    Parameters
    ----------
    pre, post : NodeRanges
    conn_spec, syn_spec
        As the user gave them.
    """
    key = _key(pre, post, conn_spec, syn_spec)
    precedent = None if key is None else kernel.connections.precedents.get(key)
    if precedent is None or not precedent.holds():
        return False
    given = syn_spec if type(syn_spec) is dict else {}
    return precedent.follow(pre.first, post.first, given.get("weight"), given.get("delay"))


def note(pre, post, conn_spec, syn_spec) -> None:
    """Remember how two nodes have been connected, if others may be connected in the same way."""
    key, precedents = _key(pre, post, conn_spec, syn_spec), kernel.connections.precedents
    if key is None or not _are_alike(*key[:2]) or not _makes_one(conn_spec):
        return
    autapses = not isinstance(conn_spec, dict) or conn_spec.get("allow_autapses", True)
    if not autapses and pre.first == post.first:
        return  # no connection was made, so nobody has looked at its values
    given = {"synapse_model": syn_spec} if isinstance(syn_spec, str) else syn_spec or {}
    (spec,) = specifications(given)
    model = spec.entry.model
    if spec.unknown or not spec.all_scalar or model.is_compact or model.requires_symmetric:
        return
    if len(precedents) >= _MOST:
        precedents.clear()
    precedents[key] = Precedent(spec, autapses, *key[:2])


def _key(pre, post, conn_spec, syn_spec):
    """Return what calls of Connect have in common that differ in nodes, weight and delay only.

    None if the call cannot follow a precedent, or be one.
    """
    if pre.size != 1 or post.size != 1 or not (pre.valid and post.valid):
        return None
    if type(conn_spec) is dict:
        if not all(type(value) in (str, bool) for value in conn_spec.values()):
            return None
        conn_spec = tuple(conn_spec.items())
    elif conn_spec is not None and type(conn_spec) is not str:
        return None
    if type(syn_spec) is dict:
        syn_spec = _synapse_key(syn_spec)
        if syn_spec is None:
            return None
    elif syn_spec is not None and type(syn_spec) is not str:
        return None
    return pre.parts[0].entry, post.parts[0].entry, conn_spec, syn_spec


def _synapse_key(syn_spec):
    # Models may check parameters against the weight.
    free = _FREE if syn_spec.keys() <= {*_FREE, "synapse_model"} else ("delay",)
    key = []
    for name, value in syn_spec.items():
        kind = type(value)
        if kind is int and not -_SMALL < value < _SMALL or kind not in (float, int, str, bool):
            return None
        if name not in free:
            key.append((name, kind, value))
        elif kind is float or kind is int:
            key.append(name)
        else:
            return None
    return tuple(key)


def _makes_one(conn_spec) -> bool:
    if not isinstance(conn_spec, dict):
        return (conn_spec or "all_to_all") in _RULES
    return conn_spec.get("rule") in _RULES and conn_spec.keys() <= {"rule", *_FLAGS}


def _are_alike(source, target) -> bool:
    """Return whether all nodes of two models (entries) can be connected if some of them can."""
    if source.model.sends_to_each or source.replicated and target.replicated:
        return False
    if not (_is_neuron(source) or source.replicated and source.model.element_type == "stimulator"):
        return False
    model = target.model
    if not (_is_neuron(target) or target.replicated and model.element_type == "recorder"):
        return False
    own_ports = hasattr(model, "ports_of") or model.spike_ports()
    notes_connections = "has_connections" in model.parameters
    return sent_by(source.model) in ("spike", "current") and not (
        own_ports or notes_connections or model.hears_all
    )


def _is_neuron(entry) -> bool:
    return entry.model.element_type == "neuron" and not entry.replicated


class Precedent:
    """How nodes of two models were connected.

    Parameters
    ----------
    spec : SynapseSpecification
        All of whose quantities are scalar.
    autapses : bool
        Whether a node may be connected to itself.
    source, target : ModelEntry
    """

    def __init__(self, spec, autapses: bool, source, target):
        self.from_device, self.to_device = source.replicated, target.replicated
        values = {name: quantity.value for name, quantity in spec.given.items()}
        self.entry, self.defaults, self.autapses = spec.entry, dict(spec.entry.defaults), autapses
        self.columns = spec.columns(values)
        self.weight, self.delay = self.columns.pop("weight"), self.columns.pop("delay")

    def holds(self) -> bool:
        """Return whether the defaults of the synapse model are what they were."""
        entry = self.entry
        return entry.defaults == self.defaults and kernel.models.synapses.get(entry.name) is entry

    def follow(self, source: int, target: int, weight, delay) -> bool:
        """Connect two nodes, unless something about them has to be looked at."""
        limits, connections = kernel.settings.delays, kernel.connections
        weight = self.weight if weight is None else float(weight)
        steps = self.delay
        if delay is not None:
            if delay != delay:
                return False
            steps = kernel.time.delay_steps(delay)
        possible = self.autapses or source != target
        if not possible or weight != weight or not limits.min_steps <= steps <= limits.max_steps:
            return False
        vp = (source if self.to_device else target) % connections.n_vp
        if self.from_device and not self._agrees(connections.first_model[vp], source):
            return False
        kernel.nodes.number_locally()
        connections.note_change()
        table = connections.table(self._group(connections), vp, self.entry)
        table.add(source, target, weight, steps, self.columns)
        return True

    def _agrees(self, models: dict, source: int) -> bool:
        """Return whether a generator has had no other synapse model, and note that it has this."""
        return models.setdefault(source, self.entry.number) == self.entry.number

    def _group(self, connections) -> list:
        if self.from_device:
            return connections.from_devices
        return connections.to_devices if self.to_device else connections.tables
