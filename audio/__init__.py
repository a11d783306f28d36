"""Sound: devices, recordings, end of speech, recognizers, voices and models."""

import os
from pathlib import Path

# onnxruntime sends its maker what runs where, unless it is told before it is loaded; processes that
# this one starts are told too.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""
