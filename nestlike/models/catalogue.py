"""The models there are. A new model is one file, and two lines here."""

from nestlike.models.devices.ac_generator import ac_generator
from nestlike.models.devices.correlation_detector import correlation_detector
from nestlike.models.devices.correlomatrix_detector import correlomatrix_detector
from nestlike.models.devices.correlospinmatrix_detector import correlospinmatrix_detector
from nestlike.models.devices.dc_generator import dc_generator
from nestlike.models.devices.gamma_sup_generator import gamma_sup_generator
from nestlike.models.devices.inhomogeneous_poisson_generator import inhomogeneous_poisson_generator
from nestlike.models.devices.mip_generator import mip_generator
from nestlike.models.devices.multimeter import multimeter
from nestlike.models.devices.noise_generator import noise_generator
from nestlike.models.devices.poisson_generator import poisson_generator
from nestlike.models.devices.poisson_generator_ps import poisson_generator_ps
from nestlike.models.devices.ppd_sup_generator import ppd_sup_generator
from nestlike.models.devices.pulsepacket_generator import pulsepacket_generator
from nestlike.models.devices.sinusoidal_gamma_generator import sinusoidal_gamma_generator
from nestlike.models.devices.sinusoidal_poisson_generator import sinusoidal_poisson_generator
from nestlike.models.devices.spike_dilutor import spike_dilutor
from nestlike.models.devices.spike_generator import spike_generator
from nestlike.models.devices.spike_recorder import spike_recorder
from nestlike.models.devices.spike_train_injector import spike_train_injector
from nestlike.models.devices.spin_detector import spin_detector
from nestlike.models.devices.step_current_generator import step_current_generator
from nestlike.models.devices.voltmeter import voltmeter
from nestlike.models.devices.volume_transmitter import volume_transmitter
from nestlike.models.devices.weight_recorder import weight_recorder
from nestlike.models.neurons.aeif_cond_exp import aeif_cond_exp
from nestlike.models.neurons.glif_cond import glif_cond
from nestlike.models.neurons.hh_psc_alpha import hh_psc_alpha
from nestlike.models.neurons.iaf_psc_alpha import iaf_psc_alpha
from nestlike.models.neurons.iaf_psc_delta import iaf_psc_delta
from nestlike.models.neurons.iaf_psc_exp import iaf_psc_exp
from nestlike.models.neurons.iaf_psc_exp_multisynapse import iaf_psc_exp_multisynapse
from nestlike.models.neurons.izhikevich import izhikevich
from nestlike.models.neurons.parrot_neuron import parrot_neuron
from nestlike.models.synapses.bernoulli_synapse import (
    bernoulli_synapse,
    bernoulli_synapse_hpc,
    bernoulli_synapse_lbl,
)
from nestlike.models.synapses.quantal_stp_synapse import (
    quantal_stp_synapse,
    quantal_stp_synapse_hpc,
    quantal_stp_synapse_lbl,
)
from nestlike.models.synapses.static_synapse import (
    static_synapse,
    static_synapse_hpc,
    static_synapse_lbl,
)
from nestlike.models.synapses.static_synapse_hom_w import (
    static_synapse_hom_w,
    static_synapse_hom_w_hpc,
    static_synapse_hom_w_lbl,
)
from nestlike.models.synapses.stdp_synapse import stdp_synapse, stdp_synapse_hpc, stdp_synapse_lbl

NODE_MODELS = (
    ac_generator,
    aeif_cond_exp,
    correlation_detector,
    correlomatrix_detector,
    correlospinmatrix_detector,
    dc_generator,
    gamma_sup_generator,
    glif_cond,
    hh_psc_alpha,
    iaf_psc_alpha,
    iaf_psc_delta,
    iaf_psc_exp,
    iaf_psc_exp_multisynapse,
    inhomogeneous_poisson_generator,
    izhikevich,
    mip_generator,
    multimeter,
    noise_generator,
    parrot_neuron,
    poisson_generator,
    poisson_generator_ps,
    sinusoidal_gamma_generator,
    ppd_sup_generator,
    pulsepacket_generator,
    sinusoidal_poisson_generator,
    spike_dilutor,
    spike_generator,
    spike_recorder,
    spike_train_injector,
    spin_detector,
    step_current_generator,
    voltmeter,
    volume_transmitter,
    weight_recorder,
)
SYNAPSE_MODELS = (
    bernoulli_synapse,
    bernoulli_synapse_hpc,
    bernoulli_synapse_lbl,
    quantal_stp_synapse,
    quantal_stp_synapse_hpc,
    quantal_stp_synapse_lbl,
    static_synapse,
    static_synapse_hpc,
    static_synapse_lbl,
    static_synapse_hom_w,
    static_synapse_hom_w_hpc,
    static_synapse_hom_w_lbl,
    stdp_synapse,
    stdp_synapse_hpc,
    stdp_synapse_lbl,
)
