"""Puts faults into a running kiosk and measures how it recovers."""
