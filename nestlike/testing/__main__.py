"""Command line of nestlike.testing: record a script's recordings, or check them."""

from __future__ import annotations

import argparse
import importlib
import sys

from nestlike.testing.comparison import differences
from nestlike.testing.tracer import trace_script
from nestlike.testing.traces import describe_origin, load_trace, save_trace


def _simulator(name: str):
    """Return the simulator's namespace; for nestlike, `import nest` means it from here on."""
    if name == "nestlike":
        from nestlike import alias

        alias.install()
    return importlib.import_module(name)


def record(given) -> int:
    """Run the script and store its recordings."""
    nest = _simulator(given.simulator)
    arrays = trace_script(nest, given.script, given.arguments, given.network, given.seed)
    options = {"chaotic": given.chaotic, "network": given.network, "seed": given.seed}
    save_trace(given.output, arrays, describe_origin(nest, **options))
    print(f"{given.output}: {len(arrays)} arrays of {nest.__name__} {nest.__version__}")
    return 0


def check(given) -> int:
    """Run the script and compare its recordings with stored ones."""
    trace = load_trace(given.trace)
    nest = _simulator(given.simulator)
    options = {name: trace.origin.get(name) for name in ("network", "seed")}
    lines = differences(trace, trace_script(nest, given.script, given.arguments, **options))
    how = "bit for bit" if trace.same_libm else "within tolerances (another C library)"
    if trace.origin["chaotic"] and not trace.same_libm:
        print(f"{given.script}: not compared: chaotic, and the C library is another one")
        return 0
    print("\n".join(lines) if lines else f"{given.script}: as stored, {how}")
    return 1 if lines else 0


def main(arguments=None) -> int:
    """Parse the command line and run `record` or `check`."""
    parser = argparse.ArgumentParser(prog="python -m nestlike.testing", description=__doc__)
    commands = parser.add_subparsers(required=True)
    recording = commands.add_parser("record", help="run a script and store its recordings")
    recording.add_argument("script")
    recording.add_argument("-o", "--output", required=True, help="file to write (.npz)")
    recording.add_argument("--chaotic", action="store_true", help="last bits grow without bound")
    recording.add_argument("--network", action="store_true", help="connections and positions too")
    recording.add_argument("--seed", type=int, help="for the script's own random numbers")
    recording.set_defaults(command=record)
    checking = commands.add_parser("check", help="run a script and compare with stored output")
    checking.add_argument("script")
    checking.add_argument("trace", help="file that `record` wrote")
    checking.set_defaults(command=check)
    for command, usual in ((recording, "nest"), (checking, "nestlike")):
        command.add_argument("--simulator", choices=("nest", "nestlike"), default=usual)
        command.epilog = "What follows `--` goes to the script."
    own, rest = _split(sys.argv[1:] if arguments is None else arguments)
    given = parser.parse_args(own)
    given.arguments = rest
    return given.command(given)


def _split(arguments):
    """Return the arguments before and behind the first `--`."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
