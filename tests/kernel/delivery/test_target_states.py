"""What devices keep for their targets stays with them when others are added."""

import numpy as np

from nestlike.kernel.delivery.target_states import TargetStates


class model:
    target_variables = "a b"
    seen: list = []

    @staticmethod
    def target_doubles(values):
        return values["size"]

    @classmethod
    def begin_targets(cls, targets, values, before, clock, now):
        cls.seen.append((targets.n_old, targets.state.shape[1], before))
        targets.state[0, targets.n_old :] = now


def test_old_targets_keep_their_state():
    rows = [{"size": 2}, {"size": 3}]
    states = TargetStates(model, 2)
    assert states.fit(np.array([0, 2, 3]), rows).tolist() == [0, 1]
    states.begin(rows, None, 5.0)
    states.memory[:] = [[1, 1, 1], [2, 2, 2], [3, 3, 3]]
    assert states.fit(np.array([0, 2, 5]), rows).tolist() == [1]
    states.begin(rows, None, 7.0)
    assert states.state[0].tolist() == [5.0, 5.0, 5.0, 7.0, 7.0]
    assert states.memory[:, 0].tolist() == [1.0, 2.0, 3.0, 0.0, 0.0]
    assert model.seen == [(0, 2, None), (0, 1, None), (2, 2, rows[0]), (1, 3, rows[1])]
    assert states.fit(np.array([0, 2, 5]), rows).tolist() == []
