"""Vosk models on this machine: listed, downloaded, verified, unpacked and kept complete."""
