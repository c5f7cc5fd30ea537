"""Turn plain Python functions into machine code, without importing numba when it is not needed.

A *kernel* is a plain function of ``int64`` arguments (addresses and sizes) that returns an
``int64`` status.  ``@kernel`` wraps it: the first call compiles it with numba, or loads the object
file that an earlier process left in the user's cache.  ``NESTLIKE_JIT=0`` runs the same function
as Python, ``NESTLIKE_BOUNDSCHECK=1`` compiles it with checked array indices.
"""

from nestlike.compiler.kernels import Kernel, inlined, kernel
from nestlike.compiler.policy import mode

__all__ = ["Kernel", "inlined", "kernel", "mode"]
