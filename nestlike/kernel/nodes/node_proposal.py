"""Setting parameters of nodes: first everything is proposed and checked, then it is stored."""

from collections.abc import Mapping

import numpy as np

from nestlike.kernel.datatypes import as_bool
from nestlike.kernel.errors import (
    BadProperty,
    TypeMismatch,
    UnaccessedDictionaryEntry,
    did_you_mean,
)
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.node_values import PerNode, pick, typed
from nestlike.kernel.random.random_values import RandomValue


class Proposal(Mapping):
    """What nodes of one block would be like; reads as the visible values by name.

    Parameters
    ----------
    block : Block
    ks : ndarray of int
        The nodes within the block, ascending.
    given : dict
        New values by key: one for all nodes or `PerNode`; already drawn where random.

    Attributes
    ----------
    column : dict
        Proposed stored values by name: a scalar for all nodes, or an array or list.
    """

    def __init__(self, block, ks: np.ndarray, given: dict):
        self.block, self.ks, self.model = block, ks, block.model
        self.quantities = self.model.quantities()
        self.column: dict = {}
        self.frozen: list | None = None
        self.echoed: dict | None = None
        try:
            self.model.refuse(block, given)
        except BadProperty as error:
            raise self.located(error, 0) from None
        self.given = self._convert(given)
        self.claims = self._claim(given)
        self._set_bases()
        for name, value in self.given.items():
            self._set(name, value)

    def _convert(self, given):
        converted = {}
        for key, value in given.items():
            if isinstance(value, RandomValue) and self._is_claimable(key):
                raise TypeMismatch(f"Expected datatype: {key} takes no random Parameter.")
            if key == "frozen" and not (self.block.is_prototype and self.model.freezable):
                self._propose_frozen(value)
            elif key in self.quantities and not self.quantities[key].readonly:
                quantity = self.quantities[key]
                if not quantity.hidden:
                    converted[key] = typed(key, quantity.kind, value)
        return converted

    def _is_claimable(self, key):
        entry = self.model.virtual.get(key)
        return key == "frozen" or (entry is not None and entry.set is not None)

    def _propose_frozen(self, value):
        values = value if isinstance(value, PerNode) else [value]
        frozen = [as_bool("frozen", entry) for entry in values]
        if any(frozen) and not self.model.freezable:
            raise self.located(BadProperty(f"{self.model.family()} cannot be frozen."), 0)
        self.frozen = frozen if isinstance(value, PerNode) else frozen * len(self.ks)

    def _claim(self, given):
        if not self.model.claims(given):
            return None
        claims = []
        for position in range(len(self.ks)):
            own = {k: v[position] if isinstance(v, PerNode) else v for k, v in given.items()}
            try:
                claims.append(self.model.claim(self, position, own))
            except BadProperty as error:
                raise self.located(error, position) from None
        return claims

    def _set_bases(self):
        # Quantities that keep a difference keep their absolute value when the base moves; NEST
        # subtracts the change of the base from what is stored, which rounds once more.
        for base in self.model.bases():
            if base not in self.given:
                continue
            before = self._old(base)
            self.column[base] = self.given[base]
            change = self.given[base] - before
            for name, quantity in self.quantities.items():
                if quantity.relative_to == base and name not in self.given:
                    self.column[name] = self._old(name) - change

    def _set(self, name, value):
        base = self.quantities[name].relative_to
        self.column[name] = value - self.stored(base) if base else value

    def _old(self, name):
        same = node_status.one_for_all(self.block, name)
        return node_status.stored(self.block, self.ks, name) if same is None else same

    def stored(self, name: str):
        """Return the proposed stored values of a quantity."""
        return self.column[name] if name in self.column else self._old(name)

    def __getitem__(self, name: str):
        base = self.quantities[name].relative_to
        return self.stored(name) + self.stored(base) if base else self.stored(name)

    def __iter__(self):
        return iter(self.quantities)

    def __len__(self):
        return len(self.quantities)

    def located(self, error, position: int):
        """Return a BadProperty that says which node is meant."""
        if self.block.is_prototype:
            return BadProperty(f"Setting status of model '{self.block.entry.name}': {error}")
        node_id = self.block.first_id + self.block.id_step * int(self.ks[position])
        where = f"'{self.block.entry.name}' with node ID {node_id}"
        return BadProperty(f"Setting status of a {where}: {error}")

    def complete(self) -> None:
        """Let the model check the values, and complete them where it wants to.

        Raises
        ------
        BadProperty
            If a value is illegal; the message names the first such node.
        """
        if self.model.adjusts():
            self._adjust()
        for name in self.given:
            if self.quantities[name].fixed_by:
                self._require_same_length(name)
        changed, always = set(self.column), always_asked(self.model)
        for check in (*self.model.checks, *self.model.common_checks):
            if not changed.isdisjoint(check.when) or check in always:
                self._verify(check)

    def _require_same_length(self, name):
        fixed = self._old(self.quantities[name].fixed_by)
        old, new = self._old(name), self.column[name]
        for position in range(len(self.ks)):
            before, after = len(pick(old, position)), len(pick(new, position))
            if pick(fixed, position) and before != after:
                raise self.located(
                    "The neuron has connections, therefore the number of ports cannot change "
                    f"({name} has {before} entries, {after} given).",
                    position,
                )

    def _verify(self, check):
        relative = {self.quantities[name].relative_to for name in check.names}
        # Differences to one base are compared as they are stored, as NEST does.
        read = self.stored if len(relative) == 1 and "" not in relative else self.__getitem__
        columns = [read(name) for name in check.names]
        if all(not isinstance(column, (np.ndarray, list)) for column in columns):
            failed = [] if check.holds(*columns) else [0]
        else:
            failed = _failures(check.holds, columns, len(self.ks))
        # NEST asks whether a value is bad, and no comparison says so of not-a-number.
        failed = [i for i in failed if not any(_is_nan(pick(c, i)) for c in columns)]
        if failed:
            shown = check.shown({n: pick(self[n], failed[0]) for n in check.names})
            raise self.located(f"{check.says} ({shown})", failed[0])

    def _adjust(self):
        columns = {name: _common_or_column(self[name]) for name in self}
        alike = not any(isinstance(column, (np.ndarray, list)) for column in columns.values())
        positions = range(1 if alike else len(self.ks))
        adjusted = [self._adjust_node(columns, position) for position in positions]
        for name in dict.fromkeys(n for entry in adjusted for n in entry):
            kind = self.quantities[name].kind
            if alike:
                self._set(name, typed(name, kind, adjusted[0][name]))
                continue
            rows = (entry.get(name, pick(columns[name], i)) for i, entry in enumerate(adjusted))
            self._set(name, typed(name, kind, PerNode(rows)))

    def _adjust_node(self, columns, position):
        """Return what the model changes of the values of one node."""
        values = {name: pick(column, position) for name, column in columns.items()}
        before = dict(values)
        try:
            self.model.adjust(values, set(self.given))
        except BadProperty as error:
            raise self.located(error, position) from None
        return {name: value for name, value in values.items() if value is not before[name]}

    def unknown(self, given) -> list[str]:
        """Return the keys among `given` that cannot be set."""
        claimed = set().union(*self.claims) if self.claims else set()
        if self.frozen is not None:
            claimed.add("frozen")
        return [key for key in given if key not in self.given and key not in claimed]

    def echo(self, given: dict) -> None:
        """Let nodes show those of the `given` entries that mean nothing to them.

        NEST keeps one dictionary for all nodes of a model, and the last one set fills it.
        """
        unknown = {*self.unknown(given), "frozen"}
        unknown = {key: value for key, value in given.items() if key in unknown}
        last = {key: v[-1] if isinstance(v, PerNode) else v for key, v in unknown.items()}
        self.echoed = {key: v for key, v in last.items() if not isinstance(v, RandomValue)}

    def accept(self) -> None:
        """Store everything."""
        if self.echoed is not None:
            self.block.options.clear()
            self.block.options.update(self.echoed)
        for name, column in self.column.items():
            node_status.store(self.block, self.ks, name, column)
        if self.frozen is not None:
            self.block.frozen.put(self.ks, self.frozen)
        for k, claimed in zip(self.ks.tolist(), self.claims or (), strict=False):
            self.model.settle(self.block, k, claimed)
        if self.column or self.frozen is not None:
            self.block.changed = True


