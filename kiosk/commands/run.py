"""`run`: the kiosk in this terminal."""

import argparse
import sys
import textwrap
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import SettingsError
from kiosk.lifeline import Lifeline
from kiosk.service.door import open_control, page_file
from kiosk.settings import Settings, describe_settings, load_settings
from kiosk.supervision import supervised

if TYPE_CHECKING:
    from kiosk.page.door import Door


_FALLEN_BACK = (
    "with the settings as they are now the kiosk does not start; those from its first start go on; "
    "find out more: run_kiosk.py check"
)


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
    keys = "\n".join(
        f"  {name} = {default}\n{textwrap.indent(textwrap.fill(meaning, 72), ' ' * 6)}"
        for name, default, meaning in describe_settings()
    )
    parser.epilog = (
        "example:\n  run_kiosk.py run --settings clinic.toml\n\n"
        "settings (also as KIOSK_NAME in the environment), with their defaults:\n" + keys
    )


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = load_settings(args.settings)
    # Opened here, so that a page or a command finds the process that comes after one that has died.
    with ExitStack() as doors:
        control = doors.enter_context(closing(open_control(settings.state_folder)))
        page = _page_door(settings, args.page_file, doors) if args.page else None

        def serve(lifeline: Lifeline) -> int:
            from kiosk.serving import Doors, serve_visitors  # noqa: PLC0415 - takes long to load

            attended = not args.in_service
            fresh = lifeline.starts > 1 and not lifeline.falls_back
            now = _settings_now(args.settings, settings) if fresh else settings
            return serve_visitors(
                now,
                args.recognizer,
                Doors(control, page),
                lifeline,
                settings_file=args.settings,
                attended=attended,
                opens_browser=args.page_file is None,
                warning=_FALLEN_BACK if lifeline.falls_back else "",
            )

        return supervised(serve)


def _settings_now(file: Path | None, before: Settings) -> Settings:
    """Give the settings of today; those from before where these have a fault."""
    try:
        return load_settings(file)
    except SettingsError as error:
        print(f"run_kiosk.py: {error}; the settings from before go on", file=sys.stderr)  # noqa: T201
        return before


def _page_door(settings: Settings, for_browser: Path | None, doors: ExitStack) -> "Door":
    """Open the page's door, and say where it is to whoever may know."""
    from kiosk.page.browser import require_browser  # noqa: PLC0415
    from kiosk.page.door import open_door  # noqa: PLC0415
    from kiosk.page.handover import Handover, hand_over, page_users  # noqa: PLC0415

    if settings.browser and for_browser is None:
        require_browser(settings.browser)
    users = page_users() if for_browser else ()
    door = doors.enter_context(closing(open_door(settings.page_port, users)))
    handover = Handover(address=door.address, browser=settings.browser)
    hand_over(page_file(settings.state_folder), handover)
    if for_browser is not None:
        hand_over(for_browser, handover, to_page_user=True)
    return door
