"""The update loop of models with differential equations: neurons integrated in lock step.

Up to `LANES` neurons go through the stages of the integrator together, each with a step size of its
own.  A lane whose neuron has reached the end of a resolution step goes on with the next one, and at
the end of the slice with another neuron, so that no lane waits.  What each neuron computes is
exactly what GSL's first-generation driver computes for it alone.
"""

from nestlike.compiler.signatures import argument_names

LANES = 8

#: Sub-steps of one resolution step after which the equations are given up as unstable; NEST would
#: go on, in steps of no length.
MOST_ATTEMPTS = 1_000_000

#: Arrays of workspace, [component][lane]: value, six slopes, stage argument, value before the
#: step, and the lane's step size and tolerance once more for each component.
_ARRAYS = ("y", "k1", "k2", "k3", "k4", "k5", "k6", "argument", "saved", "steps", "tolerances")
WORK_ROWS = len(_ARRAYS)

#: The stages work on whole arrays, lanes without a neuron included: one loop each, which LLVM
#: turns into vector operations.
_STAGES = {
    2: "stage_2(all_y[j], all_steps[j], all_k1[j])",
    3: "stage_3(all_y[j], all_steps[j], all_k1[j], all_k2[j])",
    4: "stage_4(all_y[j], all_steps[j], all_k1[j], all_k2[j], all_k3[j])",
    5: "stage_5(all_y[j], all_steps[j], all_k1[j], all_k2[j], all_k3[j], all_k4[j])",
    6: "stage_6(all_y[j], all_steps[j], all_k1[j], all_k2[j], all_k3[j], all_k4[j], all_k5[j])",
}
_RESULT = "result(all_y[j], all_steps[j], all_k1[j], all_k3[j], all_k4[j], all_k5[j], all_k6[j])"
_ERROR = "local_error(all_steps[j], all_k1[j], all_k3[j], all_k4[j], all_k5[j], all_k6[j])"

_EVERYTHING = f"for j in range(components * {LANES}):"


#: One entry a lane: time and step size, as they were before the sub-step and as wanted next, the
#: largest ratio of errors, whether the sub-step is the last one, spikes so far in this step.
_OF_LANES = ("t", "h", "h_next", "limit", "ratio", "is_last", "fired_in")
#: The same as integers: the neuron, the lag, and sub-steps tried.
_NUMBERS_OF_LANES = ("neuron", "lag_of", "attempts")
_ROWS_OF_LANES = (*_OF_LANES, *_NUMBERS_OF_LANES)


def workspace_size(model, components: int) -> int:
    """Return how many doubles of memory the loop of a model needs for equations so many."""
    most_companions = len(model.state) + len(model.constants())
    return (WORK_ROWS * components + len(_ROWS_OF_LANES) + most_companions) * LANES


def _companions(names) -> list[str]:
    """Return what else the equations ask for neuron by neuron; lanes have copies of it.

    A loop over lanes that followed the numbers of their neurons could not be made of vectors.
    """
    functions = [names.model.rhs, *([names.model.after_substep] if names.model.substep else [])]
    asked = dict.fromkeys(name for f in functions for name in argument_names(f))
    own = [name for name in names.scalars if name not in names.model.ode]
    return [name for name in asked if name in own or (name in names.constants and not names.shared)]


def lanes_source(names) -> list[str]:
    """Return the body of the update loop for a model that declares `ode`."""
    model = names.model
    scalars = [name for name in model.ode if name in names.scalars]
    vectors = [name for name in model.ode if name in names.vectors]
    size = " + ".join([str(len(scalars)), *[f"size_{name}" for name in vectors]])
    companions = _companions(names)
    out = [f"components = {size}", *_workspace(companions)]
    out += [
        "step_size = f64(block.step_size, n)",
        "tolerance = f64(block.tolerance, n)",
        "end = f64(block.scale, 2)[0]",
        "frozen = i8(block.frozen, n)",
        "waiting = 0 if first < last else n",
        "m = 0",
        "while True:",
        f"    while m < {LANES} and waiting < n:",
        "        k = waiting",
        "        waiting += 1",
        "        if frozen[k] != 0:",
        "            continue",
        *_indented(2, _load(names, scalars, vectors, companions)),
        "        m += 1",
        "    if m == 0:",
        "        break",
        *_indented(1, _try_substep(names, scalars, vectors, companions)),
        # From the last lane down, so that the lane that takes the place of another is done with.
        "    l = m",
        "    while l > 0:",
        "        l -= 1",
        *_indented(2, _adapt(names, scalars, vectors, companions)),
        "        if t[l] < end:",
        "            continue",
        *_indented(2, _finish(names, scalars, vectors, companions)),
        "        if lag_of[l] == last:",
        "            m -= 1",
        *_indented(3, _move(companions)),
    ]
    return out


