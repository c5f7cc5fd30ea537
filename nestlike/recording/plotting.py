"""Matplotlib, asked for when something is drawn and not before."""


def pyplot():
    """Return ``matplotlib.pyplot``.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError(
            "Drawing needs matplotlib, the extra 'plot' of nestlike: pip install nestlike[plot]"
        ) from missing
    return pyplot
