"""The models there are.  A new model is one file, which has its name, and one line here.

No file of a model is read before the model is needed: a script uses few of them.
"""

import importlib

from nestlike.models.nest_numbers import number_of

#: Endings of NEST's variants of a synapse, which are in the file of the synapse.
_VARIANTS = ("_lbl", "_hpc")


class Listed:
    """A model of the catalogue, to be handed to the kernel like a model's class.

    Parameters
    ----------
    folder : str
        The package of its file.
    name : str
        Its name in NEST.
    """

    def __init__(self, folder: str, name: str):
        self._folder, self._name = folder, name

    def name(self) -> str:
        """Return the model's name in NEST."""
        return self._name

    def number(self) -> int:
        """Return NEST's number of a node model."""
        return number_of(self._name)

    def load(self) -> type:
        """Return the model's class."""
        file = self._name
        for ending in _VARIANTS:
            file = file.removesuffix(ending)
        module = importlib.import_module(f"nestlike.models.{self._folder}.{file}")
        return getattr(module, self._name)


def _listed(folder: str, names: str) -> tuple[Listed, ...]:
    return tuple(Listed(folder, name) for name in names.split())


_DEVICES = """
    ac_generator
    correlation_detector
    correlomatrix_detector
    correlospinmatrix_detector
    dc_generator
    gamma_sup_generator
    inhomogeneous_poisson_generator
    mip_generator
    multimeter
    noise_generator
    poisson_generator
    poisson_generator_ps
    ppd_sup_generator
    pulsepacket_generator
    sinusoidal_gamma_generator
    sinusoidal_poisson_generator
    spike_dilutor
    spike_generator
    spike_recorder
    spike_train_injector
    spin_detector
    step_current_generator
    voltmeter
    volume_transmitter
    weight_recorder
"""

_NEURONS = """
    aeif_cond_exp
    glif_cond
    hh_psc_alpha
    iaf_psc_alpha
    iaf_psc_delta
    iaf_psc_exp
    iaf_psc_exp_multisynapse
    izhikevich
    parrot_neuron
"""

#: In NEST's order, in which spikes are delivered to connections of several models.
_SYNAPSES = """
    bernoulli_synapse
    bernoulli_synapse_hpc
    bernoulli_synapse_lbl
    quantal_stp_synapse
    quantal_stp_synapse_hpc
    quantal_stp_synapse_lbl
    static_synapse
    static_synapse_hpc
    static_synapse_lbl
    static_synapse_hom_w
    static_synapse_hom_w_hpc
    static_synapse_hom_w_lbl
    stdp_synapse
    stdp_synapse_hpc
    stdp_synapse_lbl
"""

NODE_MODELS = (*_listed("devices", _DEVICES), *_listed("neurons", _NEURONS))
SYNAPSE_MODELS = _listed("synapses", _SYNAPSES)
