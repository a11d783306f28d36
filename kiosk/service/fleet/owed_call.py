"""The call that a restart must not lose or tell as a new one, kept on the disk for the desk.

It is one that the desk has not taken yet, or a visitor's call that staff have not ended. One is
enough: several undelivered calls are one call, and an emergency, which replaces any other call, is
kept by its own mark (see `kiosk.watchdog.marks`). It holds event, id and time, and no word or
answer of a visitor.
"""

import os
import time
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.errors import reason_of
from audio.untrusted_file import read_untrusted
from kiosk.errors import FleetError
from kiosk.files.own_folder import write_whole
from kiosk.watchdog.disk import Disk, Job

STALE_AFTER = 4 * 3600.0
"""Seconds after which an owed call is useless: the person who made it has gone home."""

_LONGEST = 1024

Owed: TypeAlias = Literal["attention", "cleared", "call"]


class OwedCall(BaseModel):
    """A call that no desk has taken, or a visitor's call.

    Attributes:
        event: staff are wanted, an emergency is over, or a visitor has called.
        id: of the call.
        at: when it was made, in seconds since 1970.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Owed
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    at: Annotated[float, Field(allow_inf_nan=False)]


class OwedCallFile:
    """Keeps the call by the disk's own thread; nobody waits for that."""

    def __init__(self, file: Path, disk: Disk) -> None:
        """Use a file in a folder that is there."""
        self._file = file
        self._disk = disk
        self._found = ""
        self._asked: Future[None] | None = None

    @property
    def trouble(self) -> str:
        """One line that says why a call may be lost; "": it is not."""
        if self._asked is None or not self._asked.done():
            return self._found
        fault = self._asked.exception()
        return str(fault) if fault is not None else self._found

    def read(self) -> OwedCall | None:
        """Give it; None: nothing is owed, or what is there cannot be used: see `trouble`."""
        try:
            return self._read()
        except FleetError as error:
            self._found = str(error)
            return None

    def keep(self, call: OwedCall) -> None:
        """Keep this one in place of any other."""
        self._do(partial(self._write, call.model_dump_json().encode("ascii")))

    def forget(self) -> None:
        """Keep none."""
        self._do(self._remove)

    def taken(self) -> None:
        """Forget what was wrong with a call before this one, which a desk has taken."""
        self._found = ""

    def _do(self, job: Job) -> None:
        self._asked = self._disk.do(job)

    def _read(self) -> OwedCall | None:
        try:
            read = read_untrusted(self._file, most=_LONGEST, owners={os.geteuid()}, follow=False)
            call = OwedCall.model_validate_json(read)
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            raise self._set_aside() from None
        # The wall clock: a call outlives the process and the machine's start. A visitor's call
        # lasts until staff end it.
        if call.event == "call" or time.time() - call.at <= STALE_AFTER:
            return call
        self._remove()
        hours = STALE_AFTER / 3600
        raise FleetError(
            f"a call ({call.event}) that no desk has taken is over {hours:.0f} hours old, and is "
            "dropped; see why the desk was not reached"
        )

    def _write(self, content: bytes) -> None:
        try:
            write_whole(self._file, content)
        except OSError as error:
            raise self._fault(error) from None

    def _remove(self) -> None:
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
        reason = reason_of(error)
        return FleetError(
            f"{self._file}: a call for the desk cannot be kept over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )
