"""What `setup` takes."""

import argparse
import os
from pathlib import Path

from audio.vosk.models.table import MODELS
from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Get the natural voice, and a Vosk model, which then hears the phrases instead of "
        "Moonshine. A broken download is "
        "resumed, and a model is verified before it is used; one that is already there is "
        "verified and repaired. The kiosk uses the model that was set up last, unless the "
        "settings name one or leave Vosk out of recognizers. Proxies are taken from HTTPS_PROXY, "
        "HTTP_PROXY and NO_PROXY."
    )
    parser.add_argument(
        "--model",
        choices=tuple(MODELS),
        help="small (41 MB, the default) or large (131 MB, hears better and needs more memory)",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--from",
        type=Path,
        metavar="FILE",
        dest="archive",
        help="the model's zip file, for a machine without a network; it is verified too",
    )
    source.add_argument(
        "--url", default="", help="a mirror to download from; the file is verified too"
    )
    parser.add_argument(
        "--natural-voice",
        action="store_true",
        help="get the natural voice alone, try it, and fail without it (the launcher has installed "
        "it by the time this runs)",
    )
    parser.add_argument(
        "--cluster",
        action="store_true",
        help="get what replay --scheduler needs on each machine of a Dask cluster, and no model",
    )
    parser.add_argument(
        "--service",
        action="store_true",
        help="let systemd run the kiosk from the machine's start on, as a user of its own and "
        "without a network unless the settings name somebody to call; needs root",
    )
    parser.add_argument(
        "--page",
        action="store_true",
        help="with --service: also its page, in a browser of another user, and the managed policy "
        "that keeps every Chromium and Chrome of this machine on pages of this machine",
    )
    parser.add_argument(
        "--display",
        default=":0",
        metavar="NAME",
        help="with --page: the screen (default :0), or the path of a Wayland socket",
    )
    parser.add_argument(
        "--xauthority",
        default=os.environ.get("XAUTHORITY") or str(_home() / ".Xauthority"),
        metavar="FILE",
        help="with --page: the X authority file of the desktop session that has the screen "
        '(default: your own); "" where xhost lets the page\'s user in',
    )
    parser.add_argument(
        "--units",
        type=Path,
        metavar="FOLDER",
        help="with --service: only write the units, into this folder",
    )
    parser.add_argument(
        "--policies",
        type=Path,
        metavar="FOLDER",
        help="with --page: write the browser's policy into this folder alone",
    )
    add_settings_argument(parser)
    parser.epilog = (
        "example:\n  run_kiosk.py setup --model large\n"
        "  sudo run_kiosk.py setup --service --settings /etc/voice-kiosk.toml\n"
        "  run_kiosk.py setup --from /media/stick/vosk-model-small-en-us-0.15.zip"
    )


def _home() -> Path:
    """Give the home of the person at the keyboard, also where sudo stands between."""
    return Path(f"~{os.environ.get('SUDO_USER', '')}").expanduser()
