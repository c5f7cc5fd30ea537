"""Rules that connect two sets of nodes, one file each, and what synapse specifications mean."""

from nestlike.on_demand import OnDemand

#: Rules by the name users give.
RULES = OnDemand(
    __name__,
    {
        "all_to_all": "AllToAll",
        "fixed_indegree": "FixedIndegree",
        "fixed_outdegree": "FixedOutdegree",
        "fixed_total_number": "FixedTotalNumber",
        "one_to_one": "OneToOne",
        "pairwise_bernoulli": "PairwiseBernoulli",
        "pairwise_poisson": "PairwisePoisson",
        "symmetric_pairwise_bernoulli": "SymmetricPairwiseBernoulli",
    },
)

#: Rules that add a third node to connections, by the name users give.
THIRD_RULES = OnDemand(
    __name__, {"third_factor_bernoulli_with_pool": "ThirdFactorBernoulliWithPool"}
)
