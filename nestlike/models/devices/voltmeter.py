"""Multimeter for the membrane potential."""

from nestlike.kernel.nodes.node_keys import Names
from nestlike.models.declaration import Parameter
from nestlike.models.devices.multimeter import multimeter


class voltmeter(multimeter):
    """Multimeter that records the membrane potential ``V_m``."""

    parameters = {
        **multimeter.parameters,
        "record_from": Parameter(Names(["V_m"]), "", "Names of the recorded quantities"),
    }
