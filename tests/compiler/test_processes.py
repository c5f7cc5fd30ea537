"""Processes made from one that uses nestlike: all go on, with the numbers of a lone one."""

import json
import multiprocessing
import os
import subprocess
import sys

import pytest

SCRIPT = """
import json, multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
import nestlike as nest

def build():
    nest.ResetKernel()
    nest.set(local_num_threads=2, rng_seed=7)
    neurons = nest.Create("iaf_psc_delta", 20, {"V_m": nest.random.uniform(-70.0, -60.0)})
    poisson = nest.Create("poisson_generator", params={"rate": 20000.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(poisson, neurons, syn_spec={"weight": 1.0})
    nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 5}, {"weight": 0.5})
    nest.Connect(neurons, recorder)
    return recorder

def spikes(recorder):
    nest.Simulate(50.0)
    events = recorder.events
    return [events["senders"].tolist(), events["times"].tolist()]

def whole():
    return spikes(build())

class Forked:
    '''A child made by os.fork.'''
    def __init__(self, work, *arguments):
        there, here = os.pipe()
        self.child = os.fork()
        if not self.child:
            os.write(here, json.dumps(work(*arguments)).encode())
            os._exit(0)
        os.close(here)
        self.answer = os.fdopen(there)
    def result(self):
        found = json.load(self.answer)
        assert os.waitpid(self.child, 0) == (self.child, 0)
        return found

def answering(pipe, work, arguments):
    pipe.send(work(*arguments))
    pipe.close()

class Child:
    '''A process of the multiprocessing module.'''
    def __init__(self, work, *arguments):
        context = multiprocessing.get_context(method)
        self.here, there = context.Pipe(duplex=False)
        self.process = context.Process(target=answering, args=(there, work, arguments))
        self.process.start()
        there.close()
    def result(self):
        found = self.here.recv()
        self.process.join()
        assert self.process.exitcode == 0
        return found

if __name__ == "__main__":
    method, pooled = sys.argv[1], sys.argv[2:] == ["pool"]
    start = Forked if method == "os.fork" else Child
    if pooled:
        pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method))
        start = pool.submit
    inherits = method in ("os.fork", "fork") and not pooled
    after_import = start(whole)
    recorder = build()
    after_connect = start(spikes, recorder) if inherits else start(whole)
    here = [spikes(recorder)]
    after_simulate = start(spikes, recorder) if inherits else start(whole)
    here += [spikes(recorder)]
    children = [child.result() for child in (after_import, after_connect, after_simulate)]
    here += [whole()]
    print(json.dumps([here, children]))
"""

ALONE = """
if __name__ == "__main__":
    recorder = build()
    print(json.dumps([spikes(recorder), spikes(recorder)]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a script that makes processes and one that makes none."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "several.py").write_text(SCRIPT)
    (folder / "alone.py").write_text(SCRIPT.partition("if __name__")[0] + ALONE)
    return folder


def run(root, script, *arguments, **settings):
    """Return what a script that has nothing to complain of printed last."""
    quiet = {"PYTHONPATH": str(root), "PYNEST_QUIET": "1", "NESTLIKE_THREADS": "2"}
    # Python warns of forks beside threads: those that NumPy's linear algebra keeps.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", str(script), *arguments]
    env = {**os.environ, **quiet, **settings}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def expected(root, folder):
    """Return the spikes after 50 and after 100 ms in a process that has no relatives."""
    first, second = run(root, folder / "alone.py")
    assert 20 < len(first[0]) < len(second[0])
    return first, second


def needs(method):
    name = method.removeprefix("os.")
    found = name in multiprocessing.get_all_start_methods()
    return pytest.param(method, marks=pytest.mark.skipif(not found, reason=f"no {name} here"))


@pytest.mark.parametrize("method", [needs("os.fork"), needs("fork")])
def test_forked_processes_go_on_from_where_they_are(root, folder, expected, method):
    first, second = expected
    here, children = run(root, folder / "several.py", method)
    assert here == [first, second, first]
    assert children == [first, first, second]


@pytest.mark.parametrize("pooled", [(), ("pool",)], ids=["process", "pool"])
@pytest.mark.parametrize("method", [needs("spawn"), needs("forkserver")])
def test_new_processes_start_afresh(root, folder, expected, method, pooled):
    first, second = expected
    here, children = run(root, folder / "several.py", method, *pooled)
    assert here == [first, second, first]
    assert children == [first] * 3


@pytest.mark.parametrize("method", [needs("fork")])
def test_a_pool_of_forked_processes(root, folder, expected, method):
    first, second = expected
    assert run(root, folder / "several.py", method, "pool") == [[first, second, first], [first] * 3]


@pytest.mark.parametrize("method", [needs("os.fork")])
def test_relatives_that_compile_at_once(root, folder, expected, method, tmp_path):
    first, second = expected
    objects = tmp_path / "objects"
    found = run(root, folder / "several.py", method, NESTLIKE_CACHE_DIR=str(objects))
    assert found == [[first, second, first], [first, first, second]]
    assert {path.suffix for path in objects.iterdir()} == {".o"}
