"""Which kernel settings go together, and when they can no longer be changed.

Every function looks at a proposal, completes it, and raises if it cannot be. Nothing has been
changed when one raises. They run in the order in which NEST looks at the settings, and only where
a setting they are about is asked for.
"""

import os

from nestlike.kernel import errors
from nestlike.kernel.errors import BadProperty, KernelException, did_you_mean
from nestlike.kernel.settings.time_interlocks import (
    delays,
    model_time,
    time_representation,
    waveform_relaxation,
)
from nestlike.kernel.verbosity import VerbosityLevel

_THREADS_LIMIT = 2**16


def virtual_processes(proposal) -> None:
    """Keep the numbers of threads and of virtual processes in step, and fixed once in use."""
    requested, values = proposal.requested, proposal.values
    threads = requested.get("local_num_threads", requested.get("total_num_virtual_procs"))
    if threads is None:
        return
    _require_threads(threads, requested.get("total_num_virtual_procs", threads))
    values["local_num_threads"] = values["total_num_virtual_procs"] = threads
    requested["local_num_threads"] = threads  # whoever follows these threads is told
    if threads != proposal.old["local_num_threads"]:
        _require_unused(proposal)
        _mention_openmp(proposal, threads)


def _require_threads(threads, processes):
    if processes != threads:
        raise BadProperty(
            f"total_num_virtual_procs = {processes} must be local_num_threads * num_processes = "
            f"{threads} * 1. Value unchanged."
        )
    if threads == 0:
        raise BadProperty("local_num_threads = 0 is not possible, it starts at 1.")
    if threads > _THREADS_LIMIT:
        raise MemoryError(f"local_num_threads = {threads} must be at most {_THREADS_LIMIT}.")


def _require_unused(proposal):
    conditions = {
        "Nodes exist": proposal.nodes_exist,
        "Delay extrema have been set": proposal.old_delays.set_by_user,
        "Network has been simulated": proposal.simulated,
        "Model defaults were modified": proposal.models_changed,
    }
    reasons = [f" {text}." for text, holds in conditions.items() if holds]
    if reasons:
        raise KernelException(
            f"Number of threads unchanged. Error conditions:{''.join(reasons)} "
            "Set it first, or call ResetKernel."
        )


def _mention_openmp(proposal, threads):
    wish = os.environ.get("OMP_NUM_THREADS", "")
    if wish.isdigit() and int(wish) not in (0, threads):
        proposal.say(
            VerbosityLevel.WARNING,
            "VPManager::set_status()",
            "OMP_NUM_THREADS is set in your environment, but it does not set the number of "
            "virtual processes.",
        )


def random_numbers(proposal) -> None:
    """Check the seed and the engine."""
    requested = proposal.requested
    seed = requested.get("rng_seed", 1)
    if not 0 < seed < 2**32:
        raise BadProperty(f"RNG seed must be in (0, 2^32-1), that is 1 to {2**32 - 1}, not {seed}.")
    engine, engines = requested.get("rng_type"), proposal.settings["rng_types"]
    if engine is not None and engine not in engines:
        hint = did_you_mean(engine, engines)
        raise BadProperty(f"{engine!r} is not a known RNG type. There are {engines}.{hint}")


def structural_plasticity(proposal) -> None:
    """Refuse synapses for which there is no growth curve."""
    synapses = proposal.requested.get("structural_plasticity_synapses")
    if synapses and not proposal.settings["growth_curves"]:
        raise errors.NotImplemented(
            f"structural_plasticity_synapses = {synapses} needs growth curves, and growth_curves "
            "is empty."
        )


#: Limits of single values: name, test, what is allowed, class of the error.
RANGES = (
    ("max_buffer_size_target_data", lambda v: v >= 0, ">= 0", BadProperty),
    ("wfr_tol", lambda v: not v < 0, ">= 0", KernelException),
    ("wfr_max_iterations", lambda v: v > 0, ">= 1", KernelException),
    ("wfr_interpolation_order", lambda v: v in (0, 1, 3), "0, 1 or 3", KernelException),
    ("update_time_limit", lambda v: not v <= 0, "> 0", KernelException),
    ("eprop_update_interval", lambda v: not v <= 0, "> 0", KernelException),
    ("eprop_learning_window", lambda v: not v <= 0, "> 0", KernelException),
    ("spike_buffer_shrink_limit", lambda v: not v < 0, ">= 0", BadProperty),
    ("spike_buffer_shrink_spare", lambda v: not (v < 0 or v > 1), "0 to 1", BadProperty),
    ("spike_buffer_grow_extra", lambda v: not v < 0, ">= 0", BadProperty),
)


def ranges(proposal) -> None:
    """Check every value that has limits of its own."""
    for name, allowed, legal, error in RANGES:
        if name in proposal.requested and not allowed(proposal.requested[name]):
            raise error(f"{name} must be {legal}, not {proposal.requested[name]}.")
    values = proposal.values
    window, interval = values["eprop_learning_window"], values["eprop_update_interval"]
    if "eprop_learning_window" in proposal.requested and window > interval:
        raise KernelException(
            f"eprop_learning_window = {window} ms must be at most eprop_update_interval, "
            f"{interval} ms."
        )


def files(proposal) -> None:
    """Keep a folder that does not exist, or a prefix with a slash, from being set.

    NEST reports these as messages of level ERROR; no exception is raised.
    """
    path = proposal.requested.get("data_path")
    if path is not None and not os.path.isdir(path):
        proposal.values["data_path"] = proposal.old["data_path"]
        reason = (
            f"'{path}' is not a directory."
            if os.path.exists(path)
            else (f"Directory '{path}' does not exist.")
        )
        proposal.say(VerbosityLevel.ERROR, "SetStatus", f"Variable data_path not set: {reason}")
    if "/" in proposal.requested.get("data_prefix", ""):
        proposal.values["data_prefix"] = proposal.old["data_prefix"]
        text = "Data prefix must not contain path elements."
        proposal.say(VerbosityLevel.ERROR, "SetStatus", text)


def target_buffer(proposal) -> None:
    """Ignore a buffer larger than the largest, and take a negative one for the largest."""
    name, largest = "buffer_size_target_data", proposal.old["max_buffer_size_target_data"]
    size = proposal.requested.get(name, 0)
    if size >= largest:
        proposal.values[name] = proposal.old[name]
    elif size < 0:
        proposal.values[name] = largest


#: In order: the names of settings, and what looks at a proposal that asks for one of them.
INTERLOCKS = (
    (frozenset({"buffer_size_target_data"}), target_buffer),
    (frozenset({"local_num_threads", "total_num_virtual_procs"}), virtual_processes),
    (frozenset({"rng_seed", "rng_type"}), random_numbers),
    (frozenset({"biological_time"}), model_time),
    (frozenset({"resolution", "tics_per_ms"}), time_representation),
    (frozenset({"use_wfr", "wfr_comm_interval"}), waveform_relaxation),
    (frozenset({"min_delay", "max_delay"}), delays),
    (frozenset({"structural_plasticity_synapses"}), structural_plasticity),
    (frozenset(name for name, *_ in RANGES), ranges),
    (frozenset({"data_path", "data_prefix"}), files),
)
