"""Writes reports as HTML pages and files."""
