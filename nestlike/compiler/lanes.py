"""The update loop of models with differential equations: neurons integrated in lock step.

Up to `LANES` neurons go through the stages of the integrator together, each with a step size of its
own; a neuron that has reached the end of the resolution step waits for the others.  What each one
computes is exactly what GSL's first-generation driver computes for it alone.
"""

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


def lanes_source(names) -> list[str]:
    """Return the body of the update loop for a model that declares `ode`."""
    model = names.model
    scalars = [name for name in model.ode if name in names.scalars]
    vectors = [name for name in model.ode if name in names.vectors]
    size = " + ".join([str(len(scalars)), *[f"size_{name}" for name in vectors]])
    out = [f"components = {size}"]
    for row, name in enumerate(_ARRAYS):
        place = f"block.workspace + {8 * row * LANES} * components"
        out.append(f"{name} = grid({place}, components, {LANES})")
        out.append(f"all_{name} = f64({place}, components * {LANES})")
    for row, name in enumerate(
        ("t", "h", "limit", "ratio", "h_next", "done", "is_last", "fired_in")
    ):
        place = f"block.workspace + {8 * LANES} * ({WORK_ROWS} * components + {row})"
        out.append(f"{name} = f64({place}, {LANES})")
    out += [
        "step_size = f64(block.step_size, n)",
        "tolerance = f64(block.tolerance, n)",
        "end = f64(block.scale, 2)[0]",
        "frozen = i8(block.frozen, n)",
        f"for k0 in range(0, n, {LANES}):",
        f"    m = min({LANES}, n - k0)",
        "    for lag in range(first, last):",
    ]
    body = _load(names, scalars, vectors) + _integrate(names, scalars, vectors)
    body += _finish(names, scalars, vectors)
    return out + ["        " + line for line in body]


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


def _load(names, scalars, vectors) -> list[str]:
    lines = ["for l in range(m):"]
    for name, row, vector in _components(scalars, vectors):
        if vector:
            lines += [
                f"    for i in range(size_{name}):",
                f"        y[{row} + i, l] = vector_{name}[i, k0 + l]",
                # What follows a shorter vector of a neuron takes no part in the integration.
                f"    for i in range({row} + length_{name}[k0 + l], {row} + size_{name}):",
                "        k1[i, l] = k2[i, l] = k3[i, l] = k4[i, l] = k5[i, l] = k6[i, l] = 0.0",
            ]
        else:
            lines.append(f"    y[{row}, l] = state_{name}[k0 + l]")
    lines += [
        "    t[l] = 0.0",
        "    done[l] = 1.0 if frozen[k0 + l] != 0 else 0.0",
        "    step_size_now = step_size[k0 + l]",
        "    h_next[l] = step_size_now",
        "    fired_in[l] = 0.0",
        "remaining = 0",
        "for l in range(m):",
        "    remaining += 1 if done[l] == 0.0 else 0",
        "for i in range(components):",
        "    for l in range(m):",
        "        saved[i, l] = y[i, l]",
        "        tolerances[i, l] = tolerance[k0 + l]",
    ]
    return lines


def _rhs(names, scalars, vectors, source: str, slope: str) -> list[str]:
    special = {}
    for name, row, vector in _components(scalars, vectors):
        place = f"[{row} : {row} + length_{name}[k0 + l], l]" if vector else f"[{row}, l]"
        special[name] = source + place
        if vector:
            special["d_" + name] = slope + place
    results = ", ".join(
        f"{slope}[{row}, l]" for _, row, vector in _components(scalars, vectors) if not vector
    )
    comma = "," if len(scalars) == 1 else ""
    call = f"rhs({names.arguments(names.model.rhs, 'k0 + l', special)})"
    return ["for l in range(m):", f"    {results}{comma} = {call}"]


