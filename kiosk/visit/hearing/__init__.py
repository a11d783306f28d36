"""Frames of an open window to what was heard."""
