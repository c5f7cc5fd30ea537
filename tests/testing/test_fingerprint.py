import time

from nestlike.testing import libm_fingerprint


def test_names_every_function_and_is_cached():
    first = libm_fingerprint()
    start = time.perf_counter()
    assert libm_fingerprint() is first
    assert time.perf_counter() - start < 0.01
    assert set(first) == set("exp expm1 log log1p pow sin cos tanh sqrt lgamma".split())


def test_costs_less_than_a_second():
    start = time.perf_counter()
    libm_fingerprint.__wrapped__()
    assert time.perf_counter() - start < 1.0
