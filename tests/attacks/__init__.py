"""Attacks on a running kiosk: each must leave it serving, and staff called who were asked for."""
