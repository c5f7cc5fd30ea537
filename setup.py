"""Says that a wheel with machine code in it is for one platform; see `nestlike.prebuild`."""

from pathlib import Path

from setuptools import Distribution, setup

PREBUILT = Path(__file__).with_name("nestlike") / "prebuilt"


class PerhapsWithCode(Distribution):
    """A distribution that is pure Python unless kernels were compiled ahead of time."""

    def has_ext_modules(self) -> bool:
        """Return whether there is machine code to be installed."""
        return PREBUILT.is_dir()


setup(distclass=PerhapsWithCode)
