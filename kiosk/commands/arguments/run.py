"""What `run` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Run the kiosk in this terminal: with microphone and speaker if there are any, and always "
        "with captions and keys. It fills the terminal; in a pipe, with TERM=dumb and with --plain "
        "it prints plain lines. Ctrl-C ends it; after a crash it restarts."
    )
    add_settings_argument(parser)
    parser.add_argument(
        "--recognizer",
        choices=("auto", "moonshine", "yes-no", "vosk"),
        default="auto",
        help="auto: every recognizer that the settings name (the default); moonshine: Moonshine "
        "and the yes/no listener; yes-no: only the yes/no listener; vosk: as auto, but no start "
        "without a Vosk model",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="print plain lines, one after the other, for a braille display or a screen reader",
    )
    parser.add_argument(
        "--in-service",
        action="store_true",
        help="no person watches it: ask the health questions only if the settings name who has "
        "signed off the wording",
    )
    parser.add_argument(
        "--fall-back",
        action="store_true",
        help="for systemd, which starts it with nobody there: if the settings are wrong, serve "
        "with the last that worked, and tell staff",
    )
    parser.add_argument(
        "--page",
        action="store_true",
        help="show it on a touch screen too: a page served to this machine only, opened in "
        "Chromium's kiosk mode",
    )
    parser.add_argument(
        "--page-file",
        type=Path,
        metavar="FILE",
        help="with --page: open no browser; write the page's address and the browser's command to "
        "this file, for page --file, also by another user (setup --service --page does so)",
    )
    parser.epilog = (
        "example:\n  run_kiosk.py run --settings clinic.toml\n\n"
        "settings, also as KIOSK_NAME in the environment: run_kiosk.py settings --example"
    )
