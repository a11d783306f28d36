"""Trains the yes/no listener from recordings. Nothing that serves a visitor imports it."""
