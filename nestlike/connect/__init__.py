"""Rules that connect two sets of nodes, one file each, and what synapse specifications mean."""

from nestlike.connect.all_to_all import AllToAll
from nestlike.connect.fixed_indegree import FixedIndegree
from nestlike.connect.fixed_outdegree import FixedOutdegree
from nestlike.connect.fixed_total_number import FixedTotalNumber
from nestlike.connect.one_to_one import OneToOne
from nestlike.connect.pairwise_bernoulli import PairwiseBernoulli
from nestlike.connect.pairwise_poisson import PairwisePoisson
from nestlike.connect.symmetric_pairwise_bernoulli import SymmetricPairwiseBernoulli
from nestlike.connect.third_factor_bernoulli_with_pool import ThirdFactorBernoulliWithPool

#: Rules by the name users give.
RULES = {
    "all_to_all": AllToAll,
    "fixed_indegree": FixedIndegree,
    "fixed_outdegree": FixedOutdegree,
    "fixed_total_number": FixedTotalNumber,
    "one_to_one": OneToOne,
    "pairwise_bernoulli": PairwiseBernoulli,
    "pairwise_poisson": PairwisePoisson,
    "symmetric_pairwise_bernoulli": SymmetricPairwiseBernoulli,
}

#: Rules that add a third node to connections, by the name users give.
THIRD_RULES = {"third_factor_bernoulli_with_pool": ThirdFactorBernoulliWithPool}
