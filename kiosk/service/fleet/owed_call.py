"""The call that the desk is still owed, on the disk: a restart of the kiosk does not lose it.

One is enough: calls that nobody could be told of are one call, and an emergency, which replaces a
call for attention, is kept by its own mark (see `kiosk.watchdog.marks`). What, which and when is
kept; no word and no answer of a visitor is.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.untrusted_file import read_untrusted
from kiosk.errors import FleetError
from kiosk.files.own_folder import write_whole

STALE_AFTER = 4 * 3600.0
"""Seconds after which a call is of no use to anybody: whoever made it has gone home."""

_LONGEST = 1024

Owed: TypeAlias = Literal["attention", "cleared"]


class OwedCall(BaseModel):
    """A call that no desk has taken.

    Attributes:
        event: staff are wanted, or an emergency is over.
        id: of the call.
        at: when it was made, in seconds since 1970.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Owed
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    at: Annotated[float, Field(allow_inf_nan=False)]


class OwedCallFile:
    """Keeps it; the disk has it when a method returns."""

    def __init__(self, file: Path) -> None:
        """Use a file in a folder that is there."""
        self._file = file

    def read(self, now: float) -> OwedCall | None:
        """Give it; None: nothing is owed.

        Args:
            now: seconds since 1970.

        Raises:
            FleetError: what is there cannot be read, and is set aside, or is stale, and dropped.
        """
        try:
            read = read_untrusted(self._file, most=_LONGEST, owners={os.geteuid()}, follow=False)
            call = OwedCall.model_validate_json(read)
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            raise self._set_aside() from None
        if now - call.at <= STALE_AFTER:
            return call
        self.forget()
        hours = STALE_AFTER / 3600
        raise FleetError(
            f"a call ({call.event}) that no desk has taken is over {hours:.0f} hours old, and is "
            "dropped; see why the desk was not reached"
        )

    def keep(self, call: OwedCall) -> None:
        """Keep this one in place of any other.

        Raises:
            FleetError: it cannot be written.
        """
        try:
            write_whole(self._file, call.model_dump_json().encode("ascii"))
        except OSError as error:
            raise self._fault(error) from None

    def forget(self) -> None:
        """Keep none.

        Raises:
            FleetError: the file cannot be taken away.
        """
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise self._fault(error) from None

    def _set_aside(self) -> FleetError:
        aside = self._file.with_suffix(".damaged")
        try:
            self._file.replace(aside)
        except OSError as denied:
            return self._fault(denied)
        return FleetError(
            f"{self._file}: the call that is kept for the desk cannot be read, and is now "
            f"{aside.name}; see whether staff are needed at this kiosk"
        )

    def _fault(self, error: OSError) -> FleetError:
        reason = (error.strerror or str(error)).lower()
        return FleetError(
            f"{self._file}: a call for the desk cannot be kept over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )
