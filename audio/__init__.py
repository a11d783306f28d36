"""Sound: devices, recordings, end of speech, recognizers, voices and models."""

import os
from pathlib import Path

# Libraries read these once, while they are loaded. They are set before any thread runs: the sound
# server's threads read the environment too, and a change meanwhile ends the process. Child
# processes inherit them.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime sends telemetry to its maker
# The speech detector's library asks for four threads, which on so small a network spend twenty
# times its own time waiting for each other:
# https://gcc.gnu.org/onlinedocs/libgomp/OMP_005fTHREAD_005fLIMIT.html
os.environ["OMP_THREAD_LIMIT"] = "1"

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""
