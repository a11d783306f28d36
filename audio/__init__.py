"""Sound: microphones, recordings, end of speech, recognizers, voices, speakers, models."""

import os

# onnxruntime sends its maker what runs where, unless it is told before it is loaded; processes that
# this one starts are told too.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
