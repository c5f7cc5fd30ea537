"""Things that are said once and do not change: fields with defaults, and nothing else.

`dataclasses` would do the same, but writes source for each class and compiles it at every start.
"""


class Declared:
    """A class whose annotations are its fields, in order, and whose values are their defaults.

    Objects are equal if their fields are, and refuse to be changed.
    """

    _fields: tuple[str, ...] = ()
    _defaults: dict[str, object] = {}

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        own = [name for name in cls.__annotations__ if not name.startswith("_")]
        cls._fields = (*cls._fields, *own)
        cls._defaults = {
            **cls._defaults,
            **{name: cls.__dict__[name] for name in own if name in cls.__dict__},
        }

    def __init__(self, *values, **named):
        given = dict(zip(self._fields, values, strict=False))
        fields = {**self._defaults, **given, **named}
        if len(values) > len(self._fields) or given.keys() & named.keys():
            raise TypeError(f"{type(self).__name__} takes each of {self._fields} once")
        if fields.keys() != set(self._fields):
            wrong = sorted(fields.keys() ^ set(self._fields))
            raise TypeError(f"{type(self).__name__}: fields are unknown or missing: {wrong}")
        self.__dict__.update(fields)

    def __setattr__(self, name, value):
        raise AttributeError(f"{type(self).__name__} does not change, nor does its {name}")

    def _key(self):
        return tuple(self.__dict__[name] for name in self._fields)

    def __eq__(self, other):
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({shown})"
