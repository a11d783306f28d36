"""Labelled folders of recordings, and the noise and rooms that are added to them."""
