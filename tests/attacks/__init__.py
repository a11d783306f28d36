"""Attacks on a running kiosk: it must keep serving, and every call for staff must reach them."""
