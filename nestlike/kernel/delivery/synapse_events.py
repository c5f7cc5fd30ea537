"""Delivery spike by spike: the loop around a synapse model's scalar functions.

A synapse model that does more than send its weight declares ``on_spike``, which is called for each
spike and returns, as far as they apply: the weight sent, whether anything is sent (models that are
`unreliable`), the new weight (models that `learn`), and the new state.  A model that depends on the
target's spikes declares ``on_post_spike`` too, which is called for each of them since the synapse
was last used and returns the new weight.

Arguments are found by name: ``weight``, the model's parameters and state (a trailing underscore is
dropped), ``t_spike``, ``engine`` (the random engine of the target's thread), and for models that
depend on the target's spikes ``minus_dt`` (ms from the target's spike to the synapse's last one,
both at the synapse) and ``K_minus``.
"""

from functools import cache

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.layouts import TABLE
from nestlike.compiler.signatures import argument_names
from nestlike.compiler.views import f64, i32, i64, record, u32, u64
from nestlike.kernel.delivery.history import first_unread, following, time_of, trace_at
from nestlike.kernel.delivery.static_delivery import copies, pass_on
from nestlike.kernel.recording.weight_log import log_weight
from nestlike.numerics.engine_state import STATE_WORDS

_TEXT = """
def deliver(address, begin, end, step):
    table = record(address, TABLE)
    t_spike = table.ms_per_tic * ((step + 1) * table.tics_per_step)
{views}
    for i in range(begin, end):
        delay = i32(table.delay, 1)[0] if table.one_delay else i32(table.delay, end)[i]
        weight = weights[0] if table.one_weight else weights[i]
{history}
        {results} = on_spike({arguments})
{stores}
{send}
    return 0
"""

_HISTORY = """
        neuron = u32(table.neuron, end)[i]
        archive = i64(table.archive_of, table.n_neurons)[neuron]
        k = i32(table.local_of, table.n_neurons)[neuron]
        dendritic = delay * table.ms_per_step
        last = column_t_lastspike[i & mask_t_lastspike]
        entry, finish = first_unread(archive, k, last - dendritic, t_spike - dendritic)
        while entry != finish:
            minus_dt = last - (time_of(archive, entry) + dendritic)
            weight = on_post_spike({arguments})
            entry = following(archive, entry)
        K_minus = trace_at(archive, k, t_spike - dendritic)
"""

_UNLESS_SENT = """
        if not is_sent:
            continue
"""

_SEND = """
        pass_on(address, i, step, delay, sent)
"""

# NEST's dilutors draw once the synapse has acted, whatever comes of it.
_SEND_COPIES = """
        mother_spikes = table.count
        engine_of_copies = u64(table.engine, {words})
        table.count = copies(engine_of_copies, mother_spikes, table.p_copy)
        if table.count > 0:
            pass_on(address, i, step, delay, sent)
        table.count = mother_spikes
"""

_LOG = """
        log_weight(address, i, step + 1, sent)
"""

_OPEN = """
        return 1
"""


def source(model, send: str) -> str:
    """Return the text of the loop over the connections that a spike goes through.

    Parameters
    ----------
    model : type
        A `SynapseModel`.
    send : str
        What is done with a spike that is sent.
    """
    names = model.columns_used()
    results = ["sent", *["is_sent"] * model.unreliable, *["weight"] * model.learns]
    results += [f"new_{name}" for name in model.state]
    stores = ["weights[i] = weight"] * model.learns
    stores += [f"column_{name}[i] = new_{name}" for name in model.state]
    history = ""
    if model.reads_history():
        history = _HISTORY.format(arguments=_arguments(model.on_post_spike, names))
    send = (_UNLESS_SENT if model.unreliable else "") + send
    return _TEXT.format(
        views="\n".join("    " + line for line in _views(model, names)),
        history=history.strip("\n"),
        results=", ".join(results),
        arguments=_arguments(model.on_spike, names),
        stores="\n".join("        " + line for line in stores),
        send=send.strip("\n"),
    )


def _views(model, names) -> list[str]:
    """Return statements that make arrays of weights and of the model's own columns."""
    lines = ["weights = f64(table.weight, 1 if table.one_weight else end)"]
    if "engine" in argument_names(model.on_spike):
        lines.append(f"engine = u64(table.engine, {STATE_WORDS})")
    if names:
        lines.append(f"columns = i64(table.columns, {2 * len(names)})")
    quantities = {**model.individual(), **model.common}
    for i, name in enumerate(names):
        view = "i64" if quantities[name].kind is int else "f64"
        lines.append(f"mask_{name} = columns[{2 * i + 1}]")
        size = f"1 if mask_{name} == 0 else end"
        lines.append(f"column_{name} = {view}(columns[{2 * i}], {size})")
    return lines


def _arguments(function, names) -> str:
    def expression(name):
        plain = name.rstrip("_")
        return f"column_{plain}[i & mask_{plain}]" if plain in names else name

    return ", ".join(expression(name) for name in argument_names(function))


@cache
def event_loop(model, recorded: bool) -> Kernel:
    """Return the kernel that delivers spike by spike through connections of `model`.

    With `recorded`, a weight recorder takes down what is sent.
    """
    text = source(model, _SEND + _LOG * recorded)
    return _kernel(model, text, f"deliver_{model.name()}{'_recorded' * recorded}")


@cache
def copying_loop(model) -> Kernel:
    """Return the kernel that delivers copies of the spikes of a dilutor."""
    text = source(model, _SEND_COPIES.format(words=STATE_WORDS))
    return _kernel(model, text, f"copy_{model.name()}")


@cache
def event_gate(model) -> Kernel:
    """Return the kernel that tells whether one connection of `model` sends a spike on (1) or not.

    The target must have no history.
    """
    return _kernel(model, source(model, _OPEN), f"send_{model.name()}")


def _kernel(model, text: str, name: str) -> Kernel:
    scope = dict(
        record=record, TABLE=TABLE, f64=f64, i32=i32, i64=i64, u32=u32, u64=u64,
        pass_on=pass_on, copies=copies, log_weight=log_weight, first_unread=first_unread,
        following=following, time_of=time_of, trace_at=trace_at, on_spike=model.on_spike,
    )  # fmt: skip
    if model.reads_history():
        scope["on_post_spike"] = model.on_post_spike
    exec(compile(text, f"<{name}>", "exec"), scope)
    return Kernel(scope["deliver"], name)
