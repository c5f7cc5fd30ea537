"""How chatty the kernel is: the levels of NEST's messages."""

from enum import IntEnum


class VerbosityLevel(IntEnum):
    """Severity of a message, and the least severity that is shown."""

    ALL = 0
    DEBUG = 5
    STATUS = 7
    INFO = 10
    PROGRESS = 15
    DEPRECATED = 18
    WARNING = 20
    ERROR = 30
    FATAL = 40
    QUIET = 100