def _integrate(names, scalars, vectors) -> list[str]:
    lines = ["attempts = 0", "while remaining > 0:"]
    body = [
        "attempts += 1",
        f"if attempts > {MOST_ATTEMPTS}:",
        "    return UNSTABLE",
        "for l in range(m):",
        "    limit[l] = end - t[l]",
        "    h[l] = limit[l] if h_next[l] > limit[l] else h_next[l]",
        "    is_last[l] = 1.0 if h_next[l] > limit[l] else 0.0",
        "for i in range(components):",
        f"    for l in range({LANES}):",
        "        steps[i, l] = h[l]",
    ]
    body += _rhs(names, scalars, vectors, "y", "k1")
    for stage in range(2, 7):
        body += [_EVERYTHING, f"    all_argument[j] = {_STAGES[stage]}"]
        body += _rhs(names, scalars, vectors, "argument", f"k{stage}")
    body += [_EVERYTHING, f"    all_argument[j] = {_RESULT}"]
    eps_abs, eps_rel, weight_y, weight_slope = (
        "all_tolerances[j]" if isinstance(entry, str) else entry for entry in names.model.tolerance
    )
    slope = "all_k2[j]" if weight_slope else "0.0"
    if weight_slope:
        body += _rhs(names, scalars, vectors, "argument", "k2")
    body += [
        _EVERYTHING,
        f"    all_k1[j] = error_ratio({_ERROR}, all_argument[j], {slope}, all_steps[j],"
        f" {eps_abs}, {eps_rel}, {weight_y}, {weight_slope})",
        "for l in range(m):",
        "    ratio[l] = SMALLEST_NORMAL",
        "for i in range(components):",
        "    for l in range(m):",
        "        ratio[l] = larger_ratio(ratio[l], k1[i, l])",
        "for l in range(m):",
        "    if done[l] == 0.0:",
        "        reached = end if is_last[l] != 0.0 else t[l] + h[l]",
        "        wanted, decreased = adapt(h[l], ratio[l])",
        "        if must_repeat(decreased, h[l], wanted, reached):",
        "            h_next[l] = wanted",
        "        else:",
        "            h_next[l] = h[l] if decreased else wanted",
        "            t[l] = reached",
        "            for i in range(components):",
        "                y[i, l] = argument[i, l]",
    ]
    if names.model.substep:
        body += ["            " + line for line in _after_substep(names, scalars, vectors)]
    body += [
        "            if not t[l] < end:",
        "                done[l] = 1.0",
        "                remaining -= 1",
    ]
    return lines + ["    " + line for line in body]


def _after_substep(names, scalars, vectors) -> list[str]:
    rows = {name: f"y[{row}, l]" for name, row, _ in _components(scalars, vectors)}
    results = [rows.get(name, names.argument(name, "k0 + l")) for name in names.model.substep]
    call = names.arguments(names.model.after_substep, "k0 + l", rows)
    return [
        f"{', '.join(results)}, spikes_now = after_substep({call})",
        "if spikes_now < 0.0:",
        "    return UNSTABLE",
        "fired_in[l] += spikes_now",
    ]


def _finish(names, scalars, vectors) -> list[str]:
    lines = [
        "row = block.ring + ((origin + lag) % block.n_slots) * block.row_bytes",
        *names.input_views(),
        "for l in range(m):",
        "    k = k0 + l",
        "    if frozen[k] != 0:",
        "        continue",
        "    step_size[k] = h_next[l]",
    ]
    special = {"fired": "fired_in[l]"}
    for name, row, vector in _components(scalars, vectors):
        if vector:
            lines += [
                f"    for i in range(size_{name}):",
                f"        vector_{name}[i, k] = y[{row} + i, l]",
            ]
        else:
            lines.append(f"    state_{name}[k] = y[{row}, l]")
            special[name + "_before"] = f"saved[{row}, l]"
    lines += ["    " + line for line in names.step_in_place(special) + names.clear_inputs()]
    lines += [
        "    if spikes > 0.0:",
        "        n_spikes = note_spike(address, k, lag, spikes, n_spikes)",
        "    if block.n_probes > 0:",
        "        sample_node(address, k, origin, origin + lag + 1)",
    ]
    return lines
