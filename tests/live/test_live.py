"""A few random programs a model against an installed NEST; `make check-live` runs more."""

import pytest

from .cases import MODELS, make_program
from .compare import compare_model, reference_python

needs_reference = pytest.mark.skipif(
    reference_python() is None, reason="NESTLIKE_REFERENCE_PYTHON names no NEST 3.10.0"
)


@pytest.mark.parametrize("model", MODELS)
def test_same_seed_same_program(model):
    assert make_program(model, 3) == make_program(model, 3)
    assert make_program(model, 3) != make_program(model, 4)


@pytest.mark.live
@needs_reference
@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", MODELS)
def test_identical(model):
    outcome = compare_model(model, cases=5)
    assert not outcome.differences, str(outcome)
