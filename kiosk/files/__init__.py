"""Judges what is read from disk before it is used: whose it is, what kind, how large, how deep."""
