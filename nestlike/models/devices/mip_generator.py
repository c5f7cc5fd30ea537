"""Generator of correlated spike trains: a multiple interaction process."""

from nestlike.models.declaration import Check, Parameter
from nestlike.models.spike_sources import IndividualSpikeSource
from nestlike.numerics.engine import uniform
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson


class mip_generator(IndividualSpikeSource):
    r"""Generator of correlated spike trains: a multiple interaction process.

    Every spike of a Poisson process of rate `rate`, the mother process, is copied to each target
    with probability `p_copy`. Pairs of targets then have the correlation coefficient `p_copy`.

    Notes
    -----
    A. Kuhn, A. Aertsen, S. Rotter, Higher-order statistics of input ensembles and the response of
    simple model neurons, Neural Computation 15 (2003), doi:10.1162/089976603321043702
    """

    parameters = {
        "rate": Parameter(0.0, "Hz", "Mean rate of the mother process"),
        "p_copy": Parameter(1.0, "", "Probability that a target gets a spike of the mother"),
    }
    checks = (
        Check(lambda rate: rate >= 0, "The rate must not be negative."),
        Check(lambda p_copy: 0 <= p_copy <= 1, "The copy probability must lie in [0, 1]."),
    )
    variables = "mother_spikes"
    derived = "mean rate p_copy"
    live = "rate p_copy"
    emits_if = "mother_spikes"
    active = "active_in_slice"
    workspace = POISSON_STATE_SIZE

    @classmethod
    def derive(cls, values, clock, now):
        """Return the mean number of mother spikes in a step, and the parameters."""
        return clock.h * values["rate"] * 1e-3, values["rate"], values["p_copy"]

    @staticmethod
    def step(synced, memory, mean, rate, active):
        """Draw the mother's spikes in one step, the same on all virtual processes."""
        return (poisson(synced, memory, mean) * 1.0 if active and rate > 0.0 else 0.0,)

    @staticmethod
    def emit_to(engine, mother_spikes, p_copy):
        """Copy each of the mother's spikes or not."""
        copies = 0
        for _ in range(int(mother_spikes)):
            if uniform(engine) < p_copy:
                copies += 1
        return (copies,)
