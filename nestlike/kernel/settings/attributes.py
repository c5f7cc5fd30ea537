"""The kernel attributes, declared once: descriptors, status, setting and reset follow from here."""

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np

from nestlike.declared import Declared
from nestlike.kernel.settings.build_info import build_info, memory_size
from nestlike.kernel.verbosity import VerbosityLevel


class Attribute(Declared):
    """One entry of the kernel status.

    Parameters
    ----------
    kind : str
        Type as documented; also the conversion applied to a value that is set.
    text : str
        What it means, without a full stop.
    default : optional
        Documented default value.
    start : optional
        Value after start where none is documented; a callable is called at each reading.
    readonly, local_only : bool, default False
        Whether setting is refused; whether the value concerns this process alone.
    survives_reset : bool, default False
        Whether ``ResetKernel`` leaves it alone, as NEST does for a handful.
    accepts : str, optional
        Conversion, if it is not that of `kind`.
    """

    kind: str
    text: str
    default: Any = None
    start: Any = None
    readonly: bool = False
    local_only: bool = False
    survives_reset: bool = False
    accepts: str | None = None

    def first_value(self) -> Any:
        """Return the value after start and reset."""
        value = self.start if self.default is None else self.default
        if callable(value):
            return value()
        return float(value) if self.kind == "float" and value is not None else value

    @property
    def documentation(self) -> str:
        """The docstring of the attribute."""
        flags = (("**read only**", self.readonly), ("**local only**", self.local_only))
        shown = ", ".join(flag for flag, holds in flags if holds)
        ending = "." if self.default is None else f", defaults to ``{self.default}``."
        middle = f"\n\n{shown}" if shown else ""
        return f"{self.text}{ending}{middle}\n\n:type: {self.kind}"


def _told(kind: str, text: str, start: Any = None, **flags: bool) -> Attribute:
    return Attribute(kind, text, start=start, readonly=True, **flags)


def _no_resizes() -> dict[str, np.ndarray]:
    return {key: np.array([]) for key in ("global_max_spikes_sent", "new_buffer_size", "times")}


def _no_seconds() -> np.ndarray:
    return np.zeros(1)


_names: Callable[[], list] = list

