"""`run`: the kiosk in this terminal."""

import argparse
import sys
from pathlib import Path

from kiosk.assembly import service
from kiosk.latch import EmergencyLatch
from kiosk.live import ending_signals
from kiosk.screen import TerminalScreen
from kiosk.settings import describe_settings, load_settings
from kiosk.terminal_keys import KeyReader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "The kiosk in this terminal: microphone and speaker if there are any, captions and keys "
        "always. Ctrl-C ends it."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk"),
        default="auto",
        help="who listens: all there are (the default), or one of them",
    )
    parser.add_argument(
        "--clear-emergency",
        action="store_true",
        help="for staff: end an emergency that was kept from before, then start",
    )
    keys = "\n".join(
        f"  {name} = {default}\n      {meaning}" for name, default, meaning in describe_settings()
    )
    parser.epilog = (
        "example:\n  run_kiosk.py run --settings clinic.toml\n\n"
        "settings (also as KIOSK_NAME in the environment), with their defaults:\n" + keys
    )


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = load_settings(args.settings)
    if args.clear_emergency:
        EmergencyLatch(settings.state_folder).keep(False)
    screen = TerminalScreen(sys.stdout)
    with service(settings, screen, args.recognizer) as kiosk:
        keys = KeyReader(sys.stdin.fileno() if sys.stdin else None, kiosk.driver.press)
        with ending_signals(kiosk.driver.stop), keys:
            kiosk.driver.run(kiosk.started)
    screen.say_goodbye()
    return 0
