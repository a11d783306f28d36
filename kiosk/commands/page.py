"""`page`: the browser that shows the page of a kiosk which runs as a service."""

import argparse
import signal
from pathlib import Path

from kiosk.errors import PageError
from kiosk.notices import PrintedNotices
from kiosk.page.browser import opened, require_browser
from kiosk.service.door import told_address
from kiosk.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Open the page of a kiosk that runs as a service, in the browser's kiosk mode, and again "
        "whenever the browser ends. Ctrl-C ends it. As the same user as the kiosk's."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py page"


def run(args: argparse.Namespace) -> int:
    """Show it until told to stop."""
    settings = load_settings(args.settings)
    if not settings.browser:
        raise PageError("the settings name no browser; set browser, such as to chromium")
    require_browser(settings.browser)
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with opened(settings.browser, told_address(settings.state_folder), PrintedNotices()):
        signal.sigwait(ends)
    return 0