def _indented(depth: int, lines) -> list[str]:
    return ["    " * depth + line for line in lines]


def _workspace(companions) -> list[str]:
    lines = []
    for row, name in enumerate(_ARRAYS):
        place = f"block.workspace + {8 * row * LANES} * components"
        lines.append(f"{name} = grid({place}, components, {LANES})")
        lines.append(f"all_{name} = f64({place}, components * {LANES})")
    for row, name in enumerate((*_ROWS_OF_LANES, *(f"lane_{name}" for name in companions))):
        view = "i64" if name in _NUMBERS_OF_LANES else "f64"
        place = f"block.workspace + {8 * LANES} * ({WORK_ROWS} * components + {row})"
        lines.append(f"{name} = {view}({place}, {LANES})")
    return lines


def _components(scalars, vectors):
    """Yield (name, first row as text, is a vector) for each component group."""
    row = 0
    for name in scalars:
        yield name, str(row), False
        row += 1
    text = str(row)
    for name in vectors:
        yield name, text, True
        text += f" + size_{name}"


def _load(names, scalars, vectors, companions) -> list[str]:
    """Return statements that put neuron k into lane m."""
    lines = [f"lane_{name}[m] = {names.argument(name)}" for name in companions]
    for name, row, vector in _components(scalars, vectors):
        if vector:
            lines += [
                f"for i in range(size_{name}):",
                f"    y[{row} + i, m] = vector_{name}[i, k]",
                # What follows a shorter vector of a neuron takes no part in the integration.
                f"for i in range({row} + length_{name}[k], {row} + size_{name}):",
                "    k1[i, m] = k2[i, m] = k3[i, m] = k4[i, m] = k5[i, m] = k6[i, m] = 0.0",
            ]
        else:
            lines.append(f"y[{row}, m] = state_{name}[k]")
    lines += [
        "for i in range(components):",
        "    saved[i, m] = y[i, m]",
        "    tolerances[i, m] = tolerance[k]",
        "t[m] = 0.0",
        "h_next[m] = step_size[k]",
        "fired_in[m] = 0.0",
        "neuron[m] = k",
        "lag_of[m] = first",
        "attempts[m] = 0",
    ]
    return lines


def _move(companions) -> list[str]:
    """Return statements that put what is in lane m into lane l."""
    moved = ("t", "h_next", "fired_in", *_NUMBERS_OF_LANES, *(f"lane_{n}" for n in companions))
    lines = [f"{name}[l] = {name}[m]" for name in moved]
    return lines + [
        "for i in range(components):",
        "    y[i, l] = y[i, m]",
        "    saved[i, l] = saved[i, m]",
        "    tolerances[i, l] = tolerances[i, m]",
    ]


def _rhs(names, scalars, vectors, companions, source: str, slope: str) -> list[str]:
    special = {name: f"lane_{name}[l]" for name in companions}
    for name, row, vector in _components(scalars, vectors):
        place = f"[{row} : {row} + length_{name}[neuron[l]], l]" if vector else f"[{row}, l]"
        special[name] = source + place
        if vector:
            special["d_" + name] = slope + place
    results = ", ".join(
        f"{slope}[{row}, l]" for _, row, vector in _components(scalars, vectors) if not vector
    )
    comma = "," if len(scalars) == 1 else ""
    call = f"rhs({names.arguments(names.model.rhs, 'neuron[l]', special)})"
    return ["for l in range(m):", f"    {results}{comma} = {call}"]


