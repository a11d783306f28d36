"""The error of everything that happens before the kiosk's environment is ready."""

from kiosk.errors import KioskError


class LaunchError(KioskError):
    """The environment cannot be built; the message is one line that says what to do."""
