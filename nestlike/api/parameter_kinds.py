"""Kinds of Parameter by name, and what their dictionaries hold."""

from numbers import Integral

from nestlike.kernel import kernel
from nestlike.kernel.datatypes import (
    as_dictionary,
    as_double,
    require_known_type,
)
from nestlike.kernel.errors import (
    TypeMismatch,
    UnaccessedDictionaryEntry,
    UndefinedName,
    did_you_mean,
)
from nestlike.kernel.nodes.node_ranges import NodeRanges
from nestlike.kernel.random.distributions import (
    Exponential,
    Lognormal,
    Normal,
    Uniform,
    UniformInteger,
)
from nestlike.kernel.random.random_values import Constant, RandomValue
from nestlike.kernel.space.spatial_functions import (
    ExponentialDecay,
    Gabor,
    Gamma,
    Gaussian,
    Gaussian2D,
    SpatialFunction,
)
from nestlike.kernel.space.spatial_values import Distance, Position


def _as_value(name, value) -> RandomValue:
    """Return the expression behind a Parameter."""
    if not isinstance(value, RandomValue):
        if not isinstance(value, NodeRanges):
            require_known_type(name, value)
        raise TypeMismatch(f"Expected datatype: {name} takes a Parameter, not {value!r}.")
    return value


def _as_integer(name, value) -> int:
    """Return an int; NEST has an error of its own for those of Parameters."""
    require_known_type(name, value)
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise RuntimeError(f"{name} takes an int, not {value!r}.")
    return int(value)


def _as_short_integer(name, value) -> int:
    value = _as_integer(name, value)
    if not -(2**31) <= value < 2**31:
        raise IndexError(f"{name}: the integer {value} does not fit into 32 bits.")
    return value


def _as_double(name, value) -> float:
    if isinstance(value, NodeRanges | RandomValue):
        raise TypeMismatch(f"Expected datatype: {name} takes a float, not {value!r}.")
    return as_double(name, value)


def _doubles(*names):
    return dict.fromkeys(names, _as_double)


#: Class, and the type of each entry in the order NEST reads them.
KINDS: dict = {
    "constant": (Constant, {"value": _as_double}),
    "distance": (Distance, {"dimension": _as_short_integer}),
    "exp_distribution": (ExponentialDecay, {"x": _as_value, **_doubles("beta")}),
    "exponential": (Exponential, _doubles("beta")),
    "gabor": (
        Gabor,
        {
            "x": _as_value,
            "y": _as_value,
            **_doubles("theta", "gamma", "std", "lam", "psi"),
        },
    ),
    "gamma": (Gamma, {"x": _as_value, **_doubles("kappa", "theta")}),
    "gaussian": (Gaussian, {"x": _as_value, **_doubles("mean", "std")}),
    "gaussian2d": (
        Gaussian2D,
        {
            "x": _as_value,
            "y": _as_value,
            **_doubles("mean_x", "mean_y", "rho", "std_x", "std_y"),
        },
    ),
    "lognormal": (Lognormal, _doubles("mean", "std")),
    "normal": (Normal, _doubles("mean", "std")),
    "position": (Position, {"dimension": _as_integer, "synaptic_endpoint": _as_short_integer}),
    "uniform": (Uniform, _doubles("min", "max")),
    "uniform_int": (UniformInteger, {"max": _as_integer}),
}


def make(name: str, specs: dict) -> RandomValue:
    """Return the value of a named kind; see `nestlike.CreateParameter`."""
    if not isinstance(name, str):
        raise AttributeError(f"The kind of a Parameter is a str, not {name!r}.")
    given = as_dictionary(name, specs)
    if name not in KINDS:
        raise UndefinedName(f"The name {name} is not defined.{did_you_mean(name, KINDS)}")
    kind, types = KINDS[name]
    value = kind(**_converted(name, kind, types, given))
    unknown = sorted(set(given) - set(types))
    if unknown and kernel.settings.dict_miss_is_error:
        raise UnaccessedDictionaryEntry(
            f"Unaccessed elements in param, in function create_parameter:  {' '.join(unknown)}. "
            f"{name} has {', '.join(types)}."
        )
    return value


def _converted(name, kind, types, given):
    values = {}
    for key, convert in types.items():
        if key in given:
            values[key] = convert(key, given[key])
        elif issubclass(kind, SpatialFunction | Constant):
            raise IndexError(f"{name} needs {key!r}.")
    if issubclass(kind, Normal):
        values["n_threads"] = kernel.settings.local_num_threads
    return values
