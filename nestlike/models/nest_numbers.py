"""NEST's numbers of its node models, and the size in bytes of their nodes in NEST.

Both are only shown to users, as ``model_id`` and ``elementsize``.
"""

MODEL_ID = {
    "ac_generator": 0,
    "correlation_detector": 76,
    "correlomatrix_detector": 77,
    "correlospinmatrix_detector": 78,
    "dc_generator": 1,
    "glif_cond": 25,
    "hh_psc_alpha": 28,
    "iaf_psc_alpha": 54,
    "iaf_psc_delta": 57,
    "iaf_psc_exp": 59,
    "iaf_psc_exp_multisynapse": 61,
    "izhikevich": 66,
    "multimeter": 99,
    "noise_generator": 4,
    "parrot_neuron": 68,
    "poisson_generator": 6,
    "spike_generator": 11,
    "spike_recorder": 101,
    "spin_detector": 102,
    "step_current_generator": 12,
    "voltmeter": 100,
}

ELEMENT_SIZE = {
    "ac_generator": 328,
    "correlation_detector": 312,
    "correlomatrix_detector": 352,
    "correlospinmatrix_detector": 392,
    "dc_generator": 256,
    "glif_cond": 1104,
    "hh_psc_alpha": 768,
    "iaf_psc_alpha": 736,
    "iaf_psc_delta": 608,
    "iaf_psc_exp": 672,
    "iaf_psc_exp_multisynapse": 744,
    "izhikevich": 576,
    "multimeter": 256,
    "noise_generator": 440,
    "parrot_neuron": 456,
    "poisson_generator": 320,
    "spike_generator": 320,
    "spike_recorder": 208,
    "spin_detector": 328,
    "step_current_generator": 320,
    "voltmeter": 256,
}
