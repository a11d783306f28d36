"""Moonshine Tiny: English speech recognition that pip brings; see MODEL_CARD.md."""

from audio.moonshine.recognizer import MoonshineRecognizer

__all__ = ["MoonshineRecognizer"]
