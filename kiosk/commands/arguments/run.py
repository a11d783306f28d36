"""What `run` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "The kiosk in this terminal: microphone and speaker if there are any, captions and keys "
        "always. Ctrl-C ends it; when it dies otherwise, it starts again."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk"),
        default="auto",
        help="who listens: all there are (the default), the yes/no listener alone, or all with no "
        "start unless Vosk is among them",
    )
    parser.add_argument(
        "--in-service",
        action="store_true",
        help="nobody watches it: ask the health questions only when the settings name who has "
        "signed the wording off",
    )
    parser.add_argument(
        "--fall-back",
        action="store_true",
        help="for systemd, which starts it with nobody there: where the settings are wrong, serve "
        "with the last that worked, and tell staff",
    )
    parser.add_argument(
        "--page",
        action="store_true",
        help="show it on a touch screen too: a page of this machine alone, opened in Chromium's "
        "kiosk mode",
    )
    parser.add_argument(
        "--page-file",
        type=Path,
        metavar="FILE",
        help="with --page: open no browser, and write where the page is, and the browser's "
        "command, for page --file, which may be another user's (setup --service --page does so)",
    )
    parser.epilog = (
        "example:\n  run_kiosk.py run --settings clinic.toml\n\n"
        "settings, also as KIOSK_NAME in the environment: run_kiosk.py settings --example"
    )
