"""Benchmark script: ask where the nodes of layers are and what they are connected to.

    python asking_layers.py [ROWS]

Layers have ROWS x ROWS nodes.  Prints a digest of the answers and processor seconds of each
question.
"""

import gc
import hashlib
import sys
import time

import nest
import numpy as np

rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100
digest = hashlib.sha256()
seconds = {}


def timed(word, action, repeats=1):
    start = time.process_time()
    for _ in range(repeats):
        result = action()
    seconds[word] = (time.process_time() - start) / repeats
    return result


def note(values):
    digest.update(np.asarray(values, float).tobytes())


def note_nodes(collections):
    for nodes in collections:
        digest.update(repr(nodes.tolist()).encode())


def ask(rows):
    grid = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([rows, rows], edge_wrap=True))
    spread = nest.random.uniform(-0.5, 0.5)
    free = nest.Create(
        "iaf_psc_alpha", rows**2, positions=nest.spatial.free(spread, num_dimensions=2)
    )
    rule = {"rule": "pairwise_bernoulli", "p": 0.5, "mask": {"circular": {"radius": 0.05}}}
    nest.Connect(grid, free, rule)
    nest.GetConnections(grid[:1])  # sorts
    note(timed("position", lambda: nest.GetPosition(grid), 5))
    note(timed("position_free", lambda: nest.GetPosition(free), 5))
    note(timed("position_one", lambda: nest.GetPosition(grid[17]), 20))
    note(timed("distance", lambda: nest.Distance(grid, grid[3]), 5))
    note(timed("distance_pairs", lambda: nest.Distance(grid, free), 5))
    note(timed("distance_points", lambda: nest.Distance([[0.1, 0.2]], free), 5))
    note(timed("displacement", lambda: nest.Displacement(grid, free), 5))
    note(timed("displacement_points", lambda: nest.Displacement([[0.1, 0.2]], free), 5))
    near = timed("nearest", lambda: nest.FindNearestElement(grid, [0.1, 0.2]), 5)
    note(near.global_id)
    near = timed("nearest_all", lambda: nest.FindNearestElement(grid, [0.1, 0.2], True), 5)
    note([node.global_id for node in near])
    points = [[0.01 * k - 0.3, 0.02] for k in range(50)]
    near = timed("nearest_many", lambda: nest.FindNearestElement(free, points))
    note([node.global_id for node in near])
    note(timed("center", lambda: nest.FindCenterElement(grid), 5).global_id)
    ball = nest.CreateMask("circular", {"radius": 0.25})
    donut = nest.CreateMask("doughnut", {"inner_radius": 0.1, "outer_radius": 0.4})
    note_nodes([timed("first_mask", lambda: nest.SelectNodesByMask(grid, [0.1, 0.1], ball))])
    note_nodes([timed("mask", lambda: nest.SelectNodesByMask(grid, [0.1, 0.1], ball), 20)])
    note_nodes([timed("mask_free", lambda: nest.SelectNodesByMask(free, [0.3, 0.1], donut), 20)])
    some = grid[:200]
    note_nodes(timed("targets", lambda: nest.GetTargetNodes(some, free)))
    note_nodes(timed("sources", lambda: nest.GetSourceNodes(grid, free[:200])))
    note_nodes(timed("targets_one", lambda: nest.GetTargetNodes(grid[7], free)))
    for places in timed("target_positions", lambda: nest.GetTargetPositions(some, free)):
        note(places)
    for places in timed("source_positions", lambda: nest.GetSourcePositions(grid, free[:200])):
        note(places)
    timed(
        "spatial",
        lambda: nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([50, 50])).spatial,
    )


gc.disable()  # collections fall upon some questions by chance
nest.set_verbosity("M_ERROR")
ask(20)
nest.ResetKernel()
ask(rows)
figures = " ".join(f"{word} {spent:.6f}" for word, spent in seconds.items())
print(f"answers {digest.hexdigest()[:16]} {figures}")
