"""From a user's ``syn_spec`` to columns of a synapse table."""

import numpy as np

from nestlike.connect.delay_steps import ordinary_steps
from nestlike.connect.quantities import as_column, quantity
from nestlike.kernel import errors, kernel
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty
from nestlike.models.synapse_declaration import (
    UNLABELLED,
    checked_delay_steps,
    default_delay_steps,
    refuse_unaccessed,
    require_legal_labels,
)

#: Shown by GetDefaults; NEST takes them in a specification and does nothing with them.
_WITHOUT_EFFECT = ("element_type", "has_delay", "requires_symmetric", "sizeof", "synapse_modelid")
_INTEGERS = ("receptor_type", "synapse_label")
#: From here on doubles have no integer of 64 bits.
_LARGEST = 2.0**63


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
        self.integers = {n: c for n, c in model.accepts().items() if c is not as_double}
        self._require_integers()

    def require_all_known(self) -> None:
        """Raise UnaccessedDictionaryEntry if there are entries that mean nothing."""
        refuse_unaccessed("syn_spec", "Connect", self.unknown, self.entry.model.accepts())

    def _require_integers(self) -> None:
        """Raise unless what is an integer in NEST is given as one; numbers drawn are checked later.

        Raises
        ------
        RuntimeError, IndexError
            As by the conversions of the model.
        """
        for name, conversion in self.integers.items():
            given = self.given.get(name)
            if given is None:
                continue
            if given.is_scalar:
                conversion(name, given.value)
            elif given.is_array:
                as_column(conversion, name, given.values)
            elif not given.value.is_integer:
                raise RuntimeError(f"{name} takes ints, and this random Parameter gives others.")

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

    def draw(self, number: int, engine, vp: int) -> list:
        """Draw the quantities of one connection.

        Raises
        ------
        KernelException
            If an array has no value for it; what NEST looks at before has been drawn then.
        """
        drawn = []
        for given in self.given.values():
            if given.is_drawn:
                drawn.append(given.draw(engine, vp))
            elif given.is_array:
                given.require(number)
        return drawn

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
        values = {n: next(drawn) if q.is_drawn else q.at(index) for n, q in self.given.items()}
        for name, given in self.given.items():
            if given.is_drawn and name not in ("weight", "delay") and given.value.is_integer:
                values[name] = _as_long(values[name])
        return values

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
                columns[name] = self._as_column(name, values[name])
        self._check(values, columns)
        defaults = self.entry.defaults
        receptor = values.get("receptor_type", defaults["receptor_type"])
        columns["receptor"] = self._as_column("receptor_type", receptor)
        columns["delay"] = delay
        label = values.get("synapse_label", defaults.get("synapse_label", UNLABELLED))
        columns["label"] = self._as_column("synapse_label", label)
        return columns

    def _as_column(self, name: str, value):
        """Return one value, or an array of them, in the type of a column."""
        integer = name in _INTEGERS or name in self.integers
        if np.isscalar(value):
            return int(value) if integer else float(value)
        if not integer:
            return np.asarray(value, np.float64)
        return as_column(self.integers[name], name, np.asarray(value).astype(np.int64))

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
            require_legal_labels(label)

    def delay_steps(self, values: dict):
        """Return the delay that `values` stand for in steps, or raise BadDelay."""
        delay = values.get("delay")
        default = default_delay_steps(self.entry)
        if delay is None or np.isscalar(delay) and delay != delay:
            return require_valid_delays(default)
        if np.isscalar(delay):
            return checked_delay_steps(delay)
        ordinary = ordinary_steps(delay, kernel.time.steps_per_ms)
        if ordinary is not None:
            require_valid_delays(np.array(ordinary[1:]))
            return ordinary[0]
        steps = delay * kernel.time.steps_per_ms
        steps += 0.5
        np.floor(steps, out=steps)
        if steps.size and not (-_LARGEST < steps.min() <= steps.max() < _LARGEST):  # or NaN
            steps[np.isnan(steps)] = default
            steps[~(np.abs(steps) < _LARGEST)] = 0  # too many for an integer, and for a delay
        return require_valid_delays(steps.astype(np.int64))


def require_valid_delays(steps):
    """Return delays in steps (int or int array), or raise BadDelay if one is not allowed."""
    simulated = kernel.settings.fact("simulated")
    for limit in {int(np.min(steps)), int(np.max(steps))} if np.size(steps) else ():
        kernel.settings.delays.require_valid(limit, kernel.time, simulated)
    return steps


def _as_long(values):
    """Return doubles as NEST has them after keeping them as integers."""
    cut = np.trunc(values)
    return np.where(np.abs(cut) < _LARGEST, cut, -_LARGEST)


def _draw_order(params: dict, known: set) -> list[str]:
    names = sorted(name for name in params if name in known and name not in ("weight", "delay"))
    return names + [name for name in ("delay", "weight") if name in params]


def _without_nan(weight, default: float):
    if np.isscalar(weight):
        return default if weight != weight else weight
    if not np.isnan(weight.min(initial=0.0)):  # the minimum is NaN where one of them is
        return weight
    return np.where(np.isnan(weight), default, weight)


def specifications(syn_spec) -> list[SynapseSpecification]:
    """Return the specifications in a dict, a list of dicts, or None for the default."""
    if syn_spec is None:
        syn_spec = {}
    collocated = syn_spec if isinstance(syn_spec, list) else [syn_spec]
    return [SynapseSpecification(params) for params in collocated]
