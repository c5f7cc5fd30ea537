"""Parameters and state variables of a model, and the conditions on them."""

from __future__ import annotations

import math
from collections.abc import Callable

from nestlike.compiler.signatures import argument_names
from nestlike.declared import Declared
from nestlike.kernel.nodes.node_keys import VirtualKey

INFINITY = math.inf


class Parameter(Declared):
    """A quantity that belongs to each node and is set by the user.

    Parameters
    ----------
    default : float, int, bool, str, tuple, Integers or Names
        Value after Create; its type is the type users must give.
    unit : str
        Unit, for the documentation.
    doc : str
        What it is.
    relative_to : str
        Name of the parameter (usually ``E_L``) that NEST subtracts before it stores the value.
    readonly : bool
        Shown by ``get``, refused by ``set``.
    hidden : bool
        Kept per node but not part of the dictionaries users see.
    write_only : bool
        Taken by ``set``, not shown by ``get``.
    per : str
        Name of the vector parameter whose length this vector takes on at each Prepare.
    fixed_by : str
        Name of a flag; where it is set, this vector keeps its length.
    drawn : bool
        Whether a random Parameter may be given; NEST takes none for some.
    steps : int
        Of a time: the default in steps where a new resolution leaves the old default off the grid.
    """

    default: object
    unit: str = ""
    doc: str = ""
    relative_to: str = ""
    readonly: bool = False
    hidden: bool = False
    write_only: bool = False
    per: str = ""
    fixed_by: str = ""
    drawn: bool = True
    steps: int = 0

    @property
    def kind(self) -> type:
        """Python type of the value: float, int, bool, str, tuple (doubles), Integers or Names."""
        return type(self.default)

    @property
    def listed(self) -> bool:
        """Whether the dictionaries users see have it."""
        return not (self.hidden or self.write_only)


class State(Parameter):
    """A quantity that a model's step changes; same fields as `Parameter`."""


class Check:
    """A condition on parameters, a function of their names, and what to say where it fails.

    It is asked when one of the quantities `when` is set, by default all that it is about.
    """

    def __init__(self, holds: Callable, says: str, when: tuple[str, ...] = ()):
        self.holds, self.says = holds, says
        self.names = argument_names(holds)
        self.when = when or self.names

    def shown(self, values: dict) -> str:
        """Return what to show of the values that do not hold, by name."""
        return ", ".join(f"{name} = {values[name]}" for name in self.names)


class EntryCheck(Check):
    """A condition on every entry of a vector parameter; `fails` tells where it does not hold."""

    def __init__(self, name: str, fails: Callable, says: str):
        super().__init__(
            eval(f"lambda {name}: not any(map(fails, {name}))", {"fails": fails}), says
        )
        self._fails = fails

    def shown(self, values: dict) -> str:
        """Return the first entry that does not hold."""
        (name,) = self.names
        i = next(i for i, entry in enumerate(values[name]) if self._fails(entry))
        return f"{name}[{i}] = {values[name][i]}"


def positive(*names: str) -> list[Check]:
    """Return checks that each named parameter is greater than zero."""
    return [_compare(name, "{0} > 0", "must be strictly positive") for name in names]


def all_positive(name: str) -> Check:
    """Return the check that no entry of a vector parameter is zero or less."""
    says = f"All entries of {name} must be strictly positive."
    return EntryCheck(name, lambda entry: entry <= 0, says)


def not_negative(*names: str) -> list[Check]:
    """Return checks that each named parameter is zero or greater."""
    return [_compare(name, "{0} >= 0", "must not be negative") for name in names]


def length_of(name: str) -> VirtualKey:
    """Return the read-only entry that shows how long the vector parameter `name` is."""
    return VirtualKey(lambda block, k: len(block.columns[name][k]))


def _compare(name: str, condition: str, words: str) -> Check:
    check = eval(f"lambda {name}: {condition.format(name)}")
    return Check(check, f"{name} {words}.")
