"""Classes by the names users give, each imported when it is first asked for."""

import importlib
from collections.abc import Iterator, Mapping


class OnDemand(Mapping):
    """A dictionary whose values are imported: a script uses few of them.

    Parameters
    ----------
    package : str
        Where the modules are.
    classes : dict of str to str
        Names of the classes by the names users give, which are those of the modules, too.
    """

    def __init__(self, package: str, classes: dict[str, str]):
        self._package, self._classes = package, classes

    def __getitem__(self, name: str) -> type:
        name_of_class = self._classes[name]
        return getattr(importlib.import_module(f"{self._package}.{name}"), name_of_class)

    def __contains__(self, name) -> bool:
        return name in self._classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)
