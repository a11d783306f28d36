"""Records people for tests, once they have agreed: clips, their manifest, and scenarios."""
