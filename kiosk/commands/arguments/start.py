"""What `start` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Start the kiosk in the background: through systemd if setup --service was done, else as "
        "a process that survives this terminal. It restarts when it dies or hangs."
    )
    add_settings_argument(parser)
    parser.add_argument("--page", action="store_true", help="with the touch page; see run --help")
    parser.epilog = "example:\n  run_kiosk.py start --settings clinic.toml"
