"""Record every case with NEST 3.10.0: `make record`.

    python reference_traces/record.py [CASE ...]

Runs in an environment that holds NEST. Writes recorded/<case>.npz and manifest.json.
"""

import json
import os
import runpy
import sys
from pathlib import Path

os.environ.setdefault("PYNEST_QUIET", "1")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def run_case(nest, path):
    """Return the arrays of one case, and whether it amplifies last bits without bound."""
    case = runpy.run_path(str(path))
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    return case["run"](nest), case.get("CHAOTIC", False)


def main(names):
    import nest

    from nestlike.testing.traces import describe_origin, save_trace

    if nest.__version__ != "3.10.0":
        sys.exit(f"reference traces are those of NEST 3.10.0; this is {nest.__version__}")
    manifest = {}
    for path in sorted((HERE / "cases").glob("*.py")):
        target = HERE / "recorded" / f"{path.stem}.npz"
        if not names or path.stem in names:
            arrays, chaotic = run_case(nest, path)
            save_trace(target, arrays, describe_origin(nest, chaotic))
            print(f"{path.stem}: {len(arrays)} arrays, {target.stat().st_size} bytes", flush=True)
        about = runpy.run_path(str(path))["__doc__"].splitlines()[0]
        manifest[path.stem] = {"about": about, "recorded": f"recorded/{target.name}"}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
