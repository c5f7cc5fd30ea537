"""The backend ``ascii``: writes events to text files, one for each recorder and virtual process."""

import os

from nestlike.kernel.errors import IOError as NESTIOError
from nestlike.recording.backend import RecordingBackend, integer_names
from nestlike.recording.data_file import DataFile
from nestlike.recording.rows import rows, table
from nestlike.version import nest_version

_FORMAT_VERSION = 2


class AsciiBackend(RecordingBackend):
    """Writes one text file for each recorder and virtual process, during Prepare to Cleanup.

    The file is ``<data_path>/<data_prefix><label or model>-<id>-<vp>.<file_extension>``. It has
    three lines of header and then one line for each event: sender, time and recorded quantities,
    separated by tabs. Lines are on disk when Run ends.

    Parameters of a recorder
    ------------------------
    precision : int, default 3
        Digits after the decimal point of times, offsets and quantities.
    file_extension : str, default 'dat'
        End of the file name.
    time_in_steps : bool, default False
        Whether times are whole steps and offsets in ms instead of ms. It cannot be changed after
        Simulate (BadProperty).
    filenames : list of str, read-only
        Name of the file; with several virtual processes that of the last one, as in NEST.
    """

    follows_runs = True
    defaults = {"file_extension": "dat", "precision": 3, "time_in_steps": False}

    def __init__(self, kernel):
        super().__init__(kernel)
        self._files: dict[tuple[int, int], DataFile] = {}
        self._labels: dict[int, str] = {}
        self._digits: dict[int, int] = {}

    @property
    def accepts(self):
        # The label belongs to the recorder; here it is read along, since NEST's file names only
        # know labels that were given while, or together with, recording to files.
        return super().accepts | {"label"}

    def declare(self, model_name):
        return {**self.defaults, "filenames": [self._path("", "", "dat")]}

    def _require_changeable(self, wanted, current):
        if wanted.get("time_in_steps", current["time_in_steps"]) != current["time_in_steps"]:
            self._refuse_after_simulate()

    def _welcome(self, recorder):
        # The width is that of the network at this moment, whatever is created later.
        self._digits[recorder.node_id] = len(str(max(self.kernel.nodes.size, recorder.node_id)))

    def _apply(self, recorder, wanted):
        if "label" in wanted:
            self._labels[recorder.node_id] = wanted.pop("label")
        super()._apply(recorder, wanted)

    def withdraw(self, recorder):
        super().withdraw(recorder)
        self._labels.pop(recorder.node_id, None)
        self._digits.pop(recorder.node_id, None)

    def filename(self, recorder, vp: int) -> str:
        """Return the path of the file of one recorder and virtual process."""
        width = self._digits.get(recorder.node_id, 1)
        number = f"-{recorder.node_id:0{width}d}-{vp:0{len(str(recorder.n_vp))}d}"
        name = self._labels.get(recorder.node_id) or recorder.model_name
        return self._path(name, number, recorder.options["file_extension"])

    def _path(self, name: str, number: str, extension: str) -> str:
        settings = self.kernel.settings
        folder = settings.data_path
        if folder and not folder.endswith("/"):
            folder += "/"
        return f"{folder}{settings.data_prefix}{name}{number}.{extension}"

    def prepare(self, recorders):
        """Open the files and write their headers.

        Raises
        ------
        IOError
            NEST's: if a file exists and may not be overwritten, or cannot be opened. Files before
            it have been opened; recorders whose files have not been lose what they record.
        """
        self._abandon()
        recorders = list(self._known(recorders))
        for vp in range(max((recorder.n_vp for recorder in recorders), default=0)):
            for recorder in recorders:
                self._open(recorder, vp)

    def _open(self, recorder, vp: int) -> None:
        path = self.filename(recorder, vp)
        if not self.kernel.settings.overwrite_files:
            _refuse_existing(path)
        self._files[recorder.node_id, vp] = file = DataFile(path)
        file.start(_header(recorder))

    def _abandon(self) -> None:
        for file in self._files.values():
            file.abandon()
        self._files.clear()

    def _take(self, recorder, vp, steps, senders, values, offsets, integers):
        file = self._files.get((recorder.node_id, vp))
        if file is not None:
            columns = table(self, recorder, steps, senders, values, offsets, integers)
            lines = rows(columns, recorder.options["precision"])
            file.write("\n".join(lines) + "\n")

    def post_run(self):
        """Bring everything to disk; NEST's IOError names a file that cannot take its lines."""
        for file in self._files.values():
            file.flush()

    def cleanup(self):
        """Close the files."""
        files, self._files = list(self._files.values()), {}
        errors = []
        for file in files:
            try:
                file.close()
            except NESTIOError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def reset(self):
        super().reset()
        self._abandon()
        self._labels.clear()
        self._digits.clear()

    def status(self, recorder):
        status = super().status(recorder)
        return {**status, "filenames": [self.filename(recorder, recorder.n_vp - 1)]}


def _refuse_existing(path: str) -> None:
    if os.path.exists(path):
        raise NESTIOError(
            f"The file {path!r} already exists and overwriting files is disabled. Set the kernel "
            "attribute overwrite_files to True, or choose another file by the kernel attributes "
            "data_path or data_prefix or the recorder's label."
        )


def _header(recorder) -> str:
    time = "time_step\ttime_offset" if recorder.options["time_in_steps"] else "time_ms"
    names = "\t".join(["sender", time, *recorder.value_names, *integer_names(recorder)])
    return (
        f"# NEST version: {nest_version}\n"
        f"# RecordingBackendASCII version: {_FORMAT_VERSION}\n"
        f"{names}\n"
    )
