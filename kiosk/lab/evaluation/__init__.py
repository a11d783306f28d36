"""Labelled recordings to error rates."""
