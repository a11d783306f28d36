"""Loads what each kiosk that serves loads, in the process that kiosks are forked from."""

import importlib

from kiosk.service.assembly.loading import load_words
from kiosk.settings.model import Settings

for name in (
    "kiosk.commands.run",
    "kiosk.service.serving",
    "audio.recognition.speech_detector",
    "audio.yes_no",
    "onnxruntime",
):
    importlib.import_module(name)

load_words(Settings().clinic)  # which are kept
