"""Plays scenarios in virtual time and gives a verdict on each."""
