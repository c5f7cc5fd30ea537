"""The kernel's settings: plain data, read and set by name."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from nestlike.kernel.clock import Clock
from nestlike.kernel.connections.delays import DelayExtrema
from nestlike.kernel.datatypes import CONVERSIONS, require_known_type
from nestlike.kernel.settings.attributes import ATTRIBUTES, NOT_IN_STATUS, STATUS_ONLY
from nestlike.kernel.settings.interlocks import INTERLOCKS

_DECLARED = {**ATTRIBUTES, **STATUS_ONLY}
_IN_STATUS = sorted(_DECLARED.keys() - NOT_IN_STATUS)
_SETTABLE = [name for name, entry in ATTRIBUTES.items() if not entry.readonly]
_CONVERSION = {n: CONVERSIONS[ATTRIBUTES[n].accepts or ATTRIBUTES[n].kind] for n in _SETTABLE}
# What follows from a change of the first must be in place when the next is told.
_ORDER = ("local_num_threads", "resolution", "rng_type", "rng_seed")


class KernelSettings:
    """All kernel attributes that can be set, and how the others are read.

    A part of the kernel that owns a value offers it with `provide`; a part that must act on a
    change asks for it with `on_change`. Every attribute reads as ``settings["rng_seed"]`` and as
    ``settings.rng_seed``.

    Parameters
    ----------
    clock : Clock
        Holds the resolution.
    """

    def __init__(self, clock: Clock):
        self.clock = clock
        self.delays = DelayExtrema()
        self.messages: Any = None
        #: Raised whenever something is set.
        self.version = 0
        self._values: dict[str, Any] = {}
        told = _DECLARED.keys() - _SETTABLE - {"cycle_time_log"}
        self._readers: dict[str, Callable] = {n: _DECLARED[n].first_value for n in told}
        self._observers: dict[str, list[Callable[[Any, Any], None]]] = {}
        self._facts: dict[str, Callable[[], Any]] = {}
        self._provide_times()
        self._restore(_SETTABLE)

    def _provide_times(self) -> None:
        for name in ("resolution", "tics_per_ms", "ms_per_tic", "tics_per_step", "T_max", "T_min"):
            self.provide(name, lambda name=name: getattr(self.clock, name))
        self.provide("min_delay", lambda: self.clock.ms_from_steps(self.delays.min_steps))
        self.provide("max_delay", lambda: self.clock.ms_from_steps(self.delays.max_steps))
        self.provide("kernel_status", self.status)

    def _restore(self, names) -> None:
        for name in names:
            self._values[name] = ATTRIBUTES[name].first_value()

    def reset(self) -> None:
        """Return to the state after start, but for the few settings that outlive a reset."""
        self.version += 1
        self.clock.reset()
        self.delays.reset()
        self._restore(name for name in _SETTABLE if not ATTRIBUTES[name].survives_reset)

    def provide(self, name: str, reader: Callable[[], Any]) -> None:
        """Let `reader` answer for the value of an attribute from now on."""
        self._readers[name] = reader

    def know(self, fact: str, reader: Callable[[], Any]) -> None:
        """Let `reader` answer for a fact interlocks ask for.

        The facts are ``nodes_exist``, ``models_changed`` and ``simulated``.
        """
        self._facts[fact] = reader

    def fact(self, name: str) -> bool:
        """Return whether a fact holds; nobody knowing means no."""
        return bool(self._facts.get(name, bool)())

    def on_change(self, name: str, observer: Callable[[Any, Any], None]) -> None:
        """Have `observer(old, new)` called whenever an attribute has been set.

        It is called also where the value is the same (a seed set again starts the engines
        again), except for ``local_num_threads``, which NEST then leaves alone.
        """
        self._observers.setdefault(name, []).append(observer)
        self._observers = dict(sorted(self._observers.items(), key=_rank))

    def __getitem__(self, name: str) -> Any:
        reader = self._readers.get(name)
        return self._values[name] if reader is None else reader()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no kernel setting {name!r}") from None

    def status(self) -> dict[str, Any]:
        """Return the kernel status: a new dictionary, its keys in ASCII order."""
        return {name: self[name] for name in _IN_STATUS}

    def set(self, requested: Mapping[str, Any]) -> None:
        """Set attributes by name, all or none.

        Raises
        ------
        NESTError
            If a value has the wrong type, is out of range or can no longer be changed.
        """
        converted, interlocks = _converted(requested), _interlocks_about(*requested)
        if not interlocks and self._observers.keys().isdisjoint(converted):
            self.version += 1
            self._values.update(converted)
            return
        proposal = Proposal(self, converted)
        for interlock in interlocks:
            interlock(proposal)
        self._commit(proposal)

    def _commit(self, proposal: "Proposal") -> None:
        before = {name: self[name] for name in self._observers if name in proposal.requested}
        self.version += 1
        self._values = proposal.values
        if proposal.clock is not self.clock:
            self.clock.adopt(proposal.clock)
        if proposal.delays is not self.delays:
            self.delays.adopt(proposal.delays)
        for message in proposal.messages:
            self.messages.message(*message)
        for name, old in before.items():
            self._tell(name, old, proposal.requested)

    def _tell(self, name: str, old: Any, requested: Mapping[str, Any]) -> None:
        new = self[name]
        again = name in requested and name not in _ORDER[:1]
        if again or old != new:
            for observer in self._observers[name]:
                observer(old, new)


@lru_cache(64)
def _interlocks_about(*names):
    return [interlock for about, interlock in INTERLOCKS if not about.isdisjoint(names)]


def _rank(observed):
    name, _ = observed
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _converted(requested):
    for name, value in requested.items():
        require_known_type(name, value)
    return {name: _CONVERSION[name](name, value) for name, value in requested.items()}


class Proposal:
    """What the settings would be; interlocks complete it before anything is changed.

    Attributes
    ----------
    requested : dict
        What the user asked for, in the right types.
    old, values : dict
        Settings before and after.
    clock, delays : Clock, DelayExtrema
        Resolution and delay limits after.
    """

    def __init__(self, settings: KernelSettings, requested: dict[str, Any]):
        self.settings = settings
        self.requested = requested
        self.old = settings._values
        self.values = {**self.old, **requested}
        self.clock = settings.clock
        self.old_delays = self.delays = settings.delays
        self.messages: list[tuple] = []

    def shows(self, level) -> bool:
        """Return whether a message of some level will be shown."""
        return level >= self.values["verbosity"]

    def say(self, level, where: str, text: str) -> None:
        """Have a message printed if the proposal is accepted."""
        self.messages.append((level, where, text))

    @property
    def nodes_exist(self) -> bool:
        """Whether there are nodes."""
        return self.settings.fact("nodes_exist")

    @property
    def models_changed(self) -> bool:
        """Whether defaults were changed or models copied."""
        return self.settings.fact("models_changed")

    @property
    def simulated(self) -> bool:
        """Whether the network has been simulated."""
        return self.settings.fact("simulated")
