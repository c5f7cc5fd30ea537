"""Setting parameters of nodes: first everything is proposed and checked, then it is stored."""

from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np

from nestlike.kernel import node_status
from nestlike.kernel.datatypes import as_bool, as_double, as_long, as_string, require_known_type
from nestlike.kernel.errors import (
    BadProperty,
    TypeMismatch,
    UnaccessedDictionaryEntry,
    did_you_mean,
)
from nestlike.kernel.node_keys import Integers, Names
from nestlike.kernel.random_values import RandomValue


class PerNode(list):
    """One value for each node; any other value is for all nodes."""

    def at(self, positions) -> "PerNode":
        """Return the values for the nodes at these positions (slice or int array)."""
        if isinstance(positions, slice):
            return PerNode(self[positions])
        return PerNode(self[i] for i in positions)


def as_vector(name: str, value) -> tuple:
    """Return a vector of doubles as a tuple of floats."""
    _require_elements(name, value, Real, "numbers")
    if len(value) and isinstance(value[0], (int, np.integer)):
        # NEST takes the type of all elements from the first one.
        return tuple(float(int(entry)) for entry in value)
    return tuple(float(entry) for entry in value)


def as_integers(name: str, value) -> Integers:
    """Return a vector of ints; NEST takes no empty one, since it cannot tell its type."""
    _require_elements(name, value, Integral, "ints")
    if not len(value):
        raise TypeMismatch(f"Expected datatype: {name} takes a list of ints that is not empty.")
    return Integers(int(entry) for entry in value)


def _require_elements(name, value, kind, words):
    if isinstance(value, np.ndarray) and value.ndim != 1:
        raise TypeError(f"{name} takes a list of {words}, not an array of {value.ndim} dimensions.")
    if not isinstance(value, (list, tuple, np.ndarray)):
        raise TypeMismatch(f"Expected datatype: {name} takes a list of {words}, not {value!r}.")
    for entry in value:
        require_known_type(name, entry)
        if not isinstance(entry, kind):
            raise TypeMismatch(f"Expected datatype: {name} takes a list of {words}, not {value!r}.")


def as_names(name: str, value) -> Names:
    """Return a list of strings."""
    if isinstance(value, np.ndarray):
        raise AttributeError(f"{name} takes a list of str, not an array.")
    if not isinstance(value, (list, tuple)) or not all(isinstance(entry, str) for entry in value):
        raise TypeMismatch(f"Expected datatype: {name} takes a list of str, not {value!r}.")
    return Names(str(entry) for entry in value)


CONVERSIONS = {
    float: as_double,
    int: as_long,
    bool: as_bool,
    str: as_string,
    tuple: as_vector,
    Integers: as_integers,
    Names: as_names,
}


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
        self.given = self._convert(given)
        self.claims = self._claim(given)
        self._set_bases()
        for name, value in self.given.items():
            self._set(name, value)

    def _convert(self, given):
        converted = {}
        for key, value in given.items():
            if key == "frozen" and not self.block.is_prototype:
                self._propose_frozen(value)
            elif key in self.quantities and not self.quantities[key].readonly:
                quantity = self.quantities[key]
                if not quantity.hidden:
                    converted[key] = _typed(key, quantity.kind, value)
        return converted

    def _propose_frozen(self, value):
        values = value if isinstance(value, PerNode) else [value]
        frozen = [as_bool("frozen", entry) for entry in values]
        if any(frozen) and not self.model.freezable:
            raise self.located(BadProperty(f"{self.model.family()} cannot be frozen."), 0)
        self.frozen = frozen if isinstance(value, PerNode) else frozen * len(self.ks)

    def _claim(self, given):
        if not self.model.virtual:
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

    def of_node(self, position: int) -> dict:
        """Return the proposed visible values of one node."""
        return {name: _pick(self[name], position) for name in self}

    def complete(self) -> None:
        """Let the model check the values, and complete them where it wants to.

        Raises
        ------
        BadProperty
            If a value is illegal; the message names the first such node.
        """
        if self.model.adjusts():
            self._adjust()
        changed = set(self.column)
        checks = [check for check in self.model.checks + self.model.common_checks]
        for check in checks:
            if changed.intersection(check.names):
                self._verify(check)

    def _verify(self, check):
        relative = {self.quantities[name].relative_to for name in check.names}
        # Differences to one base are compared as they are stored, as NEST does.
        read = self.stored if len(relative) == 1 and "" not in relative else self.__getitem__
        columns = [read(name) for name in check.names]
        if all(not isinstance(column, (np.ndarray, list)) for column in columns):
            failed = [] if check.holds(*columns) else [0]
        else:
            failed = _failures(check.holds, columns, len(self.ks))
        if len(failed):
            shown = ", ".join(f"{n} = {_pick(self[n], failed[0])}" for n in check.names)
            raise self.located(f"{check.says} ({shown})", failed[0])

    def _adjust(self):
        names = set(self.given)
        adjusted = []
        for position in range(len(self.ks)):
            values = self.of_node(position)
            before = dict(values)
            try:
                self.model.adjust(values, names)
            except BadProperty as error:
                raise self.located(error, position) from None
            adjusted.append({n: v for n, v in values.items() if v is not before[n]})
        for name in dict.fromkeys(n for entry in adjusted for n in entry):
            rows = [entry.get(name, _pick(self[name], i)) for i, entry in enumerate(adjusted)]
            self._set(name, _typed(name, self.quantities[name].kind, PerNode(rows)))

    def unknown(self, given) -> list[str]:
        """Return the keys among `given` that cannot be set."""
        claimed = set().union(*self.claims) if self.claims else set()
        if self.frozen is not None:
            claimed.add("frozen")
        return [key for key in given if key not in self.given and key not in claimed]

    def accept(self) -> None:
        """Store everything."""
        for name, column in self.column.items():
            node_status.store(self.block, self.ks, name, column)
        if self.frozen is not None:
            self.block.frozen.put(self.ks, self.frozen)
        for k, claimed in zip(self.ks.tolist(), self.claims or (), strict=False):
            self.model.settle(self.block, k, claimed)
        if self.column:
            self.block.changed = True


def _pick(column, position):
    if isinstance(column, np.ndarray):
        entry = column[position]
        return tuple(entry.tolist()) if entry.ndim else entry.item()
    return column[position] if isinstance(column, list) else column


def _failures(holds, columns, n):
    try:
        return np.flatnonzero(~np.broadcast_to(np.asarray(holds(*columns)), n))
    except (ValueError, TypeError):
        # A condition with `and` or a chained comparison takes one node at a time.
        rows = [[_pick(column, i) for column in columns] for i in range(n)]
        return [i for i, row in enumerate(rows) if not holds(*row)]


def _typed(name, kind, value):
    if isinstance(value, RandomValue):
        raise TypeMismatch(f"Expected datatype: {name} takes no random Parameter.")
    convert = CONVERSIONS[kind]
    if not isinstance(value, PerNode):
        return convert(name, value)
    if kind is float and all(type(entry) is float for entry in value):
        return np.array(value, float)
    converted = [convert(name, entry) for entry in value]
    return np.array(converted) if kind in (float, int, bool) else converted


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


def require_known(given: dict) -> None:
    """Raise unless every value is of a type NEST has."""
    for name, value in given.items():
        if isinstance(value, PerNode):
            for entry in value if not all(type(e) is float for e in value) else ():
                require_known_type(name, entry)
        elif isinstance(value, np.ndarray) and value.ndim == 0:
            raise TypeError(f"{name}: iteration over a 0-d array; give the number itself.")
        elif not isinstance(value, RandomValue):
            require_known_type(name, value)
