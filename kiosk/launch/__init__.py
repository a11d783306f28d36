"""Takes a fresh machine to a running command, with the standard library only."""

from kiosk.launch.launcher import launch

__all__ = ["launch"]
