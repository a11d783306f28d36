"""The kiosk as a service: how it is, told and asked for over a socket, a terminal and systemd."""
