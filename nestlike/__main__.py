"""The command line: ``python -m nestlike script.py`` runs a script in which `nest` is nestlike."""

import gc
import importlib.machinery
import os
import runpy
import sys
import types

from nestlike import alias
from nestlike.version import nest_version, nestlike_version

_HELP = f"""usage: python -m nestlike [-h] [--version] (SCRIPT | -m MODULE) [ARGUMENT ...]

Run a Python script, or a module, in which `import nest` means nestlike: a replacement for
PyNEST {nest_version} which gives the same results. This holds for processes the script starts, too.

  SCRIPT         file to run, as `python SCRIPT` would; everything after it goes to the script
  -m MODULE      module to run, as `python -m MODULE` would, for example `-m pytest`
  -h, --help     show this and leave
  --version      show the version and leave
"""


def main(arguments: list[str]) -> int:
    """Run the command line and return the exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_HELP)
        return 0
    if arguments[0] == "--version":
        print(f"nestlike {nestlike_version} (NEST {nest_version})")
        return 0
    alias.install()
    alias.install_in_children()
    # None of the script's objects is there yet, and what is there stays.  To go through it again
    # and again in search of garbage would take a tenth of a small script's time.
    gc.freeze()
    if arguments[0] == "-m":
        return _run_module(arguments[1:])
    if arguments[0].startswith("-"):
        return _refuse(f"unknown option {arguments[0]}")
    return _run_script(arguments)


def _refuse(reason):
    print(f"nestlike: {reason}\n\n{_HELP}", file=sys.stderr)
    return 2


def _run_module(arguments):
    if not arguments:
        return _refuse("-m needs the name of a module")
    sys.argv[:] = arguments
    _hide_own_frames()
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    return 0


def _run_script(arguments):
    path = arguments[0]
    try:
        with open(path, "rb") as script:
            source = script.read()
    except OSError as error:
        return _refuse(f"can't open file {path!r}: {error.strerror}")
    sys.argv[:] = arguments
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    module = _main_module(path)
    _hide_own_frames()
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    return 0


def _main_module(path):
    # A module of its own, and left in place: classes of the script can be pickled, and child
    # processes find the script through its `__file__`.
    module = types.ModuleType("__main__")
    full = os.path.abspath(path)
    module.__file__ = full
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", full)
    module.__spec__ = None
    module.__builtins__ = sys.modules["builtins"]
    sys.modules["__main__"] = module
    return module


def _hide_own_frames():
    show = sys.excepthook

    def show_from_script(kind, error, trace):
        while trace and trace.tb_next and _is_own(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        show(kind, error.with_traceback(trace), trace)

    sys.excepthook = show_from_script


def _is_own(filename):
    return (
        filename == __file__
        or filename.startswith("<frozen runpy")
        or (os.path.basename(filename) == "runpy.py")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
