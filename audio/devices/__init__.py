"""Microphone and speaker through PortAudio. It passes frames and knows no recognizer."""
