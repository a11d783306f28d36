"""The call that the desk has not taken yet, kept on the disk so that a restart does not lose it.

One is enough: several undelivered calls are one call, and an emergency, which replaces a call for
attention, is kept by its own mark (see `kiosk.watchdog.marks`). It holds event, id and time, and no
word or answer of a visitor.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.untrusted_file import read_untrusted
from kiosk.errors import FleetError
from kiosk.files.own_folder import write_whole

STALE_AFTER = 4 * 3600.0
"""Seconds after which a call is useless: the person who made it has gone home."""

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
    """The file of the call; the disk has it when a method returns."""

    def __init__(self, file: Path) -> None:
        """Use a file in an existing folder."""
        self._file = file

    def read(self, now: float) -> OwedCall | None:
        """Read the call; None if there is none.

        Args:
            now: seconds since 1970.

        Raises:
            FleetError: the file cannot be read and is moved aside, or is stale and dropped.
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
        """Store this call instead of any other.

        Raises:
            FleetError: it cannot be written.
        """
        try:
            write_whole(self._file, call.model_dump_json().encode("ascii"))
        except OSError as error:
            raise self._fault(error) from None

    def forget(self) -> None:
        """Delete the call.

        Raises:
            FleetError: the file cannot be removed.
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
