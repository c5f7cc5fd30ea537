"""Records through which compiled loops and the kernel share memory.

Every field is an int64 (a size, a step, or an address) unless noted; addresses point into NumPy
arrays that the kernel keeps alive.  Ring buffers: slot s of a virtual process is a row of doubles
that holds what arrives in update step s; the inputs of a block are a stretch of that row,
[channel][n].
"""

import numpy as np


def layout(names: str) -> np.dtype:
    """Return a record dtype with one field per name: int64, or double where ``name:f8``."""
    fields = [(name.partition(":")[0], name.partition(":")[2] or "i8") for name in names.split()]
    return np.dtype(fields, align=True)


#: Status of an update whose state has become meaningless.
UNSTABLE = 1
#: Status of a cycle that took more time than the user allows.
TOO_SLOW = 2

#: The simulation: a run from `step` to `end`, and what the threads share.  processes: [n_vp]
#: PROCESS records.  run_end: where the present Run ends.  off_grid: whether spikes off the grid of
#: time are passed on.  arrived: counter of the barrier.  stop: slice after which all threads leave.
#: clocks: [n_threads] addresses of PHASES.
MACHINE = layout(
    "n_vp n_threads processes min_delay pause clocks step end run_end off_grid arrived stop error"
)

#: The time that one thread spends, by phase.  function, argument, place: the system's clock and
#: what to call it with; it writes `whole`, of `multiple` ticks each, and `fraction`.  cost: ticks
#: to read it.  spent: [phase], of the present slice; window: of a sample of slices in `elapsed`
#: ticks of driving; settled: of all time before.  wait: slices to pass over; interval: how many
#: the one that is timed next stands for.  limit: longest cycle allowed, 0 for any.
PHASES = layout(
    "whole fraction function argument place multiple cost:f8 started cycle last marks limit"
    " wait interval seed elapsed sampled n_timed usual:f8 shortest:f8 longest:f8"
    " spent window settled"
)

#: One virtual process.  blocks: [n_blocks] rows of (update, emit, block) addresses and the phase
#: that their time belongs to, in order of node id.  even, odd: OUTBOX records for alternate
#: slices; each is followed by another one for spikes off the grid.  row_of: [n_nodes + 1] int32,
#: row of a source node or -1; first_segment: [n_rows + 1]; segments: rows of (table, begin, end).
#: apart: whether segments get all copies of a spike one by one (spikes that are not compressed).
#: supplies: [n_supplies] addresses of SUPPLY records that must not run dry within a slice.
PROCESS = layout(
    "n_blocks blocks even odd n_nodes row_of n_rows first_segment n_segments segments apart"
    " n_supplies supplies"
)

#: Spikes sent in one slice: node ids, lags and multiplicities, in NEST's order.  total: spikes
#: sent since the kernel looked last.  grow: address of what makes room for more.
OUTBOX = layout("n capacity node lag count total grow")

#: Room for events: a slice uses at most `worst` of it.
SUPPLY = layout("used capacity worst")

#: Events for a spike recorder; the first three fields are a SUPPLY.  offset: double, ms before
#: the end of the step.  grow: address of what makes room for more than `worst`.  reception: 1 +
#: number of the reception of a recorder that takes events one by one, else 0; event: EVENT record.
#: gate: TABLE of a synapse that decides which events reach `log`, as its connection `row`, else 0.
#: delay: steps, for targets that are no recorders.
LOG = layout("used capacity worst step sender count offset grow reception event gate row log delay")

#: A spike on its way to a node that takes spikes one by one; one record for each virtual process.
#: step: update step it was sent in; weight, offset: doubles.  receptions: rows of (function,
#: record, node, port), see `nestlike.kernel.delivery.receptions`.
EVENT = layout("receptions n sender port step delay count weight:f8 offset:f8")

#: Connections of one synapse model to neurons of one virtual process.  input, input_in: uint32
#: index into the row for events of positive weight, and for others (top bit: count events, not
#: weights; next bit: number of a reception instead, for nodes that take spikes one by one; static
#: tables resolve the sign beforehand).  input_bytes: 2 (uint16; static tables only) or 4.  They are
#: [n_inputs]: one for each connection, or with by_neuron one for each neuron of the process.
#: one_weight, one_delay: 1 if the column holds a single value; delay_bytes: 2 (static tables only)
#: or 4.  columns: rows of (address, mask) of the model's own columns, where the row of connection i
#: is i & mask.  neuron: uint32 number of the target among the neurons of the process (plastic
#: tables, or by_neuron); archive_of, local_of: archive and local index by that number.  event:
#: EVENT record; engine: random engine; weight_log: WEIGHT_LOG or 0; source, target, receptor:
#: int64, where a recorder or a reception needs them.  count: spikes of the event, more than 1 only
#: for generators; p_copy: probability with which a dilutor passes on each of them.
TABLE = layout(
    "deliver ring row_bytes width n_slots input input_bytes input_in n_inputs by_neuron weight"
    " one_weight delay one_delay delay_bytes n n_neurons columns neuron archive_of local_of"
    " tics_per_step ms_per_tic:f8 ms_per_step:f8 event engine weight_log source target receptor"
    " count p_copy:f8"
)

