"""Stands in for NEST where ``PYTHONPATH`` holds the folder above: ``import nest`` is nestlike."""

import os
import sys

try:
    import nestlike.alias as _alias
except ImportError:
    # Run from a folder which is not installed: the package lies three levels up.
    _here = os.path.dirname(os.path.abspath(__file__))
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(_here))))
    import nestlike.alias as _alias

_alias.install()
