"""One TOML file and KIOSK_* variables: read, checked, shown, rewritten and watched."""
