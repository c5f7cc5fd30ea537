"""Models by name, each looked at when it is first needed: a script uses few of them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from nestlike.kernel.clock import Clock


class Origin(NamedTuple):
    """What new nodes of a model start from, in the form in which nodes store it.

    Attributes
    ----------
    values : dict of str to object
        Parameters.
    state : ndarray, (n_variables, 1)
    vectors : dict of str to tuple
        Vector-valued state.
    frozen : bool
    """

    values: dict
    state: np.ndarray
    vectors: dict
    frozen: bool = False


class ModelEntry:
    """A model under one name, with the defaults new nodes or connections start from.

    Attributes
    ----------
    name : str
        The name users give.
    model : type
        The declaration, a subclass of NodeModel or SynapseModel.
    defaults : dict
        Values by quantity, as users see them.
    type_id : str
        Name of the built-in model it descends from.
    prototype : Block or None
        For nodes: the defaults as a node stores them, once they are needed.
    number : int
        NEST's model id, in order of registration.
    settled : dict or None
        The part of what `GetDefaults` shows of a node model that only SetDefaults changes, once
        it is needed.
    """

    def __init__(self, name: str, model, number: int, defaults: dict | None = None):
        self.name = name
        self.model = model
        self.number = number
        self.type_id = model.name()
        self.prototype: Any = None
        self._origin: Origin | None = None
        self.settled: dict | None = None
        self.defaults = dict(defaults) if defaults is not None else model.initial_values()

    @property
    def replicated(self) -> bool:
        """Whether nodes created now have a replica on every virtual process."""
        flag = self.model.replicated_if
        if not flag:
            return self.model.replicated
        return self.prototype.columns[flag][0] if self.prototype else self.defaults[flag]

    def origin(self) -> Origin:
        """Return what new nodes start from."""
        if self._origin is None and self.prototype is not None:
            self._origin = self.prototype.as_origin()
        elif self._origin is None:
            self._origin = self.model.origin(self.defaults)
        return self._origin

    def note_change(self) -> None:
        """Note that defaults have been changed."""
        self._origin = self.settled = None

    def set_default(self, name: str, value) -> None:
        """Set the default of one quantity that is stored as users see it."""
        self.note_change()
        self.defaults[name] = value
        if self.prototype is not None:
            self.prototype.columns[name].put([0], value)

    def retime(self, old: Clock, new: Clock) -> None:
        """Put default times on the grid of a new resolution."""
        for name, quantity in self.model.quantities().items():
            # NEST counts the old tics of the default by the new steps.
            tics = round(self.defaults[name] * old.tics_per_ms) if quantity.steps else 0
            if tics % new.tics_per_step:
                self.set_default(name, new.ms_from_steps(quantity.steps))


def _grid_of(clock: Clock) -> tuple[float, int]:
    return clock.tics_per_ms, clock.tics_per_step


class ModelTable(Mapping):
    """`ModelEntry` by name: the built-in models, then copies.

    Parameters
    ----------
    built_in : dict of str to (model, int)
        By name: a model and its number.  A model is a class, or has a method ``load`` that
        returns the class.
    first_copy : int
        Number of the first copy.
    """

    def __init__(self, built_in: dict[str, tuple], first_copy: int):
        self._built_in = built_in
        self._first_copy = first_copy
        self._copies: dict[str, ModelEntry] = {}
        self._entries: dict[str, ModelEntry] = {}
        self._clocks = [Clock()]

    @property
    def n_built_in(self) -> int:
        """Number of models that are no copies."""
        return len(self._built_in)

    def __getitem__(self, name: str) -> ModelEntry:
        entry = self._entries.get(name)
        return self._made(name) if entry is None else entry

    def __contains__(self, name) -> bool:
        return name in self._built_in or name in self._copies

    def __iter__(self) -> Iterator[str]:
        yield from self._built_in
        yield from self._copies

    def __len__(self) -> int:
        return len(self._built_in) + len(self._copies)

    def _made(self, name):
        model, number = self._built_in[name]
        entry = ModelEntry(name, model if isinstance(model, type) else model.load(), number)
        # It goes through what those have gone through that were there before.
        for old, new in zip(self._clocks, self._clocks[1:], strict=False):
            entry.retime(old, new)
        self._entries[name] = entry
        return entry

    def copy(self, existing: str, new: str) -> ModelEntry:
        """Add a copy of model `existing` under the name `new`, with its present defaults."""
        old = self[existing]
        entry = ModelEntry(new, old.model, self._first_copy + len(self._copies), old.defaults)
        entry.type_id = old.type_id
        self._entries[new] = self._copies[new] = entry
        return entry

    def retime(self, clock: Clock) -> None:
        """Put default times on the grid of a new resolution."""
        last = self._clocks[-1]
        if _grid_of(clock) == _grid_of(last):
            return
        clock = Clock(clock.tics_per_ms, clock.tics_per_step)
        for entry in self._entries.values():
            entry.retime(last, clock)
        self._clocks.append(clock)
