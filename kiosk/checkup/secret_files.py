"""Looks whether others can read the files that hold the kiosk's secrets."""

import grp
import shlex
import stat
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.checkup.finding import Finding
from kiosk.service.installed import USER
from kiosk.settings import SECRETS, Settings
from kiosk.untrusted_file import read_untrusted


def secrets_finding(file: Path | None, settings: Settings) -> Finding:
    """Look at the settings file, and at the key that it names.

    Args:
        file: where the settings were read; None: there is none.
        settings: as they were read.

    Raises:
        OSError: a file cannot be looked at.
    """
    for path, what in _files(file, settings):
        if _others_read(path):
            return Finding(
                f"{path} holds {what}, and other users of this machine can read it; let only the "
                f"kiosk's user read it: chmod 600 {shlex.quote(str(path))}",
                "unfit",
            )
    return Finding("no file with secrets is readable for others")


def _files(file: Path | None, settings: Settings) -> Iterator[tuple[Path, str]]:
    """Give the files that hold secrets, and what that is."""
    if file is not None and (names := _secrets_in(file)):
        yield file, ", ".join(names)
    if settings.mqtt_key is not None:
        yield settings.mqtt_key, "the key of mqtt_certificate"


def _secrets_in(file: Path) -> list[str]:
    values = tomllib.loads(read_untrusted(file).decode("utf-8-sig"))
    return sorted(name for name in SECRETS if values.get(name))


def _others_read(path: Path) -> bool:
    found = path.stat()
    readable = stat.S_IMODE(found.st_mode) & 0o077
    # The service's own group is not others.
    with suppress(KeyError):
        if grp.getgrgid(found.st_gid).gr_name == USER:
            readable &= 0o007
    return bool(readable)
