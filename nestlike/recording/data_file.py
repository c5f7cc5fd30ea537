"""A data file that loses nothing when the disk is full."""

import os

from nestlike.kernel.errors import IOError as NESTIOError

_FLUSH_BYTES = 1 << 20


class DataFile:
    """A text file that is written in large pieces.

    What the disk does not take stays here and is tried again with the next piece, so that a run
    can go on once there is room.

    Parameters
    ----------
    path : str
        The file; it is created if it does not exist.

    Raises
    ------
    IOError
        NEST's, with the path, if the file cannot be opened.
    """

    def __init__(self, path: str):
        self.path = path
        self._pending: list[bytes] = []
        self._size = 0
        try:
            # Not truncated before all files are open: see `start`.
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | _BINARY, 0o666)
        except OSError as error:
            raise _failure("opening", path, error) from error

    def start(self, header: str) -> None:
        """Empty the file and write the header; it is on disk afterwards."""
        try:
            os.ftruncate(self._descriptor, 0)
        except OSError:
            pass  # a device or a pipe has no length
        self.write(header)
        self.flush()

    def write(self, text: str) -> None:
        """Take a piece of text; large amounts go to disk at once."""
        piece = text.encode()
        self._pending.append(piece)
        self._size += len(piece)
        if self._size >= _FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Bring everything to disk."""
        rest = memoryview(b"".join(self._pending))
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            raise _failure("writing", self.path, error) from error
        finally:
            self._pending = [bytes(rest)] if rest else []
            self._size = len(rest)

    def close(self) -> None:
        """Bring everything to disk and close the file, which is closed even if that fails."""
        try:
            self.flush()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the file as it is."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


_BINARY = getattr(os, "O_BINARY", 0)  # on Windows line ends would be changed without


def _failure(doing: str, path: str, error: OSError) -> NESTIOError:
    return NESTIOError(f"I/O error while {doing} the file {path!r}: {error.strerror}.")
