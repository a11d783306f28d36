"""Vosk models on this machine: which there are, fetched, verified, unpacked and kept whole."""
