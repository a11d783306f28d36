"""Loads what kiosks and commands load, in the process that they are forked from."""

import importlib

from grammar.understanding import Understanding
from kiosk.service.assembly.loading import load_words
from kiosk.settings.model import Settings

for name in (
    "kiosk.commands.check",
    "kiosk.commands.replay",
    "kiosk.commands.run",
    "kiosk.service.serving",
    "audio.recognition.speech_detector",
    "audio.yes_no",
    "onnxruntime",
):
    importlib.import_module(name)

# Both are kept.
_, phrases = load_words(Settings().clinic)
Understanding(phrases).prepare()
