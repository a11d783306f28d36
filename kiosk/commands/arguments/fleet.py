"""What `fleet` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show all kiosks of a site over MQTT, live, those that need staff first. While it runs it "
        "is the desk: the terminal, or with --page a page, rings until somebody takes the call. "
        "The settings name the broker (mqtt_host and the keys after it)."
    )
    add_settings_argument(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--page",
        action="store_true",
        help="serve a page to this machine, with buttons to answer, instead of the terminal",
    )
    what.add_argument("--once", action="store_true", help="print them once and end")
    what.add_argument("--json", action="store_true", help="print them once as JSON")
    what.add_argument("--acknowledge", metavar="KIOSK", help="take this kiosk's call")
    what.add_argument(
        "--clear", metavar="KIOSK", help="end its emergency or call: staff have taken over"
    )
    what.add_argument("--restart", metavar="KIOSK", help="restart it, if its settings allow that")
    what.add_argument("--acl", metavar="USER", help="print Mosquitto's rules; USER is the desk's")
    parser.epilog = (
        "example:\n  run_kiosk.py fleet --settings desk.toml --page\n"
        "  run_kiosk.py fleet --restart hall"
    )