def _common_or_column(column):
    """Return the value that all rows of a column have, or the column where they differ."""
    if not isinstance(column, (np.ndarray, list)):
        return column
    first = column[0]
    if isinstance(column, np.ndarray):
        same = bool((column == first).all())
    else:
        same = all(entry == first for entry in column)
    return pick(column, 0) if same else column


def _is_nan(entry):
    return isinstance(entry, float) and entry != entry


def _failures(holds, columns, n):
    if not any(isinstance(column, list) for column in columns):
        try:
            return np.flatnonzero(~np.broadcast_to(np.asarray(holds(*columns)), n))
        except (ValueError, TypeError):
            pass  # A condition with `and` or a chained comparison takes one node at a time.
    rows = [[pick(column, i) for column in columns] for i in range(n)]
    return [i for i, row in enumerate(rows) if not holds(*row)]


def always_asked(model) -> list:
    """Return the checks on state, which may become illegal by itself: NEST makes them always."""
    if "_always_asked" not in model.__dict__:
        state = model.state.keys()
        asked = (c for c in model.checks if c.when == c.names and not state.isdisjoint(c.names))
        model._always_asked = list(asked)
    return model._always_asked


def refuses_everything(block, ks: np.ndarray, names: set) -> np.ndarray:
    """Return which of the nodes `ks` refuse new values for `names` because of their own state."""
    refuses = np.zeros(len(ks), bool)
    for check in always_asked(block.model):
        if names.isdisjoint(check.names):
            columns = [node_status.visible(block, ks, name) for name in check.names]
            refuses[_failures(check.holds, columns, len(ks))] = True
    return refuses


def reject_unknown(block, unknown) -> None:
    """Raise for keys that the nodes of a block do not take."""
    if not unknown:
        return
    model = block.model
    keys = node_status.declared_keys(model)
    first = sorted(unknown)[0]
    reason = "it is read-only." if first in keys else did_you_mean(first, keys).strip()
    names = " ".join(sorted(unknown))
    raise UnaccessedDictionaryEntry(
        f"Unaccessed elements in params: {names}. {model.name()} has no parameter {first!r} to set"
        f"{': ' if reason else '.'}{reason}"
    )
