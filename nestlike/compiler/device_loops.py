"""Write the loops around a stimulator's scalar step.

Stimulators declare `variables` and `derived` (names) and `step`; arguments of `step` are found by
name: variables, derived constants, ``now`` (update step), ``active``, and for models with a
schedule ``times`` and ``values`` (arrays).  Every stimulator is stepped lag by lag, device by
device, as NEST does; what is sent depends on the kind, see the two functions below.
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
    targets = i64(device.first_target, n + 1)
    target_state = f64(device.target_state, targets[n])
    schedule = i64(device.schedule_first, n + 1)
{views}
    frozen = i8(device.frozen, n)
    for k in range(n):
        if frozen[k] != 0:
            continue
        memory = f64(device.workspace + 8 * {workspace} * k, {workspace})
        times = i64(device.schedule_step + 8 * schedule[k], schedule[k + 1] - schedule[k])
        values = f64(device.schedule_weight + 8 * schedule[k], schedule[k + 1] - schedule[k])
        for lag in range(first, last):
            now = origin + lag
            active = {active}(address, k, now)
{body}
    return 0
"""

_SAMPLE = """
if device.n_probes > 0:
    sample_node(address, k, origin, now + 1)
"""

_VALUE_OF = """
def value_of(address, k, which):
    device = record(address, DEVICE)
    return f64(device.state + 8 * {row} * device.n, device.n)[k]

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
    """Return the text of the update loop of a stimulator.

    Parameters
    ----------
    model : type
    active : str
        Name of the function that tells whether a device is active in a step.
    send : str
        Statements that send to the targets of device k.
    """
    variables, constants = model.variables.split(), model.derived.split()
    lines = [
        f"state_{name} = f64(device.state + {8 * i} * n, n)" for i, name in enumerate(variables)
    ]
    lines += [
        f"row_{name} = f64(device.constants + {8 * i} * n, n)" for i, name in enumerate(constants)
    ]
    body = _step(model, variables) + send.strip("\n").split("\n")
    if variables:
        body += _SAMPLE.strip("\n").split("\n")
    return _HEAD.format(
        words=STATE_WORDS,
        workspace=max(1, model.workspace),
        views="\n".join("    " + line for line in lines),
        active=active,
        body="\n".join("            " + line for line in body),
    )


def _step(model, variables) -> list[str]:
    if model.step is None:
        return []
    results = "".join(f"new_{name}, " for name in variables)
    lines = [f"{results} = step({arguments(model, model.step)})"]
    return lines + [f"state_{name}[k] = new_{name}" for name in variables]


def arguments(model, function) -> str:
    """Return the argument list of one of the model's functions for device k."""
    variables, constants = model.variables.split(), model.derived.split()

    def expression(name):
        if name in variables:
            return f"state_{name}[k]"
        return f"row_{name}[k]" if name in constants else name

    return ", ".join(expression(name) for name in argument_names(function))


def define(model, active: str, send: str, primitives: dict):
    """Return the update loop as a plain function; `primitives` are the functions it calls."""
    scope = {name: getattr(views, name) for name in ("f64", "i8", "i32", "i64", "u64", "record")}
    scope |= {name: getattr(layouts, name) for name in ("DEVICE", "PROBE", "SAMPLER")}
    scope |= {
        "OWNER": layouts.DEVICE,
        "PROBE_SIZE": layouts.PROBE.itemsize,
        "step": model.step,
        **primitives,
    }
    variables = model.variables.split()
    text = _VALUE_OF.format(row=variables.index("I") if "I" in variables else 0)
    exec(compile(text + TAKE_SAMPLE, f"<sample {model.name()}>", "exec"), scope)
    exec(compile(source(model, active, send), f"<update {model.name()}>", "exec"), scope)
    return scope["update"]
