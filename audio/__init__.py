"""Sound: devices, recordings, end of speech, recognizers, voices and models."""

import os
from pathlib import Path

# onnxruntime sends telemetry to its maker unless this is set before it is loaded. Child processes
# inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""
