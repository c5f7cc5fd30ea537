"""The update loop of models with differential equations: neurons integrated in lock step.

Up to `LANES` neurons go through the stages of the integrator together, each with a step size of its
own; a neuron that has reached the end of the resolution step waits for the others.  What each one
computes is exactly what GSL's first-generation driver computes for it alone.
"""

LANES = 8

#: Sub-steps of one resolution step after which the equations are given up as unstable; NEST would
#: go on, in steps of no length.
MOST_ATTEMPTS = 1_000_000

#: Rows of workspace per component: value, saved value, six slopes, stage argument.
WORK_ROWS = 9

_STAGES = {
    2: "stage_2(y[i, l], h[l], k1[i, l])",
    3: "stage_3(y[i, l], h[l], k1[i, l], k2[i, l])",
    4: "stage_4(y[i, l], h[l], k1[i, l], k2[i, l], k3[i, l])",
    5: "stage_5(y[i, l], h[l], k1[i, l], k2[i, l], k3[i, l], k4[i, l])",
    6: "stage_6(y[i, l], h[l], k1[i, l], k2[i, l], k3[i, l], k4[i, l], k5[i, l])",
}


def lanes_source(names) -> list[str]:
    """Return the body of the update loop for a model that declares `ode`."""
    model = names.model
    scalars = [name for name in model.ode if name in names.scalars]
    vectors = [name for name in model.ode if name in names.vectors]
    size = " + ".join([str(len(scalars)), *[f"size_{name}" for name in vectors]])
    out = [f"components = {size}"]
    for row, name in enumerate(("y", "k1", "k2", "k3", "k4", "k5", "k6", "argument", "saved")):
        out.append(
            f"{name} = grid(block.workspace + {8 * row * LANES} * components, components, {LANES})"
        )
    for row, name in enumerate(("t", "h", "limit", "ratio", "h_next", "done", "is_last", "spare")):
        out.append(f"{name} = f64(block.workspace + {8 * LANES} * (9 * components + {row}), {LANES})")
    out += [
        "step_size = f64(block.step_size, n)",
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
        "remaining = 0",
        "for l in range(m):",
        "    remaining += 1 if done[l] == 0.0 else 0",
        "for i in range(components):",
        "    for l in range(m):",
        "        saved[i, l] = y[i, l]",
    ]
    return lines


def _rhs(names, scalars, vectors, source: str, slope: str) -> list[str]:
    special = {}
    for name, row, vector in _components(scalars, vectors):
        place = f"[{row} : {row} + length_{name}[k0 + l], l]" if vector else f"[{row}, l]"
        special[name] = source + place
        if vector:
            special["d_" + name] = slope + place
    results = ", ".join(f"{slope}[{row}, l]" for _, row, vector in _components(scalars, vectors) if not vector)
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
    ]
    body += _rhs(names, scalars, vectors, "y", "k1")
    for stage in range(2, 7):
        body += ["for i in range(components):", "    for l in range(m):"]
        body.append(f"        argument[i, l] = {_STAGES[stage]}")
        body += _rhs(names, scalars, vectors, "argument", f"k{stage}")
    body += [
        "for i in range(components):",
        "    for l in range(m):",
        "        argument[i, l] = result(y[i, l], h[l], k1[i, l], k3[i, l], k4[i, l], k5[i, l], k6[i, l])",
    ]
    eps_abs, eps_rel, weight_y, weight_slope = names.model.tolerance
    tolerance = (names.argument(str(eps_abs), "k0 + l"), names.argument(str(eps_rel), "k0 + l"))
    slope = "k2[i, l]" if weight_slope else "0.0"
    if weight_slope:
        body += _rhs(names, scalars, vectors, "argument", "k2")
    body += ["for l in range(m):", "    ratio[l] = SMALLEST_NORMAL"]
    body += [
        "for i in range(components):",
        "    for l in range(m):",
        "        error = local_error(h[l], k1[i, l], k3[i, l], k4[i, l], k5[i, l], k6[i, l])",
        f"        fraction = error_ratio(error, argument[i, l], {slope}, h[l],"
        f" {tolerance[0]}, {tolerance[1]}, {weight_y}, {weight_slope})",
        "        ratio[l] = larger_ratio(ratio[l], fraction)",
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
    body += ["            if not t[l] < end:", "                done[l] = 1.0", "                remaining -= 1"]
    return lines + ["    " + line for line in body]


def _finish(names, scalars, vectors) -> list[str]:
    lines = [
        "row = block.ring + ((origin + lag) & block.slot_mask) * block.row_bytes",
        *names.input_views(),
        "for l in range(m):",
        "    k = k0 + l",
        "    if frozen[k] != 0:",
        "        continue",
        "    step_size[k] = h_next[l]",
    ]
    special = {}
    for name, row, vector in _components(scalars, vectors):
        if vector:
            lines += [f"    for i in range(size_{name}):", f"        vector_{name}[i, k] = y[{row} + i, l]"]
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
