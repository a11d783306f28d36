"""`page`: opens the browser with the page of a kiosk that runs as a service."""

import argparse
import signal
from pathlib import Path

from kiosk.notices import PrintedNotices
from kiosk.service.control.door import page_file
from kiosk.service.control.units import settings_of_kiosk
from kiosk.web.browser import opened, require_browser
from kiosk.web.handover import handed_over


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Open the page of a kiosk that runs as a service, in the browser's kiosk mode, and again "
        "whenever the browser ends. Ctrl-C ends it. As the same user as the kiosk's. Where the "
        "settings name no browser, tell the address that a person has to open."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="what the kiosk was given as --page-file; no settings are read",
    )
    parser.epilog = "example:\n  run_kiosk.py page"


def run(args: argparse.Namespace) -> int:
    """Keep the page open until told to stop."""
    page = handed_over(args.file or page_file(settings_of_kiosk(args.settings).state_folder))
    if page.by_hand:
        print(page.by_hand)  # noqa: T201 - this command's output
        return 0
    require_browser(page.browser)
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with opened(page.browser, page.address, PrintedNotices()):
        signal.sigwait(ends)
    return 0
