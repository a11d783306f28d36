"""Captions and choices, on a terminal and on the touch page."""
