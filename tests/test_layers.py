"""The architecture's one rule: an import only ever points to a lower layer."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINTER = Path(sys.executable).with_name("lint-imports")


def test_imports_only_point_down():
    command = str(LINTER) if LINTER.exists() else shutil.which("lint-imports")
    if command is None:
        pytest.skip("import-linter is not installed (extra `test`)")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
