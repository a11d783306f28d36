"""The kiosk as a service: looked after from a terminal, with nobody before it."""
