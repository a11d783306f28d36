"""Faults put into a running kiosk; what it does then is in the tests beside."""
