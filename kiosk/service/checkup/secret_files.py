"""Checks whether other users can read the files that hold the kiosk's secrets."""

import grp
import shlex
import stat
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from audio.untrusted_file import read_untrusted
from kiosk.service.checkup.finding import Finding
from kiosk.service.control.units import USER

_SECRET = ("staff_code", "mqtt_password", "alert_webhook_token")
"""Keys of the settings whose values nobody else may know. `alert_command` is none of them: every
user of a machine can read the arguments of the programs that run there."""

_UNGUESSABLE = 16
"""Characters from which a part of an address is taken for a token."""


def secrets_finding(file: Path | None, key: Path | None) -> Finding:
    """Look at the settings file, and at the key of a certificate.

    Args:
        file: where the settings were read; None if there is none.
        key: of the kiosk's own certificate; None if there is none.

    Raises:
        OSError: a file cannot be examined.
    """
    for path, what in _files(file, key):
        if _others_read(path):
            return Finding(
                f"{path} holds {what}, and other users of this machine can read it; let only the "
                f"kiosk's user read it: chmod 600 {shlex.quote(str(path))}",
                "unfit",
            )
    return Finding("no file with secrets is readable for others")


def _files(file: Path | None, key: Path | None) -> Iterator[tuple[Path, str]]:
    """Give the files that hold secrets, and what that is."""
    if file is not None and (names := _secrets_in(file)):
        yield file, ", ".join(names)
    if key is not None:
        yield key, "the key of mqtt_certificate"


def _secrets_in(file: Path) -> list[str]:
    values = tomllib.loads(read_untrusted(file).decode("utf-8-sig"))
    return [name for name in _SECRET if values.get(name)] + [
        name for name in ("alert_webhook",) if _holds_token(str(values.get(name, "")))
    ]


def _holds_token(address: str) -> bool:
    """Whether a web address has a part that nobody could guess."""
    parts = urlsplit(address)
    return (
        "@" in parts.netloc
        or bool(parts.query)
        or any(len(segment) >= _UNGUESSABLE for segment in parts.path.split("/"))
    )


def _others_read(path: Path) -> bool:
    found = path.stat()
    readable = stat.S_IMODE(found.st_mode) & 0o077
    # The service's own group does not count as other users.
    with suppress(KeyError):
        if grp.getgrgid(found.st_gid).gr_name == USER:
            readable &= 0o007
    return bool(readable)