#: Events for a weight recorder, int64 columns and the double column weight; the first three
#: fields are a SUPPLY.  port: number of the connection in its table.  grow: makes more room.
WEIGHT_LOG = layout("used capacity worst step sender target receptor port weight grow")

#: A block of neurons of one model.  state: [variable][n] doubles; constants: [constant] or
#: [constant][n] doubles; ring: this block's stretch of slot 0, next slot `row_bytes` further.
#: fired: [n] doubles; spike_*: int32 lists of what fired in this update.
#: frozen: [n] int8, non-zero where a neuron is not updated.  gated: whether synapses before
#: recorders draw random numbers, as the neurons may do; told: whether recorders know of the spikes.
BLOCK = layout(
    "n first_id id_step vp state constants ring row_bytes n_slots fired"
    " n_spikes capacity spike_node spike_lag spike_count sorted_node sorted_lag sorted_count place"
    " engine n_probes probes probes_of workspace step_size tolerance scale"
    " n_receptors vectors constant_vectors"
    " archive outbox_even outbox_odd min_delay fan_first fan_out n_fan gated told frozen"
)

#: Spike times of a block's neurons, for plasticity and calcium; see kernel/delivery/emission.py.
#: All columns are [n]; n_incoming counts plastic synapses; head and tail link the history.
ARCHIVE = layout(
    "n last_spike calcium calcium_time tau_Ca beta_Ca n_incoming k_minus k_triplet trace"
    " inverse_tau_minus inverse_tau_triplet max_delay head tail length pool"
    " tics_per_step ms_per_tic:f8 min_delay_ms:f8"
)

#: Entries of spike histories, linked by number.  grow: address of what makes more of them.
POOL = layout("used capacity time k_minus k_triplet accesses next previous free grow")

#: A multimeter's view of one block.  nodes: int32 local indices; places: int32 positions among
#: the multimeter's targets; which: int32 recordable numbers.  out: [value][target][sample].
PROBE = layout("n nodes places n_values which out n_targets sampler")

#: A multimeter on one virtual process: samples of the present slice (`out`), then of the past
#: ones (`store`, [row][value]); first three fields are a SUPPLY in rows.  filled: [target][sample]
#: int8, which samples of the present slice were taken.  since: [target], its first time stamp.
SAMPLER = layout(
    "hold used capacity worst n_targets n_values interval first n_samples first_in_slice per_slice"
    " out filled since store stamps seen"
)

#: A block of stimulators on one virtual process.  targets of device k: entries
#: first_target[k] .. first_target[k+1] - 1 of the columns input, input_in (uint32, as in TABLE),
#: weight, delay (int32), log (address of a LOG, or 0 for a node with inputs), route (address of a
#: TABLE whose synapses act, else 0), row (number of the connection in it).  target_state:
#: [variable][target] doubles; target_memory: [target][target_doubles].  A device that is not
#: replicated sends as neurons do and has one "target" that stands for all: no columns, but the
#: same state; late: [n] int8, non-zero where its spikes lie off the grid of time.  engine, synced:
#: the process's random engines, its own and the one all share.  pending: one PENDING per device.
#: arrivals: [n][n_slots] int64, spikes under way to devices that take some.  Stretches of targets,
#: first_stretch[k] .. first_stretch[k+1] - 1 for device k: rows of (begin, end, whether they lie
#: side by side in the ring buffer and have one weight and delay).
DEVICE = layout(
    "n first_id id_step state constants engine synced ring row_bytes n_slots starts stops origins"
    " min_delay n_targets first_target input input_in weight delay log route row"
    " n_probes probes probes_of workspace cursor schedule_first schedule_step schedule_weight"
    " schedule_count schedule_offset"
    " target_state target_memory target_doubles counts frozen event"
    " replicated outbox_even outbox_odd fan_first fan_out n_fan late pending arrivals"
    " first_stretch stretches"
)

#: Steps of spikes drawn ahead of their time, a binary heap.  grow: makes more room.
PENDING = layout("n capacity step grow")

#: Spikes in ascending order of time in a detector's memory: entries first .. first + n - 1 of
#: the int64 columns time, since, port and the double column weight.  grow: makes more room.
QUEUE = layout("first n capacity time since port weight grow")

#: A node that correlates spikes, times in steps.  start, stop: window of activity; t_start,
#: t_stop: window of counting, in tics.  n_events: [n_channels]; values and corrections (double)
#: and counts (int64): [n_channels][n_channels][n_bins], or [n_bins].  queues: one QUEUE for each
#: source of a pair, or a single one.  on, changes: [n_channels], state of each channel and when
#: it changed; last_port, last_stamp, tentative: the spike that came last.
DETECTOR = layout(
    "start stop t_start t_stop tics_per_step min_delay delta_tau tau_max n_channels n_bins"
    " n_events values corrections counts queues on changes last_port last_stamp tentative"
)
