"""What nodes receive, by receptor, and recordables that exist once per receptor."""

from __future__ import annotations

from collections.abc import Callable

from nestlike.declared import Declared


class Spikes(Declared):
    """Spike input on receptor `port`, summed per step.

    With two channels, events of positive weight go to the first and all others to the second.
    """

    excitatory: str
    inhibitory: str = ""
    port: int = 0

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.excitatory, self.inhibitory) if self.inhibitory else (self.excitatory,)


class SpikePorts(Declared):
    """Spike input on ports 1..n, one channel each; n is the length of the vector `per`.

    The channel comes last among a model's inputs, so that it can grow.
    """

    name: str
    per: str

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


class SpikeCounts(Declared):
    """Spike input that counts events and disregards their weights; `ignored` ports are dropped."""

    name: str
    port: int = 0
    ignored: tuple[int, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


class Current(Declared):
    """Current input on receptor `port`: the weighted sum of what generators send."""

    name: str
    port: int = 0

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


class PerReceptor(Declared):
    """Recordables ``<prefix>1`` .. ``<prefix>n``, where n is the length of the vector `per`.

    The last argument of `function` is the position, counted from 0.
    """

    prefix: str
    per: str
    function: Callable

    def names(self, block, k: int) -> list[str]:
        """Return what can be recorded from node `k`."""
        return [f"{self.prefix}{i + 1}" for i in range(len(block.columns[self.per][k]))]

    def position(self, name: str) -> int | None:
        """Return the position of the recordable `name`, or None if it is another quantity."""
        number = name.removeprefix(self.prefix)
        return int(number) - 1 if name.startswith(self.prefix) and number.isdecimal() else None
