"""Tests, in folders that mirror the house."""

from kiosk import CHECKOUT  # first of all: it sets how many threads NumPy is to start

__all__ = ["CHECKOUT", "OWN_RECORDINGS", "SPEECH"]

OWN_RECORDINGS = CHECKOUT / "audio" / "recordings"
"""The recordings that the project has itself."""

SPEECH = "SPEECH_OF_TESTS"
"""The environment variable that names the folder, if any, where kiosks keep prepared speech.

To prepare it takes each of them a few seconds of computing. A test that needs the voice to
synthesize sets KIOSK_CACHE_FOLDER.
"""
