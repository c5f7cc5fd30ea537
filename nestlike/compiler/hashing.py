"""The hash function of keys and checksums."""

from functools import partial

try:
    # `hashlib` has it from here, too, but loads OpenSSL first, which takes longer than all hashing.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

SIZE = 32

#: Makes a hash of some bytes, to which more can be added.
hash_of = partial(blake2b, digest_size=SIZE)
