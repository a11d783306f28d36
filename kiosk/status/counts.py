"""The day's counts. They survive a restart and say nothing about a person."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.untrusted_file import read_untrusted
from kiosk.files.own_folder import write_whole

_LONGEST = 1024

_Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Counts(BaseModel):
    """Numbers of one day.

    Attributes:
        day: the date.
        visits: that began.
        emergencies: that were latched.
        unclear: answers to health questions that were not understood.
    """

    model_config = ConfigDict(frozen=True)

    day: date
    visits: _Count = 0
    emergencies: _Count = 0
    unclear: _Count = 0

    @classmethod
    def read(cls, file: Path, day: date) -> "Counts":
        """Read the counts of that day; zeros if there is nothing, or nothing readable."""
        with suppress(OSError, ValidationError):
            read = read_untrusted(file, most=_LONGEST, owners={os.geteuid()}, follow=False)
            counts = cls.model_validate_json(read)
            if counts.day == day:
                return counts
        return cls(day=day)

    def write(self, file: Path) -> None:
        """Write the counts; on a full disk only they are lost, at the next restart."""
        with suppress(OSError):
            write_whole(file, self.model_dump_json().encode(), sync=False)
