"""Attributes that are worked out when they are first asked for, and then kept."""

from collections.abc import Callable
from typing import Any


class computed:
    """Decorator of a method: what it returns becomes an attribute of the object.

    ``functools.cached_property`` takes a lock first, which costs more than many an answer.
    """

    def __init__(self, work_out: Callable[[Any], Any]):
        self._work_out, self._name = work_out, work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self._work_out(instance)
        setattr(instance, self._name, value)
        return value
