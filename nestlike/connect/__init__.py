"""Rules that connect two sets of nodes, one file each, and what synapse specifications mean."""

from nestlike.connect.all_to_all import AllToAll
from nestlike.connect.fixed_indegree import FixedIndegree
from nestlike.connect.one_to_one import OneToOne
from nestlike.connect.pairwise_bernoulli import PairwiseBernoulli

#: Rules by the name users give.
RULES = {
    "all_to_all": AllToAll,
    "fixed_indegree": FixedIndegree,
    "one_to_one": OneToOne,
    "pairwise_bernoulli": PairwiseBernoulli,
}
