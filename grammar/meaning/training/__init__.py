"""Trains the intent network from written sentences. Nothing that serves a visitor imports it."""
