"""What `fleet` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "All kiosks of a site over MQTT, live, those that need staff first; while it runs it is "
        "the desk, and the terminal, or with --page a page, rings until a call is acknowledged. "
        "The broker is that of the settings (mqtt_host and what follows it)."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--page",
        action="store_true",
        help="a page of this machine alone instead of the terminal, with buttons to answer",
    )
    what.add_argument("--once", action="store_true", help="print them and end")
    what.add_argument("--json", action="store_true", help="the same, for a program to read")
    what.add_argument("--acknowledge", metavar="KIOSK", help="the desk has taken its call")
    what.add_argument("--clear", metavar="KIOSK", help="staff have taken over: end its emergency")
    what.add_argument("--restart", metavar="KIOSK", help="a fresh process, if it allows that")
    what.add_argument("--acl", metavar="USER", help="print Mosquitto's rules; USER is the desk's")
    parser.epilog = (
        "example:\n  run_kiosk.py fleet --settings desk.toml --page\n"
        "  run_kiosk.py fleet --restart hall"
    )
