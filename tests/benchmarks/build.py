"""Benchmark script: make and prepare one large set of connections.

    python build.py RULE [KIND] [SCALE]

RULE is fixed_indegree (12,500 neurons, 1,200 sources each) or pairwise_bernoulli (5,000 x 5,000,
p = 0.1); KIND is shared, weights (drawn), or delays (drawn too); SCALE multiplies the number of
neurons.  Prints processor seconds of Connect, Prepare and both, and bytes per connection that the
process has grown after Prepare and at most, over a kernel without connections.
"""

import sys
import time

import nest

RULES = {
    "fixed_indegree": (12_500, {"rule": "fixed_indegree", "indegree": 1_200}),
    "pairwise_bernoulli": (5_000, {"rule": "pairwise_bernoulli", "p": 0.1}),
}
rule, kind, scale = (*sys.argv[1:], *("fixed_indegree", "shared", "1.0")[len(sys.argv) - 1 :])


def memory(field):
    """Return a figure of /proc/self/status in bytes."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def timed(action):
    start = time.process_time()
    action()
    return time.process_time() - start


def warm_up():
    """Load everything the timed part uses, at a size that uses it."""
    build(500, {"rule": rule, **({"indegree": 300} if "indegree" in spec else {"p": 0.3})})
    nest.ResetKernel()


def build(n, conn_spec):
    neurons = nest.Create("iaf_psc_alpha", n)
    before = memory("VmRSS")
    forget_peak()
    synapse = {"weight": 20.0, "delay": 1.5}
    if kind != "shared":
        synapse["weight"] = nest.random.normal(20.0, 2.0)
    if kind == "delays":
        synapse["delay"] = nest.random.uniform(0.1, 4.0)
    connecting = timed(lambda: nest.Connect(neurons, neurons, conn_spec, synapse))
    preparing = timed(nest.Prepare)
    after, peak = memory("VmRSS"), memory("VmHWM")
    nest.Cleanup()
    return connecting, preparing, after - before, peak - before


count, spec = RULES[rule]
warm_up()
connecting, preparing, grown, peak = build(int(count * float(scale)), spec)
made = nest.num_connections
print(
    f"connections {made} connect {connecting:.3f} prepare {preparing:.3f}"
    f" bytes {grown / made:.2f} peak {peak / made:.2f} both {connecting + preparing:.4f}"
)
