"""Passes the page's address and the browser's command to the process that opens the page.

Both are in a file. Anybody who knows the address can press the kiosk's keys, so only the file's
owner can read it, and the browser's user where the browser runs as a user of its own.
"""

import os
import pwd
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from audio.errors import reason_of
from audio.untrusted_file import read_untrusted
from kiosk.errors import PageError
from kiosk.web.local_socket import ADDRESS

PAGE_USER = "voice-kiosk-page"
"""The user as whom systemd runs the page's browser: it owns nothing and is in no group of the
kiosk's. The kiosk is in its group."""

_ROOT = 0
_MOST_BYTES = 10_000

_Address = Annotated[
    str, StringConstraints(pattern=rf"^http://{ADDRESS}:[0-9]{{1,5}}/[A-Za-z0-9_-]{{16,64}}/$")
]


class Handover(BaseModel):
    """What a process needs to open the page.

    Attributes:
        address: where it is.
        browser: program and arguments; empty if a person opens it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: _Address
    browser: tuple[str, ...]

    @property
    def by_hand(self) -> str:
        """The line for the person who has to open the page; "" if a browser is opened."""
        return "" if self.browser else f"The page is at {self.address}"


def page_users() -> frozenset[int]:
    """Give the number of the page's user; nothing on a machine without one."""
    try:
        return frozenset({pwd.getpwnam(PAGE_USER).pw_uid})
    except KeyError:
        return frozenset()


def hand_over(file: Path, handover: Handover, *, to_page_user: bool = False) -> None:
    """Write the file.

    Args:
        file: in a folder of this user's.
        handover: what to write.
        to_page_user: let the page's user read it too.

    Raises:
        PageError: it cannot be written, or cannot be given to that user.
    """
    try:
        file.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        with os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8") as opened:
            opened.write(handover.model_dump_json())
            if to_page_user and page_users():
                os.fchown(opened.fileno(), -1, pwd.getpwnam(PAGE_USER).pw_gid)
                os.fchmod(opened.fileno(), 0o640)
    except OSError as error:
        reason = reason_of(error)
        raise PageError(
            f"{file}: the page cannot be handed to its browser: {reason}; set the service up "
            "again: sudo run_kiosk.py setup --service --page"
        ) from None


def handed_over(file: Path) -> Handover:
    """Read what a kiosk has written.

    Only the owner of the folder, and root, can have put it there: whoever else may write in the
    folder could name a page of their own, and a program as its browser.

    Raises:
        PageError: no kiosk with a page runs, or the file is another user's or not the kiosk's.
    """
    try:
        owners = {_ROOT, file.parent.stat().st_uid}
        content = read_untrusted(file, most=_MOST_BYTES, owners=owners, follow=False)
        return Handover.model_validate_json(content)
    except FileNotFoundError:
        raise PageError(
            "no kiosk with a page runs here; start it: run_kiosk.py start --page"
        ) from None
    except ValidationError:
        raise PageError(f"{file}: it is not the kiosk's; start the kiosk again") from None
    except OSError as error:
        reason = reason_of(error)
        raise PageError(
            f"{file}: where the page is cannot be read: {reason}; ask as the kiosk's own user: "
            "sudo -u USER run_kiosk.py ..."
        ) from None
