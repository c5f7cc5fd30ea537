"""The update loop of models with differential equations: neurons integrated in lock step.

Up to `LANES` neurons go through the stages of the integrator together, each with a step size of its
own.  A lane whose neuron has reached the end of a resolution step goes on with the next one, and at
the end of the slice with another neuron, so that no lane waits.  What each neuron computes is
exactly what GSL's first-generation driver computes for it alone.
"""

from nestlike.compiler.lane_memory import LANES, NUMBERS_OF_LANES, Lanes

#: Sub-steps of one resolution step after which the equations are given up as unstable; NEST would
#: go on, in steps of no length.
MOST_ATTEMPTS = 1_000_000

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


def slopes_source(names) -> str:
    """Return the text of ``slopes(address, m, values, slope)``: the equations, for m lanes.

    The stages share it: the compiler takes its time over equations.
    """
    lanes = Lanes(names)
    special = {name: f"lane_{name}[l]" for name in lanes.companions}
    for name, row, vector in lanes.components():
        place = f"[{row} : {row} + length_{name}[neuron[l]], l]" if vector else f"[{row}, l]"
        special[name] = "values" + place
        if vector:
            special["d_" + name] = "slope" + place
    targets = [f"slope[{row}, l], " for _, row, vector in lanes.components() if not vector]
    call = f"rhs({names.arguments(names.model.rhs, 'neuron[l]', special)})"
    body = ["block = record(address, BLOCK)", "n = block.n"]
    body += names.views([names.model.rhs], also=lanes.vectors)
    body += [lanes.count(), *lanes.row_views(["neuron"])]
    body += ["for l in range(m):", f"    {''.join(targets)} = {call}", "return 0"]
    return "def slopes(address, m, values, slope):\n" + "\n".join(_indented(1, body)) + "\n"


def lanes_source(names) -> list[str]:
    """Return the body of the update loop for a model that declares `ode`."""
    lanes = Lanes(names)
    functions = [names.model.step, *([names.model.after_substep] if names.model.substep else [])]
    out = names.views(functions, also=(*names.model.state, *lanes.companions))
    out += [lanes.count(), *lanes.array_views(), *lanes.row_views()]
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
        *_indented(2, _load(names, lanes)),
        "        m += 1",
        "    if m == 0:",
        "        break",
        *_indented(1, _try_substep(names, lanes)),
        # From the last lane down, so that the lane that takes the place of another is done with.
        "    l = m",
        "    while l > 0:",
        "        l -= 1",
        *_indented(2, _adapt(names, lanes)),
        "        if t[l] < end:",
        "            continue",
        *_indented(2, _finish(names, lanes)),
        "        if lag_of[l] == last:",
        "            m -= 1",
        *_indented(3, _move(lanes)),
    ]
    return out


def _indented(depth: int, lines) -> list[str]:
    return ["    " * depth + line for line in lines]


def _load(names, lanes) -> list[str]:
    """Return statements that put neuron k into lane m."""
    lines = [f"lane_{name}[m] = {names.argument(name)}" for name in lanes.companions]
    for name, row, vector in lanes.components():
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


def _move(lanes) -> list[str]:
    """Return statements that put what is in lane m into lane l."""
    moved = ("t", "h_next", "fired_in", *NUMBERS_OF_LANES, *(f"lane_{n}" for n in lanes.companions))
    lines = [f"{name}[l] = {name}[m]" for name in moved]
    return lines + [
        "for i in range(components):",
        "    y[i, l] = y[i, m]",
        "    saved[i, l] = saved[i, m]",
        "    tolerances[i, l] = tolerances[i, m]",
    ]


def _try_substep(names, lanes) -> list[str]:
    """Return statements that take all lanes through a sub-step and estimate its error."""

    body = [
        "for l in range(m):",
        "    limit[l] = end - t[l]",
        "    h[l] = limit[l] if h_next[l] > limit[l] else h_next[l]",
        "    is_last[l] = 1.0 if h_next[l] > limit[l] else 0.0",
        "for i in range(components):",
        f"    for l in range({LANES}):",
        "        steps[i, l] = h[l]",
    ]
    body += ["slopes(address, m, y, k1)"]
    for stage in range(2, 7):
        body += [_EVERYTHING, f"    all_argument[j] = {_STAGES[stage]}"]
        body += [f"slopes(address, m, argument, k{stage})"]
    body += [_EVERYTHING, f"    all_argument[j] = {_RESULT}"]
    eps_abs, eps_rel, weight_y, weight_slope = (
        "all_tolerances[j]" if isinstance(entry, str) else entry for entry in names.model.tolerance
    )
    slope = "all_k2[j]" if weight_slope else "0.0"
    if weight_slope:
        body += ["slopes(address, m, argument, k2)"]
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


def _adapt(names, lanes) -> list[str]:
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
        lines += _after_substep(names, lanes)
    return lines


def _after_substep(names, lanes) -> list[str]:
    """Return statements that let the model act on lane l within a resolution step."""
    rows = {name: f"lane_{name}[l]" for name in lanes.companions}
    rows |= {name: f"y[{row}, l]" for name, row, _ in lanes.components()}
    results = [rows[name] for name in names.model.substep]
    call = names.arguments(names.model.after_substep, "neuron[l]", rows)
    return [
        f"{', '.join(results)}, spikes_now = after_substep({call})",
        "if spikes_now < 0.0:",
        "    return UNSTABLE",
        "fired_in[l] += spikes_now",
    ]


def _finish(names, lanes) -> list[str]:
    """Return statements that end a resolution step of lane l and begin the next one."""
    lines = [
        "k = neuron[l]",
        "lag = lag_of[l]",
        "row = block.ring + ((origin + lag) % block.n_slots) * block.row_bytes",
        *names.input_views(),
        "step_size[k] = h_next[l]",
    ]
    special = {"fired": "fired_in[l]"}
    own = [name for name in lanes.companions if name in names.scalars]
    lines += [f"state_{name}[k] = lane_{name}[l]" for name in own]
    back = [f"lane_{name}[l] = state_{name}[k]" for name in own]
    for name, row, vector in lanes.components():
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
