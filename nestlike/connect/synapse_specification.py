"""From a user's ``syn_spec`` to columns of a synapse table."""

import numpy as np

from nestlike.connect.quantities import quantity
from nestlike.kernel import errors, kernel
from nestlike.kernel.errors import BadProperty, TypeMismatch
from nestlike.models.synapse_declaration import (
    checked_delay_steps,
    default_delay_steps,
    refuse_unaccessed,
)

#: Shown by GetDefaults; NEST takes them in a specification and does nothing with them.
_WITHOUT_EFFECT = ("element_type", "has_delay", "requires_symmetric", "sizeof", "synapse_modelid")
_INTEGERS = ("receptor_type", "synapse_label")


class SynapseSpecification:
    """One synapse model, and where the values of its connections come from.

    Parameters
    ----------
    params : dict
        ``synapse_model`` (default static_synapse), ``weight``, ``delay`` and parameters.

    Attributes
    ----------
    entry : ModelEntry
    given : dict of str to Scalar, Values or Drawn
        In the order in which NEST draws: parameters by name, then delay, then weight.

    Raises
    ------
    UnknownSynapseType, UnaccessedDictionaryEntry, BadProperty
    """

    def __init__(self, params: dict):
        params = dict(params)
        self.entry = kernel.models.synapse(params.pop("synapse_model", "static_synapse"))
        model = self.entry.model
        for name in params:
            if name in model.common or name == "weight_recorder":
                raise errors.NotImplemented(
                    f'Synapse parameter "{name}" can only be set via SetDefaults() or CopyModel().'
                )
        if "delay" in params and not model.has_delay:
            raise BadProperty(f"{self.entry.name} has no delay, so none can be specified.")
        known = {*model.accepts(), *_WITHOUT_EFFECT}
        self.given = {name: quantity(params[name]) for name in _draw_order(params, known)}
        self.unknown = [name for name in params if name not in known]
        self._require_integers()

    def require_all_known(self) -> None:
        """Raise UnaccessedDictionaryEntry if there are entries that mean nothing."""
        refuse_unaccessed("syn_spec", "Connect", self.unknown, self.entry.model.accepts())

    def _require_integers(self) -> None:
        receptor, label = (self.given.get(name) for name in _INTEGERS)
        if receptor is not None and receptor.is_scalar:
            if not isinstance(receptor.value, int):
                raise RuntimeError(f"receptor_type must be an integer, not {receptor.value!r}.")
            if receptor.value < 0:
                raise IndexError(f"receptor_type = {receptor.value} must not be negative.")
        if label is not None and label.is_scalar:
            if not isinstance(label.value, int):
                raise TypeMismatch(f"synapse_label must be an integer, not {label.value!r}.")

    @property
    def drawn(self) -> list:
        """The quantities to draw, in order."""
        return [q for q in self.given.values() if q.is_drawn]

    @property
    def has_arrays(self) -> bool:
        """Whether any quantity is an array."""
        return any(q.is_array for q in self.given.values())

    @property
    def all_scalar(self) -> bool:
        """Whether all connections get the same values."""
        return all(q.is_scalar for q in self.given.values())

    def values(self, index, draws: list) -> dict:
        """Return what connections were given, by name: one value or an array.

        Parameters
        ----------
        index : ndarray of int64
            Numbers of the connections in arrays of values.
        draws : list of ndarray
            What was drawn for each of `drawn`.
        """
        drawn = iter(draws)
        return {n: next(drawn) if q.is_drawn else q.at(index) for n, q in self.given.items()}

    def columns(self, values: dict) -> dict:
        """Return the columns that `values` stand for, by the names of `SynapseTable.append`.

        Raises
        ------
        BadDelay, BadProperty
            If a connection may not have its delay or parameters.
        """
        delay = self.delay_steps(values)
        columns = self._defaults()
        for name in columns:
            if name in values:
                columns[name] = _as_floats(values[name])
        self._check(values, columns)
        columns["receptor"] = _as_integers(
            values.get("receptor_type", self.entry.defaults["receptor_type"])
        )
        columns["delay"] = delay
        label = values.get("synapse_label", self.entry.defaults.get("synapse_label", -1))
        columns["label"] = _as_integers(label)
        return columns

    def _defaults(self) -> dict:
        entry = self.entry
        return {name: entry.defaults[name] for name in ("weight", *entry.model.individual())}

    def _check(self, values: dict, columns: dict) -> None:
        default = self.entry.defaults["weight"]
        columns["weight"] = _without_nan(columns["weight"], default)
        # NEST looks at parameters only if there are any but weight and delay.
        if set(values) - {"weight", "delay"}:
            self.entry.model.verify(columns)
            label = values.get("synapse_label", 0)
            if np.any(np.asarray(label) < 0):
                raise BadProperty(f"Connection label must not be negative, not {label}.")

    def delay_steps(self, values: dict):
        """Return the delay that `values` stand for in steps, or raise BadDelay."""
        delay = values.get("delay")
        default = default_delay_steps(self.entry)
        if delay is None or np.isscalar(delay) and delay != delay:
            return require_valid_delays(default)
        if np.isscalar(delay):
            return checked_delay_steps(delay)
        steps = delay * kernel.time.steps_per_ms
        steps += 0.5
        np.floor(steps, out=steps)
        missing = np.isnan(steps)
        if missing.any():
            steps[missing] = default
        return require_valid_delays(steps.astype(np.int64))


def require_valid_delays(steps):
    """Return delays in steps (int or int array), or raise BadDelay if one is not allowed."""
    simulated = kernel.settings.fact("simulated")
    for limit in {int(np.min(steps)), int(np.max(steps))} if np.size(steps) else ():
        kernel.settings.delays.require_valid(limit, kernel.time, simulated)
    return steps


def _draw_order(params: dict, known: set) -> list[str]:
    names = sorted(name for name in params if name in known and name not in ("weight", "delay"))
    return names + [name for name in ("delay", "weight") if name in params]


def _as_floats(value):
    return float(value) if np.isscalar(value) else np.asarray(value, np.float64)


def _as_integers(value):
    return int(value) if np.isscalar(value) else np.asarray(value).astype(np.int64)


def _without_nan(weight, default: float):
    if np.isscalar(weight):
        return default if weight != weight else weight
    missing = np.isnan(weight)
    return np.where(missing, default, weight) if missing.any() else weight


def specifications(syn_spec) -> list[SynapseSpecification]:
    """Return the specifications in a dict, a list of dicts, or None for the default."""
    if syn_spec is None:
        syn_spec = {}
    collocated = syn_spec if isinstance(syn_spec, list) else [syn_spec]
    return [SynapseSpecification(params) for params in collocated]
