"""Recording backend `ascii`: names and bytes of the files but for the version line."""

import os
import tempfile

import numpy as np


def run(nest):
    with tempfile.TemporaryDirectory() as folder:
        nest.set(data_path=folder, data_prefix="case_", overwrite_files=True, local_num_threads=2)
        cells = nest.Create("iaf_psc_alpha", 3, params={"I_e": 450.0})
        cells[1:].V_m = [-60.0, -65.5]
        for params in ({}, {"precision": 12, "label": "named"}, {"time_in_steps": True}):
            recorder = nest.Create("spike_recorder", params={"record_to": "ascii", **params})
            nest.Connect(cells, recorder)
        multimeter = nest.Create(
            "multimeter", params={"record_to": "ascii", "record_from": ["V_m"]}
        )
        multimeter.file_extension = "txt"
        nest.Connect(multimeter, cells)
        nest.Simulate(60.0)
        names = sorted(os.listdir(folder))
        out = {"names": np.array(names)}
        for name in names:
            with open(os.path.join(folder, name), "rb") as stream:
                lines = stream.read().split(b"\n")
            out[name] = np.frombuffer(b"\n".join(lines[1:]), dtype=np.uint8)
        nest.ResetKernel()
    return out
