"""Measures error rates of recognition on labelled recordings."""
