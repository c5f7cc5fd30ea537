"""Work shared out among forked processes: whatever becomes of them, all of it is done."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from nestlike.compiler import forked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")

PARENT = os.getpid()


@pytest.fixture(autouse=True)
def four_processors(monkeypatch):
    monkeypatch.setenv("NESTLIKE_THREADS", "4")


@pytest.fixture(autouse=True)
def nothing_is_left():
    """Check that neither processes nor open files remain."""
    before = os.listdir("/proc/self/fd")
    yield
    assert len(os.listdir("/proc/self/fd")) == len(before)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def slowly(item) -> bytes:
    time.sleep(0.01)
    return f"{item} {os.getpid()}".encode()


def in_a_child(act):
    """Return work that children begin with ``act()``."""

    def work(item) -> bytes:
        if os.getpid() != PARENT:
            act()
        return slowly(item)

    return work


def items_of(made) -> list:
    return [int(data.split()[0]) for data in made]


def makers_of(made) -> set:
    return {int(data.split()[1]) for data in made}


def test_everything_is_done_once_and_in_order():
    made = forked.share_out(slowly, list(range(40)))
    assert items_of(made) == list(range(40))
    assert len(makers_of(made)) == 4 and PARENT in makers_of(made)


def test_more_than_a_pipe_holds_comes_back():
    made = forked.share_out(lambda item: slowly(item) + b" " * 300_000, list(range(12)))
    assert items_of(made) == list(range(12))
    assert {len(data) > 300_000 for data in made} == {True}


def test_a_single_item_is_done_here():
    assert forked.share_out(slowly, []) == []
    assert makers_of(forked.share_out(slowly, [1])) == {PARENT}


@pytest.mark.parametrize("reason", ["processors", "platform", "items"])
def test_it_is_all_done_here(monkeypatch, reason):
    if reason == "processors":
        monkeypatch.setenv("NESTLIKE_THREADS", "1")
    elif reason == "platform":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setattr(forked, "_MOST_ITEMS", 5)
    assert makers_of(forked.share_out(slowly, list(range(6)))) == {PARENT}


def test_no_process_is_to_be_had(monkeypatch):
    def refuse():
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert makers_of(forked.share_out(slowly, list(range(6)))) == {PARENT}


ENDS = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "gone": lambda: sys.exit("not printed"),
    "interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
    "error": lambda: [][0],
}


@pytest.mark.parametrize("end", ENDS)
def test_what_a_child_does_not_do_is_done_here(end, capfd):
    made = forked.share_out(in_a_child(ENDS[end]), list(range(8)))
    assert items_of(made) == list(range(8)) and makers_of(made) == {PARENT}
    assert capfd.readouterr() == ("", "")


def test_what_a_child_that_ends_while_it_hands_over_has_written():
    whole = b"".join(forked._HEADER.pack(i, 3) + b"abc" for i in (4, 2))
    found = [forked._unpacked(whole[:length]) for length in range(len(whole) + 1)]
    assert found[-1] == {4: b"abc", 2: b"abc"}
    assert [len(made) for made in found] == [0] * 19 + [1] * 19 + [2]


def test_a_child_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr(forked, "PATIENCE", 0.1)
    made = forked.share_out(in_a_child(lambda: time.sleep(60)), list(range(8)))
    assert items_of(made) == list(range(8)) and makers_of(made) == {PARENT}


def failing(error):
    def work(item):
        if os.getpid() == PARENT:
            raise error("here")
        time.sleep(60)

    return work


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_here_ends_the_children(error):
    with pytest.raises(error, match="here"):
        forked.share_out(failing(error), list(range(8)))


def test_an_error_in_a_child_is_met_here():
    def work(item):
        time.sleep(0.01)
        raise ValueError(f"item {item}")

    with pytest.raises(ValueError, match="item"):
        forked.share_out(work, list(range(8)))


def test_beside_busy_threads():
    """Forking beside threads must not raise Python's warning of it, nor hang."""
    stop = threading.Event()

    def busy():
        while not stop.is_set():
            sorted(range(1000), key=str)

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert items_of(forked.share_out(slowly, list(range(8)))) == list(range(8))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_no_children_are_reaped(monkeypatch):
    """Some programs leave it to the system to bury children."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert items_of(forked.share_out(slowly, list(range(8)))) == list(range(8))
    finally:
        signal.signal(signal.SIGCHLD, before)


INTERRUPTED = """
import os, signal, sys, time
from nestlike.compiler import forked
fork, parent = os.fork, os.getpid()
def interrupted_fork():
    number = fork()
    os.kill(os.getpid(), signal.SIGINT)  # as Ctrl-C does to parent and child
    return number
os.fork = interrupted_fork
try:
    forked.share_out(lambda item: time.sleep(60) or b"", list(range(4)))
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no children")
"""


def test_who_interrupts_while_a_process_is_forked_meets_no_second_program(root):
    env = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30)
    assert done.stdout == "interrupted\nno children\n", done.stderr


def test_a_thread_shares_out():
    made = []
    thread = threading.Thread(target=lambda: made.extend(forked.share_out(slowly, list(range(8)))))
    thread.start()
    thread.join()
    assert items_of(made) == list(range(8)) and len(makers_of(made)) > 1


SCRIPT = """
import nestlike as nest
from nestlike.compiler import forked
children = []
def note(work, items, n, together=forked._done_together):
    children.append(n)
    return together(work, items, n)
forked._done_together = note
def work():
    neurons = nest.Create("iaf_psc_delta", 2, {"I_e": 400.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, neurons, syn_spec={"weight": 0.1})
    nest.Connect(neurons, recorder)
    nest.Simulate(50.0)
    return recorder.events["times"].tolist()
"""
ALONE = SCRIPT + "print(len(work()), *children)"
DAEMON = (
    SCRIPT
    + """
import multiprocessing
def answer(queue):
    queue.put((len(work()), *children))
context = multiprocessing.get_context("fork")
queue = context.Queue()
child = context.Process(target=answer, args=(queue,), daemon=True)
child.start()
print(*queue.get())
child.join()
assert child.exitcode == 0
"""
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("script", [ALONE, DAEMON], ids=["alone", "daemon"])
@pytest.mark.parametrize("place", ["fresh", "read-only"])
def test_kernels_are_compiled_by_several_processes(root, tmp_path, script, place):
    folder = tmp_path / "objects"
    if place == "read-only":
        folder.write_text("")  # a file in place of the folder refuses even a superuser
    own = {"PYTHONPATH": str(root), "PYNEST_QUIET": "1", "NESTLIKE_CACHE_DIR": str(folder)}
    env = {**os.environ, **own, "NESTLIKE_THREADS": "2"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot keep the machine code") == (place == "read-only")
    assert done.stdout.splitlines()[-1] == "2 1"
    if place == "fresh":
        names = {path.name.rpartition("-")[0] for path in folder.iterdir()}
        assert names >= {"drive", "emit", "iaf_psc_delta_shared", "deliver_static"}
