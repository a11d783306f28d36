"""Builds a kiosk's parts from its settings; no other room does."""
