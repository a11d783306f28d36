"""Kiosks and a desk on a real broker."""
