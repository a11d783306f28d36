"""Checks files before they are used: their owner, kind, size and depth."""
