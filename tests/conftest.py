"""What every test needs: a quiet kernel, a compiled-code cache, pictures without a screen."""

import os
from pathlib import Path

import pytest

# Set before the first import of nestlike or matplotlib, hence at module level.
os.environ.setdefault("PYNEST_QUIET", "1")
os.environ.setdefault("MPLBACKEND", "Agg")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root():
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture
def nest():
    """Return nestlike with a fresh kernel that prints errors only."""
    import nestlike

    nestlike.ResetKernel()
    # These outlive a reset, and a folder cannot be taken back.
    nestlike.set(data_prefix="", **({"data_path": "."} if nestlike.data_path else {}))
    nestlike.verbosity = nestlike.VerbosityLevel.ERROR
    yield nestlike
    nestlike.ResetKernel()
