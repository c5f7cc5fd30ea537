"""Delivery through synapses that learn: the loop around a synapse model's scalar functions.

A plastic model declares ``on_post_spike`` (for each spike of the target since the synapse was last
used; returns the new weight) and ``on_spike`` (for the spike that is delivered; returns the weight
sent, the new weight and the new state).  Arguments are found by name: ``weight``, the model's
parameters and state (a trailing underscore is dropped), ``t_spike``, ``minus_dt`` (ms from the
target's spike to the synapse's last one, both at the synapse), and ``K_minus``.
"""

from functools import cache

import numpy as np

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.layouts import TABLE
from nestlike.compiler.signatures import argument_names
from nestlike.compiler.views import f64, i32, i64, record
from nestlike.kernel.delivery import pass_on
from nestlike.kernel.history import first_unread, following, time_of, trace_at

_TEXT = """
def deliver(address, begin, end, step):
    table = record(address, TABLE)
    columns = i64(table.columns, {n_columns})
{views}
    weights = f64(table.weight, end)
    neurons = i32(table.neuron, end)
    t_spike = table.ms_per_tic * ((step + 1) * table.tics_per_step)
    for i in range(begin, end):
        neuron = neurons[i]
        archive = i64(table.archive_of, table.n_neurons)[neuron]
        k = i32(table.local_of, table.n_neurons)[neuron]
        delay = i32(table.delay, 1)[0] if table.one_delay else i32(table.delay, end)[i]
        dendritic = delay * table.ms_per_step
        weight = weights[i]
        last = column_t_lastspike[i & mask_t_lastspike]
        entry, finish = first_unread(archive, k, last - dendritic, t_spike - dendritic)
        while entry != finish:
            minus_dt = last - (time_of(archive, entry) + dendritic)
            weight = on_post_spike({post_arguments})
            entry = following(archive, entry)
        K_minus = trace_at(archive, k, t_spike - dendritic)
        sent, weight, {results} = on_spike({arguments})
        weights[i] = weight
{stores}
        pass_on(address, i, step, delay, sent)
    return 0
"""


def source(model) -> str:
    """Return the text of the delivery loop of a plastic synapse model."""
    names = model.columns_used()
    views = []
    for i, name in enumerate(names):
        views.append(f"    mask_{name} = columns[{2 * i + 1}]")
        views.append(f"    column_{name} = f64(columns[{2 * i}], 1 if mask_{name} == 0 else end)")
    state = list(model.state)
    return _TEXT.format(
        n_columns=2 * len(names),
        views="\n".join(views),
        post_arguments=_arguments(model.on_post_spike, names),
        arguments=_arguments(model.on_spike, names),
        results=", ".join(f"new_{name}" for name in state),
        stores="\n".join(f"        column_{name}[i] = new_{name}" for name in state),
    )


def _arguments(function, names) -> str:
    def expression(name):
        plain = name.rstrip("_")
        return f"column_{plain}[i & mask_{plain}]" if plain in names else name

    return ", ".join(expression(name) for name in argument_names(function))


@cache
def deliver_plastic(model) -> Kernel:
    """Return the kernel that delivers through connections of `model`."""
    scope = dict(
        record=record, TABLE=TABLE, f64=f64, i32=i32, i64=i64,
        pass_on=pass_on, first_unread=first_unread,
        following=following, time_of=time_of, trace_at=trace_at,
        on_post_spike=model.on_post_spike, on_spike=model.on_spike,
    )  # fmt: skip
    exec(compile(source(model), f"<deliver {model.name()}>", "exec"), scope)
    return Kernel(scope["deliver"], f"deliver_{model.name()}")


def register_plastic(process, table, clock) -> None:
    """Count the connections of a plastic table with their targets, and note the longest delays."""
    neurons = process.inputs.neurons(table.target)
    count = np.bincount(neurons, minlength=process.n_neurons)
    longest = np.zeros(process.n_neurons)
    delays = np.array(table.delay.take(np.arange(len(table))), float) * clock.ms_per_step
    np.maximum.at(longest, neurons, delays)
    for runtime in process.neurons():
        archive = runtime.block.archive
        stretch = slice(runtime.first_neuron, runtime.first_neuron + runtime.block.n)
        archive.n_incoming += count[stretch]
        np.maximum(archive.max_delay, longest[stretch], out=archive.max_delay)
