"""What a model's functions ask for, read off their arguments."""


def argument_names(function) -> tuple[str, ...]:
    """Return the names of the positional arguments of `function`."""
    code = function.__code__
    return code.co_varnames[: code.co_argcount]


def is_vector(quantity) -> bool:
    """Return whether a declared `quantity` is a vector of doubles."""
    return quantity.kind is tuple
