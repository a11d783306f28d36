"""`page`: opens the browser with the page of a kiosk that runs as a service."""

import argparse
import signal

from kiosk.notices import PrintedNotices
from kiosk.service.control.door import page_file
from kiosk.service.control.units import settings_of_kiosk
from kiosk.web.browser import opened, require_browser
from kiosk.web.handover import handed_over


def run(args: argparse.Namespace) -> int:
    """Show it until told to stop."""
    page = handed_over(
        args.file or page_file(settings_of_kiosk(args.settings).storage.state_folder)
    )
    if page.by_hand:
        print(page.by_hand)  # noqa: T201 - this command's output
        return 0
    require_browser(page.browser)
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with opened(page.browser, page.address, PrintedNotices()):
        signal.sigwait(ends)
    return 0
