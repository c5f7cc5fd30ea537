"""Whatever decides a function's machine code decides its digest."""

import types

from nestlike.compiler.fingerprint import digest

SOURCE = """
def scaled(x, factor={default}, *, power={keyword}):
    return factor * x ** power

def step(x):
    return scaled(x) * constants.gain + constants.membrane.leak
"""


def digest_of(default=1.0, keyword=2, gain=3.0, leak=4.0):
    constants, membrane = types.ModuleType("constants"), types.ModuleType("membrane")
    constants.gain, membrane.leak = gain, leak
    constants.membrane, membrane.constants = membrane, constants
    scope = {"constants": constants}
    exec(SOURCE.format(default=default, keyword=keyword), scope)
    return digest(scope["step"])


def test_the_same_function_has_the_same_digest():
    assert digest_of() == digest_of()


def test_defaults_of_arguments_and_constants_of_modules_count():
    found = [
        digest_of(),
        digest_of(default=1.5),
        digest_of(keyword=3),
        digest_of(gain=3.5),
        digest_of(leak=4.5),
    ]
    assert len(set(found)) == len(found)
