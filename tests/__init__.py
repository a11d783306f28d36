"""Tests, in folders that mirror the house."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""

OWN_RECORDINGS = CHECKOUT / "audio" / "recordings"
"""The recordings that the project has itself."""
