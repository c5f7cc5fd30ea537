"""``python -m nestlike script.py``: one module object, here and in child processes."""

import subprocess
import sys

import pytest

SCRIPT = """
import multiprocessing, subprocess, sys
import nest
import nest.version
from nest import VerbosityLevel
import nestlike.version

def in_child():
    import nestlike
    sys.exit(0 if nest is nestlike else 1)

if __name__ == "__main__":
    assert nest is sys.modules["nestlike"] and nest.version is nestlike.version
    assert nest.__spec__.name == "nestlike" and nest.version.__spec__.name == "nestlike.version"
    assert __file__.endswith("script.py") and sys.argv[1:] == ["one", "--two"]
    code = "import nest, nestlike; assert nest is nestlike"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    child = multiprocessing.get_context("spawn").Process(target=in_child)
    child.start(); child.join(60)
    assert child.exitcode == 0, child.exitcode
    sys.exit(7)
"""


def run(folder, *arguments):
    command = [sys.executable, "-m", "nestlike", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_script_and_its_children(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    ended = run(tmp_path, "script.py", "one", "--two")
    assert ended.returncode == 7, ended.stderr


def test_traceback_begins_in_the_script(tmp_path):
    (tmp_path / "script.py").write_text("import nest\nnest.nonsense\n")
    ended = run(tmp_path, "script.py")
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[1].strip().startswith('File "script.py", line 2')


GARBAGE = """
import gc, weakref
import nest
class Node:
    pass
node = Node()
node.self, left = node, weakref.ref(node)
del node
assert gc.isenabled() and gc.get_freeze_count() > 10_000
assert gc.collect() and left() is None
"""


def test_only_what_the_script_makes_is_searched_for_garbage(tmp_path):
    (tmp_path / "script.py").write_text(GARBAGE)
    ended = run(tmp_path, "script.py")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("absent.py",), 2), (("--what",), 2)])
def test_help_and_refusals(tmp_path, arguments, status):
    ended = run(tmp_path, *arguments)
    assert ended.returncode == status
    assert "usage: python -m nestlike" in ended.stdout + ended.stderr