def _try_substep(names, scalars, vectors, companions) -> list[str]:
    """Return statements that take all lanes through a sub-step and estimate its error."""

    def slopes(source: str, slope: str) -> list[str]:
        return _rhs(names, scalars, vectors, companions, source, slope)

    body = [
        "for l in range(m):",
        "    limit[l] = end - t[l]",
        "    h[l] = limit[l] if h_next[l] > limit[l] else h_next[l]",
        "    is_last[l] = 1.0 if h_next[l] > limit[l] else 0.0",
        "for i in range(components):",
        f"    for l in range({LANES}):",
        "        steps[i, l] = h[l]",
    ]
    body += slopes("y", "k1")
    for stage in range(2, 7):
        body += [_EVERYTHING, f"    all_argument[j] = {_STAGES[stage]}"]
        body += slopes("argument", f"k{stage}")
    body += [_EVERYTHING, f"    all_argument[j] = {_RESULT}"]
    eps_abs, eps_rel, weight_y, weight_slope = (
        "all_tolerances[j]" if isinstance(entry, str) else entry for entry in names.model.tolerance
    )
    slope = "all_k2[j]" if weight_slope else "0.0"
    if weight_slope:
        body += slopes("argument", "k2")
    body += [
        _EVERYTHING,
        f"    all_k1[j] = error_ratio({_ERROR}, all_argument[j], {slope}, all_steps[j],"
        f" {eps_abs}, {eps_rel}, {weight_y}, {weight_slope})",
        f"for l in range({LANES}):",
        "    ratio[l] = SMALLEST_NORMAL",
        "for i in range(components):",
        f"    for l in range({LANES}):",
        "        ratio[l] = larger_ratio(ratio[l], k1[i, l])",
    ]
    return body


def _adapt(names, scalars, vectors, companions) -> list[str]:
    """Return statements that accept the sub-step of lane l, or have it repeated."""
    lines = [
        "attempts[l] += 1",
        f"if attempts[l] > {MOST_ATTEMPTS}:",
        "    return UNSTABLE",
        "reached = end if is_last[l] != 0.0 else t[l] + h[l]",
        "wanted, decreased = adapt(h[l], ratio[l])",
        "if must_repeat(decreased, h[l], wanted, reached):",
        "    h_next[l] = wanted",
        "    continue",
        "h_next[l] = h[l] if decreased else wanted",
        "t[l] = reached",
        "for i in range(components):",
        "    y[i, l] = argument[i, l]",
    ]
    if names.model.substep:
        lines += _after_substep(names, scalars, vectors, companions)
    return lines


def _after_substep(names, scalars, vectors, companions) -> list[str]:
    """Return statements that let the model act on lane l within a resolution step."""
    rows = {name: f"lane_{name}[l]" for name in companions}
    rows |= {name: f"y[{row}, l]" for name, row, _ in _components(scalars, vectors)}
    results = [rows[name] for name in names.model.substep]
    call = names.arguments(names.model.after_substep, "neuron[l]", rows)
    return [
        f"{', '.join(results)}, spikes_now = after_substep({call})",
        "if spikes_now < 0.0:",
        "    return UNSTABLE",
        "fired_in[l] += spikes_now",
    ]


def _finish(names, scalars, vectors, companions) -> list[str]:
    """Return statements that end a resolution step of lane l and begin the next one."""
    lines = [
        "k = neuron[l]",
        "lag = lag_of[l]",
        "row = block.ring + ((origin + lag) % block.n_slots) * block.row_bytes",
        *names.input_views(),
        "step_size[k] = h_next[l]",
    ]
    special = {"fired": "fired_in[l]"}
    own = [name for name in companions if name in names.scalars]
    lines += [f"state_{name}[k] = lane_{name}[l]" for name in own]
    back = [f"lane_{name}[l] = state_{name}[k]" for name in own]
    for name, row, vector in _components(scalars, vectors):
        if vector:
            lines += [
                f"for i in range(size_{name}):",
                f"    vector_{name}[i, k] = y[{row} + i, l]",
            ]
            back += [
                f"for i in range(size_{name}):",
                f"    y[{row} + i, l] = vector_{name}[i, k]",
            ]
        else:
            lines.append(f"state_{name}[k] = y[{row}, l]")
            special[name + "_before"] = f"saved[{row}, l]"
            back.append(f"y[{row}, l] = state_{name}[k]")
    lines += names.step_in_place(special) + names.clear_inputs()
    lines += [
        "if spikes > 0.0:",
        "    n_spikes = note_spike(address, k, lag, spikes, n_spikes)",
        "if block.n_probes > 0:",
        "    sample_node(address, k, origin, origin + lag + 1)",
        *back,
        "for i in range(components):",
        "    saved[i, l] = y[i, l]",
        "t[l] = 0.0",
        "fired_in[l] = 0.0",
        "attempts[l] = 0",
        "lag_of[l] = lag + 1",
    ]
    return lines
