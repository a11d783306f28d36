"""Scenarios and recordings, for people who test dialogues. Only commands import it."""
