"""Plain functions on numbers: random engines, distributions, propagators, RKF45, sorting.

Every function runs as ordinary Python and, with the same bits, inside compiled kernels. They carry
no decorator: the compiler finds them as globals of the kernels that call them. Two differences are
inherent to CPython: ``math.lgamma`` is not the C library's (only the rejection methods of Poisson
and binomial draws call it), and overflow or division by zero raises where compiled code gives inf
or NaN.
"""
