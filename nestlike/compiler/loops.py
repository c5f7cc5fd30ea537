"""Write the loops around a neuron model's scalar functions.

The functions made here are plain Python functions of addresses, generated from the model's
declarations; `update_source` shows their text.  Three shapes of update loop exist:

* lag outer, neuron inner: for deterministic exact models; the inner loop vectorises;
* neuron outer, lag inner: for models that draw random numbers, since NEST draws node by node;
* lanes: for models with differential equations, several neurons in lock step (see `lanes`).
"""

from nestlike.compiler import layouts, views
from nestlike.compiler.kernels import inlined
from nestlike.compiler.lanes import lanes_source, slopes_source
from nestlike.compiler.names import Names
from nestlike.numerics.engine import uniform
from nestlike.numerics.engine_state import STATE_WORDS

_BEGIN = """
def update(address, origin, first, last):
    block = record(address, BLOCK)
    n = block.n
    fired = f64(block.fired, n)
    n_spikes = 0
"""

_ROW = "row = block.ring + ((origin + lag) % block.n_slots) * block.row_bytes"

_END = """
    block.n_spikes = n_spikes
    return 0
"""


def update_source(model, shared: bool, one_by_one: bool = False) -> str:
    """Return the text of an update loop.

    Parameters
    ----------
    model : type
        A `Neuron` class.
    shared : bool
        Whether all neurons of the block have the same constants.
    one_by_one : bool
        Whether the loop goes neuron by neuron.
    """
    names = Names(model, shared, plain=not one_by_one)
    if model.ode:
        body = lanes_source(names)
    else:
        body = _one_by_one(names) if one_by_one else _lag_by_lag(names)
        body = names.views([model.step], also=model.state) + body
    return _BEGIN.lstrip("\n") + "\n".join("    " + line for line in body) + _END


def _lag_by_lag(names: Names) -> list[str]:
    lines = ["for lag in range(first, last):", f"    {_ROW}"]
    lines += ["    " + line for line in names.input_views()]
    lines += ["    count = 0", "    for k in range(n):"]
    lines += ["        " + line for line in names.step_in_place()]
    lines += ["        fired[k] = spikes", "        count += 1 if spikes != 0.0 else 0"]
    lines += ["        " + line for line in names.clear_inputs()]
    lines += [
        "    if count > 0:",
        "        n_spikes = collect(address, lag, n_spikes)",
        "    if block.n_probes > 0:",
        "        sample_block(address, origin, origin + lag + 1)",
    ]
    return lines


def _one_by_one(names: Names) -> list[str]:
    lines = [f"engine = u64(block.engine, {STATE_WORDS})", "frozen = i8(block.frozen, n)"]
    lines.append("block.told = block.gated")
    lines += ["for k in range(n):", "    if frozen[k] != 0:", "        continue"]
    lines += ["    for lag in range(first, last):", f"        {_ROW}"]
    lines += ["        " + line for line in names.input_views()]
    if names.model.draws:
        draws = names.argument(names.model.draws)
        lines.append(f"        uniform = draw_uniform(engine) if {draws} != 0.0 else 0.0")
    lines += ["        " + line for line in names.step_in_place() + names.clear_inputs()]
    lines += [
        "        if spikes != 0.0:",
        "            n_spikes = note_spike(address, k, lag, spikes, n_spikes)",
        "            if block.gated and spikes > 0.0:",
        "                tell_recorders(address, k, origin + lag + 1, int(spikes))",
        "        if block.n_probes > 0:",
        "            sample_node(address, k, origin, origin + lag + 1)",
    ]
    return lines


def collect(address, lag, n_spikes):
    """Append the marked neurons of a block to its list of spikes and return the list's length."""
    block = views.record(address, layouts.BLOCK)
    fired = views.f64(block.fired, block.n)
    for k in range(block.n):
        if fired[k] != 0.0:
            n_spikes = note_spike(address, k, lag, fired[k], n_spikes)
    return n_spikes


def note_spike(address, k, lag, spikes, n_spikes):
    """Append one neuron's spikes of one step to its block's list."""
    block = views.record(address, layouts.BLOCK)
    views.i32(block.spike_node, block.capacity)[n_spikes] = k
    views.i32(block.spike_lag, block.capacity)[n_spikes] = lag
    views.i32(block.spike_count, block.capacity)[n_spikes] = int(spikes)
    return n_spikes + 1


