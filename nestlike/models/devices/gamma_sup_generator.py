"""Generator of superpositions of gamma processes."""

from nestlike.models.declaration import Check, Parameter
from nestlike.models.spike_sources import IndividualSpikeSource
from nestlike.models.thinning import COUNTS_FROM, draw_transitions

#: Memory of a target after that of the distributions: the number of stages, then what is in each
#: stage and what leaves it.
STAGES = COUNTS_FROM
FIRST = COUNTS_FROM + 1


class gamma_sup_generator(IndividualSpikeSource):
    r"""Generator of superpositions of gamma processes, independent for each target.

    Each of the `n_proc` processes goes round `gamma_shape` stages, in every step from one to the
    next with probability

    .. math::

        p = r \, \kappa \, h

    (rate r, shape :math:`\kappa`, step h), and fires when it leaves the last one. At first they are
    spread evenly over the stages.  What has begun goes on: a new shape or number of processes
    holds for targets added later.

    Notes
    -----
    M. Deger, M. Helias, C. Boucsein, S. Rotter, Statistical properties of superimposed stationary
    spike trains, Journal of Computational Neuroscience 32 (2012), doi:10.1007/s10827-011-0362-8
    """

    parameters = {
        "gamma_shape": Parameter(1, "", "Shape of the gamma distribution of intervals"),
        "rate": Parameter(0.0, "Hz", "Rate of a single process"),
        "n_proc": Parameter(1, "", "Number of superimposed processes"),
    }
    checks = (
        Check(lambda gamma_shape: gamma_shape >= 1, "The shape must be 1 or larger."),
        Check(lambda rate: rate >= 0, "The rate must not be negative."),
        Check(lambda n_proc: n_proc >= 1, "There must be one component process or more."),
    )
    derived = "rate p"
    live = "rate"
    emits_if = "rate"

    @classmethod
    def derive(cls, values, clock, now):
        """Return the rate and the probability to leave a stage in one step."""
        rate, shape = values["rate"], values["gamma_shape"]
        return rate, rate * shape * clock.h / 1000.0

    @classmethod
    def target_doubles(cls, values):
        """Return the size of a target's memory."""
        return FIRST + 2 * values["gamma_shape"]

    @classmethod
    def begin_targets(cls, targets, values, before, clock, now):
        """Spread the processes of new targets over the stages, the remainder in the last one."""
        stages, n_proc = values["gamma_shape"], values["n_proc"]
        new = targets.memory[targets.n_old :]
        new[:, STAGES] = stages
        new[:, FIRST : FIRST + stages] = n_proc // stages
        new[:, FIRST + stages - 1] += n_proc % stages

    @staticmethod
    def emit_to(engine, target_memory, p):
        """Let the processes of one target take a step; return how many fired."""
        stages = int(target_memory[STAGES])
        inside = target_memory[FIRST : FIRST + stages]
        leaving = target_memory[FIRST + stages : FIRST + 2 * stages]
        for i in range(stages):
            leaving[i] = draw_transitions(engine, target_memory, inside[i], p)
        for i in range(stages):
            inside[i] -= leaving[i]
            inside[(i + 1) % stages] += leaving[i]
        return (int(leaving[stages - 1]),)
