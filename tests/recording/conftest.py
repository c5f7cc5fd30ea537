"""A kernel without a network, and recorders that are nothing but data."""

import types

import pytest

from nestlike.kernel.clock import Clock
from nestlike.kernel.settings.kernel_settings import KernelSettings


class FakeRecorder:
    """What a backend sees of a recorder."""

    def __init__(self, node_id=1, model_name="spike_recorder", n_vp=1, value_names=(), integers=()):
        self.node_id, self.model_name, self.n_vp = node_id, model_name, n_vp
        self.value_names, self.integer_names = value_names, integers
        self.options, self.n_events, self.label = {}, 0, ""


@pytest.fixture
def recorder():
    return FakeRecorder


@pytest.fixture
def network(tmp_path):
    """Return a kernel whose data files go to a folder of the test."""
    settings = KernelSettings(Clock())
    simulated = types.SimpleNamespace(value=False)
    settings.know("simulated", lambda: simulated.value)
    settings.set({"data_path": str(tmp_path)})
    nodes = types.SimpleNamespace(size=1)
    return types.SimpleNamespace(
        settings=settings, time=settings.clock, nodes=nodes, simulated=simulated
    )
