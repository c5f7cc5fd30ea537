"""Comparison of recordings with stored NEST output.

Record once under NEST, check for ever under nestlike::

    python -m nestlike.testing record script.py -o script.npz
    python -m nestlike.testing check script.py script.npz

In pytest, the fixture ``nest_trace`` does the second step for a script.
"""

from nestlike.testing.comparison import differences
from nestlike.testing.fingerprint import libm_fingerprint
from nestlike.testing.traces import load_trace, save_trace

__all__ = ["differences", "libm_fingerprint", "load_trace", "save_trace"]
