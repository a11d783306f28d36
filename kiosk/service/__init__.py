"""A kiosk in service, and how staff reach it: terminal, control socket, systemd and desk."""
