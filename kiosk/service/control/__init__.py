"""How staff reach a kiosk that runs: the control socket, background start, systemd."""
