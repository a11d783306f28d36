"""Tries each part of a kiosk for real, and says in one line each what to do about it."""
