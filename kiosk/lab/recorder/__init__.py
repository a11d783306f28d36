"""Records people for tests, once they have agreed to it: clips, their manifest, and scenarios."""