def value_source(model, shared: bool) -> str:
    """Return the text of ``value_of(address, k, which)``, which reads a recordable."""
    names = Names(model, shared)
    lines = [
        "def value_of(address, k, which):",
        "    block = record(address, BLOCK)",
        "    n = block.n",
    ]
    count = len(model.recordables)
    for number, read in enumerate(model.recordables.values()):
        function = getattr(read, "function", read)
        arguments = names.arguments(function, special={"i": f"which // {count}"})
        lines.append(f"    if which % {count} == {number}:")
        lines += ["        " + line for line in names.views([function])]
        lines.append(f"        return recordable_{number}({arguments})")
    return "\n".join([*lines, "    return 0.0"]) + "\n"


def derive_source(model) -> str:
    """Return the text of ``derive_all(parameters, constants, n, scale)``.

    `parameters` and `constants` are [name][n]; `scale` holds the resolution in ms and in tics.
    """
    return Names(model, shared=False).derive_source()


#: Takes sample `index` of entry `j` of probe `p`; OWNER is the layout of the record at `address`.
TAKE_SAMPLE = """
def take_sample(address, p, j, k, index, stamp):
    probe = record(record(address, OWNER).probes + p * PROBE_SIZE, PROBE)
    capacity = record(probe.sampler, SAMPLER).per_slice
    place = i32(probe.places, probe.n)[j]
    which = i32(probe.which, probe.n_values)
    out = f64(probe.out, probe.n_values * probe.n_targets * capacity)
    sampler = record(probe.sampler, SAMPLER)
    if stamp < i64(sampler.since, sampler.n_targets)[place]:
        return
    i8(sampler.filled, probe.n_targets * capacity)[place * capacity + index] = 1
    for v in range(probe.n_values):
        out[(v * probe.n_targets + place) * capacity + index] = value_of(address, k, which[v])
"""

_SAMPLING = """
def sample_block(address, origin, stamp):
    block = record(address, BLOCK)
    for p in range(block.n_probes):
        probe = record(block.probes + p * PROBE_SIZE, PROBE)
        index = sample_index(probe.sampler, origin, stamp)
        if index >= 0:
            note_sample(probe.sampler, stamp, index)
            nodes = i32(probe.nodes, probe.n)
            for j in range(probe.n):
                take_sample(address, p, j, nodes[j], index, stamp)

def sample_node(address, k, origin, stamp):
    block = record(address, BLOCK)
    first = i64(block.probes_of, n_entries(block.n))
    entries = i64(block.probes_of + 8 * (block.n + 1), 2 * first[block.n])
    for e in range(first[k], first[k + 1]):
        p = entries[2 * e]
        probe = record(block.probes + p * PROBE_SIZE, PROBE)
        index = sample_index(probe.sampler, origin, stamp)
        if index >= 0:
            note_sample(probe.sampler, stamp, index)
            take_sample(address, p, entries[2 * e + 1], k, index, stamp)
"""


def n_entries(n):
    """Return the length of the table of first entries of `n` nodes."""
    return n + 1


def _scope(model) -> dict:
    from nestlike.numerics import rkf45

    scope = {
        name: getattr(views, name) for name in ("f64", "grid", "i8", "i32", "i64", "u64", "record")
    }
    scope |= {name: getattr(layouts, name) for name in ("BLOCK", "PROBE", "SAMPLER")}
    scope |= {name: getattr(rkf45, name) for name in dir(rkf45) if not name.startswith("_")}
    scope |= {
        "OWNER": layouts.BLOCK,
        "UNSTABLE": layouts.UNSTABLE,
        "PROBE_SIZE": layouts.PROBE.itemsize,
        "collect": collect,
        "note_spike": note_spike,
        "n_entries": n_entries,
    }
    scope |= {"draw_uniform": uniform, "step": model.step, "derive": model.derive}
    for name in ("rhs", "after_substep"):
        if hasattr(model, name):
            scope[name] = getattr(model, name)
    for number, read in enumerate(model.recordables.values()):
        scope[f"recordable_{number}"] = getattr(read, "function", read)
    return scope


def _define(text: str, name: str, scope: dict):
    exec(compile(text, f"<{name}>", "exec"), scope)
    return scope[name]


def update_function(model, shared: bool, one_by_one: bool, sampling: dict):
    """Return the update loop of `model`.

    `sampling` supplies sample_index, note_sample and tell_recorders.
    """
    scope = _scope(model) | sampling
    _define(value_source(model, shared), "value_of", scope)
    _define(TAKE_SAMPLE, "take_sample", scope)
    _define(_SAMPLING, "sample_block", scope)
    if model.ode:
        # In line, LLVM sees that lanes do not overlap; a check at run time costs a third.
        inlined(_define(slopes_source(Names(model, shared)), "slopes", scope))
    return _define(update_source(model, shared, one_by_one), "update", scope)


def derive_function(model):
    """Return the function that computes rows of constants from rows of parameters."""
    return _define(derive_source(model), "derive_all", _scope(model))
