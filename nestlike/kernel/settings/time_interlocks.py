"""Which settings of time go together: model time, resolution, waveforms and limits of delays.

As all interlocks these complete a proposal, and raise before anything has been changed.
"""

import math

from nestlike.kernel.clock import Clock, is_integer
from nestlike.kernel.connections.delays import DelayExtrema
from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.kernel.verbosity import VerbosityLevel


def model_time(proposal) -> None:
    """Allow the model time to be set back to 0 only."""
    if "biological_time" not in proposal.requested:
        return
    value = proposal.requested["biological_time"]
    if value != 0.0:
        raise BadProperty(f"The simulation time can only be set to 0.0, not to {value}.")
    if proposal.settings["biological_time"] > 0.0:
        proposal.say(
            VerbosityLevel.WARNING,
            "SimulationManager::set_status",
            "The model time goes back to 0.0 ms. Spikes that are under way may be lost and "
            "stimulators may behave unexpectedly: please check the results.",
        )


def time_representation(proposal) -> None:
    """Check resolution and tics, and take limits of delays over to the new steps."""
    requested = proposal.requested
    if "resolution" not in requested and "tics_per_ms" not in requested:
        return
    _require_no_times(proposal)
    if "resolution" not in requested:
        raise KernelException(
            "Change of tics_per_ms requires simultaneous specification of resolution."
        )
    old, resolution = proposal.clock, requested["resolution"]
    tics_per_ms = float(requested.get("tics_per_ms", old.tics_per_ms))
    _require_whole_tics(resolution, tics_per_ms, requested)
    new = Clock.with_resolution(resolution, tics_per_ms)
    proposal.clock = new
    proposal.delays = proposal.delays.recalibrated(old, new)
    _announce_resolution(proposal, old, resolution)
    wave = proposal.values["wfr_comm_interval"]
    if wave < new.resolution or not proposal.values["use_wfr"]:
        proposal.values["wfr_comm_interval"] = new.resolution


def _require_no_times(proposal):
    conditions = {
        "Nodes have already been created": proposal.nodes_exist,
        "Network has been simulated": proposal.simulated,
        "Model defaults were modified": proposal.models_changed,
    }
    reasons = [text for text, holds in conditions.items() if holds]
    if len(reasons) == 1:
        raise KernelException(f"{reasons[0]}: time representation cannot be changed.")
    if reasons:
        listed = "".join(f" {reason}." for reason in reasons)
        raise KernelException(f"Time representation unchanged. Error conditions:{listed}")


def _require_whole_tics(resolution, tics_per_ms, requested):
    # With tics given as well NEST multiplies, without it divides: the last bit may decide.
    tic = 1.0 / tics_per_ms if tics_per_ms else math.inf
    tics = resolution * tics_per_ms if "tics_per_ms" in requested else resolution / tic
    shown = f" (resolution {resolution} ms, tic {tic} ms)"
    if resolution < tic:
        raise KernelException(
            f"Resolution must be greater than or equal to one tic. Value unchanged.{shown}"
        )
    if not (math.isfinite(tics) and tics > 0 and is_integer(tics)):
        raise KernelException(
            f"Resolution must be a multiple of the tic length. Value unchanged.{shown}"
        )


def _announce_resolution(proposal, old, resolution):
    if not proposal.shows(VerbosityLevel.INFO):
        return
    if "tics_per_ms" in proposal.requested:
        tics = proposal.requested["tics_per_ms"]
        text = (
            f"Tics per ms and resolution changed from {old.tics_per_ms:g} tics and "
            f"{old.resolution:g} ms to {tics} tics and {resolution:g} ms."
        )
    else:
        text = f"Temporal resolution changed from {old.resolution:g} to {resolution:g} ms."
    proposal.say(VerbosityLevel.INFO, "SimulationManager::set_status", text)


def waveform_relaxation(proposal) -> None:
    """Keep use and interval of waveform relaxation consistent."""
    requested, values = proposal.requested, proposal.values
    if "use_wfr" in requested:
        if proposal.nodes_exist:
            raise KernelException(
                "use_wfr cannot be set after nodes have been created. Call ResetKernel first."
            )
        if not values["use_wfr"]:
            values["wfr_comm_interval"] = proposal.clock.resolution
    if "wfr_comm_interval" in requested:
        values["wfr_comm_interval"] = requested["wfr_comm_interval"]
        _require_waveform(proposal, values["wfr_comm_interval"])
        proposal.say(
            VerbosityLevel.INFO,
            "SimulationManager::set_status",
            "Waveform communication interval changed successfully. ",
        )


def _require_waveform(proposal, interval):
    if not proposal.values["use_wfr"]:
        raise KernelException("wfr_comm_interval can be set only while use_wfr is True.")
    if proposal.settings["num_connections"] != 0:
        raise KernelException(
            "wfr_comm_interval cannot be set after connections have been created. "
            "Call ResetKernel first."
        )
    resolution = proposal.clock.resolution
    if interval < resolution:
        raise KernelException(
            f"wfr_comm_interval = {interval} ms must be at least the resolution, {resolution} ms."
        )


def delays(proposal) -> None:
    """Check the limits of delays; they come in pairs and before connections."""
    given = [name for name in ("min_delay", "max_delay") if name in proposal.requested]
    if not given:
        return
    if len(given) == 1:
        raise BadProperty(
            f"Both min_delay and max_delay have to be specified, not {given[0]} alone."
        )
    if proposal.settings["num_connections"] > 0:
        raise BadProperty("Connections already exist. Please call ResetKernel first.")
    shortest, longest = (proposal.requested[name] for name in given)
    clock = proposal.clock
    proposal.delays = limits = DelayExtrema.from_ms(shortest, longest, clock)
    shown = [f"{clock.ms_from_steps(limit):g} ms" for limit in (limits.shortest, limits.longest)]
    proposal.say(
        VerbosityLevel.INFO,
        "DelayChecker::set_min_max_delay_",
        f"Minimum and maximum delays were changed to {shown[0]} and {shown[1]}.",
    )