#: Attributes of the module, in the order of the documentation.
ATTRIBUTES: dict[str, Attribute] = {
    # -- the kernel and its time
    "kernel_status": _told("dict", "All kernel attributes and counters in a dictionary"),
    "resolution": Attribute("float", "Length of a simulation step (in ms)", 0.1),
    "biological_time": Attribute("float", "Model time simulated so far (in ms)", start=0.0),
    "build_info": _told("dict", "Version and features of this installation", build_info),
    "memory_size": _told("int", "Memory of this process in kB, -1 if unknown", memory_size),
    "to_do": _told("int", "Steps that are left of the present simulation", 0),
    "max_delay": Attribute("float", "Longest delay in the network (in ms)", 0.1),
    "min_delay": Attribute("float", "Shortest delay in the network (in ms)", 0.1),
    "ms_per_tic": _told("float", "Milliseconds in a tic, that is 1 / tics_per_ms"),
    "tics_per_ms": Attribute(
        "float",
        "Tics in a millisecond, can be set only together with the resolution",
        1000.0,
        accepts="int",
    ),
    "tics_per_step": _told("int", "Tics in a simulation step, resolution * tics_per_ms"),
    "T_max": _told("float", "Largest time that can be represented (in ms)"),
    "T_min": _told("float", "Smallest time that can be represented (in ms)"),
    # -- random numbers
    "rng_types": _told("list[str]", "Random number engines to choose from", _names),
    "rng_type": Attribute("str", "Random number engine in use", "mt19937_64"),
    "rng_seed": Attribute("int", "Seed of all random numbers, 1 to 2**32 - 1", 143202461),
    # -- virtual processes
    "total_num_virtual_procs": Attribute(
        "int", "Number of virtual processes, on which the numbers depend", 1, accepts="count"
    ),
    "local_num_threads": Attribute("int", "Virtual processes of this process", 1, accepts="count"),
    "num_processes": _told("int", "Number of MPI processes", 1),
    "off_grid_spiking": _told("bool", "Whether spikes carry times off the grid", False),
    # -- communication buffers: kept for scripts that set them, they change no number
    "adaptive_target_buffers": Attribute(
        "bool", "Whether buffers for connections may grow", True, survives_reset=True
    ),
    "send_buffer_size_secondary_events": _told("int", "Bytes of secondary events sent", 0),
    "recv_buffer_size_secondary_events": _told("int", "Bytes of secondary events received", 0),
    "buffer_size_spike_data": Attribute(
        "int", "Size of the buffer for spikes", 2, survives_reset=True
    ),
    "buffer_size_target_data": Attribute(
        "int", "Size of the buffer for connections", 2, survives_reset=True
    ),
    "growth_factor_buffer_target_data": Attribute(
        "float", "Factor by which the buffer for connections grows", 1.5, survives_reset=True
    ),
    "max_buffer_size_target_data": Attribute(
        "int", "Largest size of the buffer for connections", 16777216, survives_reset=True
    ),
    "spike_buffer_grow_extra": Attribute(
        "float", "Spare part of a spike buffer that has grown, from 0", 0.5
    ),
    "spike_buffer_shrink_limit": Attribute(
        "float", "Part of a spike buffer in use below which it shrinks, from 0", 0.2
    ),
    "spike_buffer_shrink_spare": Attribute(
        "float", "Spare part of a spike buffer that has shrunk, 0 to 1", 0.1
    ),
    "spike_buffer_resize_log": _told("dict", "When spike buffers were resized", _no_resizes),
    "cycle_time_log": _told("dict", "Duration of update cycles, present in debugging builds"),
    # -- waveform relaxation
    "use_wfr": Attribute("bool", "Whether gap junctions iterate waveforms", True),
    "wfr_comm_interval": Attribute("float", "Length of a waveform (in ms), from resolution", 1.0),
    "wfr_tol": Attribute("float", "Difference at which waveforms count as converged", 0.0001),
    "wfr_max_iterations": Attribute("int", "Iterations of a waveform at most, from 1", 15),
    "wfr_interpolation_order": Attribute("int", "Order of waveforms, 0, 1 or 3", 3),
    # -- structural plasticity
    "max_num_syn_models": _told("int", "Number of synapse models there can be", 511),
    "structural_plasticity_synapses": Attribute(
        "dict", "Synapses that structural plasticity makes, by name", start=dict
    ),
    "structural_plasticity_update_interval": Attribute(
        "int", "Time between changes of the structure (in ms)", 10000, accepts="float"
    ),
    "growth_curves": _told("list[str]", "Growth curves of synaptic elements", _names),
    # -- delivery and files
    "use_compressed_spikes": Attribute(
        "bool", "Whether one packet serves all threads with targets of a neuron", True
    ),
    "data_path": Attribute("str", "Folder for data files", start="", survives_reset=True),
    "data_prefix": Attribute(
        "str", "Beginning of the names of all data files", start="", survives_reset=True
    ),
    "overwrite_files": Attribute("bool", "Whether data files may be overwritten", False),
    "print_time": Attribute("bool", "Whether a simulation shows its progress", False),
    # -- what there is
    "network_size": _told("int", "Number of nodes", 0),
    "num_connections": _told("int", "Number of connections", 0, local_only=True),
    "connection_rules": _told("list[str]", "Rules by which Connect works", _names),
    "node_models": _told("list[str]", "Models of neurons and devices", _names),
    "synapse_models": _told("list[str]", "Models of synapses", _names),
    "local_spike_counter": _told(
        "int", "Spikes of neurons, not devices, in the latest Simulate or Run", 0
    ),
    "recording_backends": _told("list[str]", "Where recorders can write to", _names),
    "stimulation_backends": _told("list[str]", "Where stimulators can read from", _names),
    # -- behaviour
    "dict_miss_is_error": Attribute(
        "bool", "Whether dictionary entries nothing asked for are an error", True
    ),
    "keep_source_table": Attribute(
        "bool", "Whether the sources of connections stay known during simulation", True
    ),
    "min_update_time": _told("float", "Shortest wall-clock time of an update (in s)", inf),
    "max_update_time": _told("float", "Longest wall-clock time of an update (in s)", -inf),
    "update_time_limit": Attribute(
        "float", "Wall-clock time of an update (in s) beyond which simulation stops", inf
    ),
    "eprop_update_interval": Attribute(
        "float", "Interval of e-prop updates (in ms)", 1000.0, survives_reset=True
    ),
    "eprop_learning_window": Attribute(
        "float", "Learning window of e-prop (in ms)", 1000.0, survives_reset=True
    ),
    "eprop_reset_neurons_on_update": Attribute(
        "bool", "Whether e-prop neurons start afresh at updates", True, survives_reset=True
    ),
    "verbosity": Attribute(
        "VerbosityLevel",
        "Least severity of the messages that are shown",
        VerbosityLevel.INFO,
        survives_reset=True,
    ),
}

#: Entries of the kernel status that are no attributes of the module.
STATUS_ONLY: dict[str, Attribute] = {
    "growth_factor_buffer_spike_data": _told("float", "Growth of spike buffers", 1.5),
    "modules": _told("list[str]", "Extension modules", _names),
    "mpi_rank": _told("int", "Rank of this process", 0),
    "prepared": _told("bool", "Whether Prepare was called and Cleanup not yet", False),
    "time_communicate_prepare": _told("ndarray", "Preparing communication (s)", _no_seconds),
    "time_communicate_prepare_cpu": _told("ndarray", "Its processor time (s)", _no_seconds),
    "time_construction_connect": _told("float", "Connecting (s)", 0.0),
    "time_construction_connect_cpu": _told("float", "Its processor time (s)", 0.0),
    "time_construction_create": _told("float", "Creating nodes (s)", 0.0),
    "time_construction_create_cpu": _told("float", "Its processor time (s)", 0.0),
    "time_simulate": _told("float", "Runs since the last Prepare (s)", 0.0),
    "time_simulate_cpu": _told("float", "Its processor time (s)", 0.0),
}

#: Attributes that the status does not hold.
NOT_IN_STATUS = frozenset({"kernel_status", "cycle_time_log"})
