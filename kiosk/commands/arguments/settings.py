"""What `settings` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show each setting with its value and where that comes from: the default, a line of the "
        "file, or the environment. Secrets are not shown."
    )
    add_settings_argument(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help="the same as no option")
    what.add_argument("--json", action="store_true", help="print JSON")
    what.add_argument(
        "--example",
        action="store_true",
        help="print a settings file with every key at its default, explained",
    )
    parser.epilog = (
        "example:\n  run_kiosk.py settings --show --settings clinic.toml\n"
        "  run_kiosk.py settings --example > clinic.toml"
    )
