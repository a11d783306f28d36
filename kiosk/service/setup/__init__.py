"""Fetches models, and makes the bundle for a machine without a network."""
