"""Tests, in folders that mirror the house."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""

OWN_RECORDINGS = CHECKOUT / "audio" / "recordings"
"""The recordings that the project has itself."""

SPEECH = "SPEECH_OF_TESTS"
"""The environment variable that names the folder, if any, where kiosks keep prepared speech.

To prepare it takes each of them a few seconds of computing. A test that needs the voice to
synthesize sets KIOSK_CACHE_FOLDER.
"""
