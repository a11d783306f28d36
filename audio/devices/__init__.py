"""Microphone and speaker through PortAudio. It knows frames, and no recognizer."""
