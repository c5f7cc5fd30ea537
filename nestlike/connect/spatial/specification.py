"""Synapse specifications of connections between layers."""

import numpy as np

from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.synapse_specification import SynapseSpecification
from nestlike.kernel.datatypes import as_long, require_known_type
from nestlike.kernel.errors import BadProperty

#: What a specification may have here; other parameters are the synapse model's defaults.
ALLOWED = ("weight", "delay", "synapse_model", "synapse_label", "receptor_type")


class SpatialSpecification(SynapseSpecification):
    """One synapse model; weight and delay may depend on positions.

    The weight is drawn before the delay, unlike elsewhere.

    Raises
    ------
    UnknownSynapseType
        If there is no such model.
    BadProperty
        If weight or delay is neither a number nor a Parameter.
    TypeMismatch
        If label or receptor is no integer.
    """

    def __init__(self, params: dict):
        integers = {
            name: Scalar(as_long(name, params[name]))
            for name in ("receptor_type", "synapse_label")
            if name in params
        }
        super().__init__({"synapse_model": params.get("synapse_model", "static_synapse")})
        self.given = {n: value_of(n, params[n]) for n in ("weight", "delay") if n in params}
        if not self.entry.model.has_label:
            integers.pop("synapse_label", None)
        self.given.update(integers)

    def columns(self, values: dict) -> dict:
        """Return the columns that `values` stand for; see `SynapseSpecification`."""
        model = self.entry.model
        if "delay" in values and not model.has_delay and not np.all(np.isnan(values["delay"])):
            raise BadProperty(f"{self.entry.name} connection has no delay")
        if "weight" in model.common:
            raise BadProperty(
                "Setting of individual weights is not possible! The common weights can be changed "
                "via CopyModel()."
            )
        if values.get("receptor_type", 0) < 0:
            raise IndexError(f"receptor_type = {values['receptor_type']} must not be negative.")
        return super().columns(values)


def value_of(name: str, value) -> Scalar | Drawn:
    """Return a number or a Parameter as what connections are given, or raise BadProperty."""
    drawn = random_value(value)
    if drawn is not None:
        return Drawn(drawn)
    require_known_type(name, value)
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise BadProperty(
            f"Parameter must be parametertype, constant or dictionary, and {name} is {value!r}."
        )
    return Scalar(float(value))
