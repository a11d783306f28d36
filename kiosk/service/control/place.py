"""Records where the kiosk of a settings file keeps its state, in a place where commands look first.

So a command reaches the kiosk that runs, and a restarted kiosk finds what served last, even when
the settings cannot be read. It is kept under the user's own folder, by the settings file's path.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from audio.errors import reason_of
from audio.untrusted_file import read_untrusted
from kiosk.errors import ServiceError
from kiosk.settings.load import default_file
from kiosk.settings.own_folders import own_state_folder

_MOST_BYTES = 8192


def leave_place(file: Path | None, state_folder: Path, environment: Mapping[str, str]) -> None:
    """Record where the kiosk of these settings is reached.

    Args:
        file: of the settings; None means the default one.
        state_folder: under which its control socket is.
        environment: of the kiosk.

    Raises:
        ServiceError: it cannot be written; then commands need settings that can be read.
    """
    place = _place(file, environment)
    told = json.dumps({"state_folder": str(state_folder.absolute())})
    try:
        place.parents[1].mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        write_own(place, told)
    except OSError as error:
        reason = reason_of(error)
        raise ServiceError(
            f"{place}: cannot be written: {reason}; commands find this kiosk only while its "
            "settings can be read"
        ) from None


def left_place(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    """Give the state folder of these settings' last kiosk; None if it is not recorded."""
    # Ignore a file of another user, or one that we did not write.
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        content = read_untrusted(
            _place(file, environment), most=_MOST_BYTES, owners={os.geteuid(), 0}, follow=False
        )
        told = Path(json.loads(content)["state_folder"])
        return told if told.is_absolute() else None
    return None


def write_own(file: Path, text: str) -> None:
    """Write a file completely or not at all; only its owner can read it.

    Raises:
        OSError: it cannot be written.
    """
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=f"{file.name}.", delete=False
    ) as fresh:
        try:
            fresh.write(text)
            fresh.flush()
            os.fsync(fresh.fileno())
            Path(fresh.name).replace(file)
        except BaseException:
            Path(fresh.name).unlink(missing_ok=True)
            raise


def _place(file: Path | None, environment: Mapping[str, str]) -> Path:
    settings = os.path.realpath(file or default_file(environment))
    name = hashlib.sha256(os.fsencode(settings)).hexdigest()[:32]
    return own_state_folder(environment) / "kiosks" / f"{name}.json"
