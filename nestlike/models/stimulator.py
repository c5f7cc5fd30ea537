"""What stimulators have in common: constants, variables, targets; and those that send currents."""

from nestlike.compiler.device_loops import arguments, define
from nestlike.kernel.delivery import device_delivery
from nestlike.kernel.recording import sampling
from nestlike.models.device_declaration import Stimulator

PRIMITIVES = {
    name: getattr(device_delivery, name)
    for name in (
        "send_current",
        "send_current_to_all",
        "send_spikes",
        "active_for_currents",
        "active_for_spikes",
        "active_in_slice",
    )
} | {"sample_index": sampling.sample_index, "note_sample": sampling.note_sample}

_SAME_CURRENT = """
if active:
    send_current_to_all(address, k, now, state_I[k])
"""


class Emitting(Stimulator):
    """A device that sends to its targets; see `nestlike.kernel.running.device_runtime`.

    Attributes
    ----------
    variables, derived : str
        Names of the state variables and constants of a device. Recordables are variables.
    live : str
        Names of constants that follow parameters set between Prepare and Run.
    live_window : bool
        Whether start and stop are followed, too.
    target_variables : str
        Names of the state variables that a device keeps for each target.
    workspace : int
        Doubles of memory per device, for random distributions.
    step : function or None
        Advances one device by one step and returns its variables.
    restarting : frozenset of str
        Setting one of these parameters starts the schedule over, see `restart`.
    keeps_pending : bool
        Whether the device draws spikes ahead, see `nestlike.kernel.delivery.pending_spikes`.
    """

    variables = ""
    derived = ""
    live = ""
    live_window = False
    target_variables = ""
    workspace = 0
    step = None
    restarting: frozenset = frozenset()
    keeps_pending = False
    acts = True

    @classmethod
    def derive(cls, values: dict, clock, now: int) -> tuple:
        """Return the constants named in `derived` for one device with parameters `values`."""
        return ()

    #: Whether `begin` or `begin_targets` depend on the time of Prepare.
    begins = False

    @classmethod
    def begin(cls, state, values: dict, clock, now: int) -> None:
        """Set the variables `state` of one device at Prepare."""

    @classmethod
    def claims(cls, given):
        """Return whether the schedule starts over."""
        return not cls.restarting.isdisjoint(given) or super().claims(given)

    @classmethod
    def claim(cls, proposal, position, given):
        """Return which of the `given` entries start the schedule over."""
        restarting = dict.fromkeys(cls.restarting.intersection(given))
        return {**super().claim(proposal, position, given), **restarting}

    @classmethod
    def settle(cls, block, k, claimed):
        """Start the schedule over if that was claimed."""
        if block.runtime and not cls.restarting.isdisjoint(claimed):
            block.runtime.restart(k)
        super().settle(block, k, {key: claimed[key] for key in claimed if key in cls.virtual})

    @classmethod
    def sends_off_grid(cls, values: dict) -> bool:
        """Return whether a device with parameters `values` sends spikes off the grid of time."""
        return cls.off_grid

    @classmethod
    def restart(cls, state, targets) -> None:
        """Set the variables of one device, and of its targets, whose schedule has been set."""

    @classmethod
    def schedule(cls, values: dict, clock) -> tuple:
        """Return (steps, values, counts, offsets) of what one device will send."""
        return (), (), (), ()

    @classmethod
    def target_doubles(cls, values: dict) -> int:
        """Return how many doubles of memory a device needs for each target."""
        return 0

    @classmethod
    def begin_targets(cls, targets, values: dict, before: dict | None, clock, now: int) -> None:
        """Set what one device keeps for its targets, at Prepare.

        Parameters
        ----------
        targets : TargetStates
            New ones are all zeros.
        values, before : dict
            Parameters, now and at the last Prepare (None if there was none).
        """

    @classmethod
    def targets_changed(cls, state) -> None:
        """Set the variables `state` of a device whose number of targets has changed."""

    @classmethod
    def events_per_slice(cls, block, min_delay: int) -> int:
        """Return the most events that one device sends to one target in a slice."""
        return min_delay

    @classmethod
    def update(cls):
        """Return the update loop, a plain function of addresses."""
        raise NotImplementedError


class CurrentSource(Emitting):
    """A stimulator that sends the same current ``I`` (pA) to all targets."""

    sends = "current"
    variables = "I"

    @classmethod
    def update(cls):
        """Return the update loop."""
        return define(cls, "active_for_currents", _SAME_CURRENT, PRIMITIVES)


_INDIVIDUAL_CURRENTS = """
if active:
    total = 0.0
    for j in range(targets[k], targets[k + 1]):
        if state_renew[k] > 0.0:
            target_current[j] = amplitude({arguments})
        total += target_current[j]
    state_I[k] = total / max(1, targets[k + 1] - targets[k])
    for j in range(targets[k], targets[k + 1]):
        send_current(address, j, now, target_current[j])
"""


class IndividualCurrentSource(Emitting):
    """A stimulator that sends each target a current (pA) of its own, renewed now and then.

    `step` sets the variable ``renew`` when currents are due; `amplitude` returns one.
    """

    sends = "current"
    target_variables = "current"

    @classmethod
    def update(cls):
        """Return the update loop."""
        send = _INDIVIDUAL_CURRENTS.format(arguments=arguments(cls, cls.amplitude))
        primitives = PRIMITIVES | {"amplitude": cls.amplitude}
        return define(cls, "active_for_currents", send, primitives)
