"""Files of layers and their connections; numbers measured with NEST 3.10.0."""

import pytest

import nestlike as nest

ERRORS = nest.NESTErrors


@pytest.fixture
def layers():
    """Return two layers, the first node of the one connected to all of the other."""
    nest.ResetKernel()
    source, target = (
        nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([2, 1], extent=extent))
        for extent in ([1.0, 1.0], [2.0, 2.0])
    )
    nest.Connect(source[0], target, syn_spec={"weight": 1 / 3, "delay": 1.5})
    nest.Connect(source[0], target[1], syn_spec="stdp_synapse")
    return source, target


def test_files(layers, tmp_path):
    source, target = layers
    nest.DumpLayerNodes(target[1], tmp_path / "nodes.txt")
    assert (tmp_path / "nodes.txt").read_text() == "3 -0.5 0\n4 0.5 0\n"
    file = str(tmp_path / "connections.txt")
    nest.DumpLayerConnections(source, target[0], "static_synapse", file)
    lines = ["1 3 0.333333 1.5 -0.25 0", "1 4 0.333333 1.5 0.75 0"]
    assert (tmp_path / "connections.txt").read_text().splitlines() == lines
    nest.DumpLayerConnections(target, source, "static_synapse", file)
    assert (tmp_path / "connections.txt").read_text() == ""
    nest.DumpLayerNodes(source, tmp_path / "nowhere" / "nodes.txt")


def test_refusals(layers, tmp_path):
    source, target = layers
    plain, file = nest.Create("iaf_psc_alpha"), tmp_path / "file.txt"
    for error, call in (
        (ERRORS.LayerExpected, lambda: nest.DumpLayerNodes(plain, file)),
        (AttributeError, lambda: nest.DumpLayerNodes(source, None)),
        (TypeError, lambda: nest.DumpLayerConnections(source, 5, "static_synapse", file)),
        (AttributeError, lambda: nest.DumpLayerConnections(source, target, None, file)),
        (
            ERRORS.UnknownSynapseType,
            lambda: nest.DumpLayerConnections(source, target, "nothing", file),
        ),
    ):
        with pytest.raises(error):
            call()
