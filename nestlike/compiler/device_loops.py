"""Write the loops around a stimulator's scalar functions.

Stimulators declare `variables`, `derived` and `target_variables` (names) and functions such as
`step`, whose arguments are found by name: variables, derived constants, variables of target ``j``,
``now`` (update step), ``active``, ``engine`` and ``synced`` (random engines), ``memory`` and
``target_memory`` (doubles of a device and of a target), and for models with a schedule ``times``
and ``values`` (arrays).  Stimulators are stepped device by device, each lag by lag or once for a
slice, as NEST does; what is sent is a piece of text from the kinds of stimulators.
"""

from nestlike.compiler import layouts, views
from nestlike.compiler.loops import TAKE_SAMPLE
from nestlike.compiler.signatures import argument_names
from nestlike.numerics.engine_state import STATE_WORDS

_HEAD = """
def update(address, origin, first, last):
    device = record(address, DEVICE)
    n = device.n
    engine = u64(device.engine, {words})
    synced = u64(device.synced, {words})
    targets = i64(device.first_target, n + 1)
    doubles = device.target_doubles
    schedule = i64(device.schedule_first, n + 1)
{views}
    frozen = i8(device.frozen, n)
    for k in range(n):
        if frozen[k] != 0:
            continue
        memory = f64(device.workspace + 8 * {workspace} * k, {workspace})
        times = i64(device.schedule_step + 8 * schedule[k], schedule[k + 1] - schedule[k])
        values = f64(device.schedule_weight + 8 * schedule[k], schedule[k + 1] - schedule[k])
{body}
    return 0
"""

_EACH_STEP = """
for lag in range(first, last):
    now = origin + lag
    active = {active}(address, k, now)
"""

_SAMPLE = """
if device.n_probes > 0:
    sample_node(address, k, origin, now + 1)
"""

_SAMPLING = """
def sample_node(address, k, origin, stamp):
    device = record(address, DEVICE)
    for p in range(device.n_probes):
        probe = record(device.probes + p * PROBE_SIZE, PROBE)
        index = sample_index(probe.sampler, origin, stamp)
        nodes = i32(probe.nodes, probe.n)
        for j in range(probe.n):
            if index >= 0 and nodes[j] == k:
                note_sample(probe.sampler, stamp, index)
                take_sample(address, p, j, k, index, stamp)
"""


def source(model, active: str, send: str) -> str:
    """Return the text of the update loop of a stimulator that is stepped lag by lag.

    Parameters
    ----------
    model : type
    active : str
        Name of the function that tells whether a device is active in a step.
    send : str
        Statements that send to the targets of device k.
    """
    body = _step(model) + _lines(send)
    if model.recordables:
        body += _lines(_SAMPLE)
    each_step = _lines(_EACH_STEP.format(active=active)) + ["    " + line for line in body]
    return _update(model, each_step)


def _update(model, body: list) -> str:
    return _HEAD.format(
        words=STATE_WORDS,
        workspace=max(1, model.workspace),
        views="\n".join("    " + line for line in _views(model)),
        body="\n".join("        " + line for line in body),
    )


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def _views(model) -> list[str]:
    rows = (
        ("state_", model.variables, "device.state", "n"),
        ("row_", model.derived, "device.constants", "n"),
        ("target_", model.target_variables, "device.target_state", "targets[n]"),
    )
    return [
        f"{prefix}{name} = f64({start} + {8 * i} * {size}, {size})"
        for prefix, names, start, size in rows
        for i, name in enumerate(names.split())
    ]


def _step(model) -> list[str]:
    if model.step is None:
        return []
    variables = model.variables.split()
    results = "".join(f"new_{name}, " for name in variables)
    lines = [f"{results} = step({arguments(model, model.step)})"]
    return lines + [f"state_{name}[k] = new_{name}" for name in variables]


def expression(model, name: str) -> str:
    """Return the expression for a named quantity of device k, and of its target j."""
    if name in model.variables.split():
        return f"state_{name}[k]"
    if name in model.target_variables.split():
        return f"target_{name}[j]"
    if name == "target_memory":
        return "f64(device.target_memory + 8 * doubles * j, doubles)"
    return f"row_{name}[k]" if name in model.derived.split() else name


def arguments(model, function) -> str:
    """Return the argument list of one of the model's functions for device k and target j."""
    return ", ".join(expression(model, name) for name in argument_names(function))


def _value_source(model) -> str:
    """Return the text of ``value_of(address, k, which)``, which reads a recordable."""
    variables = model.variables.split()
    lines = ["def value_of(address, k, which):", "    device = record(address, DEVICE)"]
    for number, name in enumerate(sorted(model.recordables)):
        row = variables.index(name)
        lines.append(f"    if which == {number}:")
        lines.append(f"        return f64(device.state + 8 * {row} * device.n, device.n)[k]")
    return "\n".join([*lines, "    return 0.0"]) + "\n"


def define(model, active: str, send: str, primitives: dict):
    """Return the update loop of a device that is stepped lag by lag, as a plain function.

    Parameters
    ----------
    model, active, send
        As in `source`.
    primitives : dict
        The functions that are called, by name.
    """
    return _compile(model, source(model, active, send), primitives)


def define_by_slice(model, send: str, primitives: dict):
    """Return the update loop of a device that does everything for a slice at once.

    Parameters
    ----------
    model : type
    send : str
        Statements for device k in the steps ``origin + first`` to ``origin + last - 1``.
    primitives : dict
        The functions that are called, by name.
    """
    return _compile(model, _update(model, _lines(send)), primitives)


def _compile(model, text: str, primitives: dict):
    scope = {name: getattr(views, name) for name in ("f64", "i8", "i32", "i64", "u64", "record")}
    scope |= {name: getattr(layouts, name) for name in ("DEVICE", "PROBE", "SAMPLER")}
    scope |= {
        "OWNER": layouts.DEVICE,
        "PROBE_SIZE": layouts.PROBE.itemsize,
        "step": model.step,
        **primitives,
    }
    sampling = _value_source(model) + TAKE_SAMPLE + _SAMPLING
    exec(compile(sampling, f"<sample {model.name()}>", "exec"), scope)
    exec(compile(text, f"<update {model.name()}>", "exec"), scope)
    return scope["update"]
