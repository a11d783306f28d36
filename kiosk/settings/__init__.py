"""Reads, checks, shows, rewrites and watches the settings: one TOML file and KIOSK_* variables."""
