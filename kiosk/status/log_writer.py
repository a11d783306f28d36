"""Writes the log. Nothing that a visitor says, presses or hears can get into it.

A field is a number, a truth value, a name out of a fixed list, or several such names; anything else
is left out. Only the kiosk's notices about itself are free text.
"""

import logging
import math
import os
from collections.abc import Callable
from functools import partial
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import RLock
from typing import Literal, TypeAlias

import structlog

from audio.server.routing import End
from kiosk.files.own_folder import own_folder, put_aside
from kiosk.visit.dialogue.events import Refusal
from kiosk.visit.dialogue.table import State, told_as
from kiosk.watchdog.disk import AT_ONCE, Disk
from kiosk.watchdog.restarts import PARTS, REASONS

FILE = "kiosk.log"
LARGEST = 1_000_000
"""Bytes of a file; a busy day has about 200,000."""

KEPT = 4
"""Files that are kept besides the newest."""

Occurrence: TypeAlias = Literal[
    "started",
    "stopping",
    "visit_began",
    "visit_ended",
    "state",
    "visit_states",
    "heard",
    "key",
    "not_understood",
    "staff_called",
    "staff_acknowledged",
    "staff_cleared",
    "emergency",
    "call",
    "staff_code",
    "lost",
    "back",
    "headphones",
    "questions",
    "restarted",
    "presses_dropped",
    "summary",
    "trouble",
    "mended",
]
"""What is told of."""

Field: TypeAlias = float | str | tuple[str, ...] | None
"""What may be told of an occurrence."""

_ENDS: tuple[End, ...] = ("microphone", "speaker")
_CHANNELS = ("local", "command", "webhook", "desk")
_NAMES = frozenset(
    {
        *map(told_as, State),
        *map(str, Refusal),
        *_ENDS,
        "emergency",
        "call",
        "attention",
        "names",
        "service",
        *_CHANNELS,
        *REASONS,
        *PARTS,
    }
)


class ServiceLog:
    """Appends lines to the log; may be used from any thread."""

    def __init__(self, folder: Path, report: Callable[[str], None], disk: Disk = AT_ONCE) -> None:
        """Write into a folder, which is made.

        Args:
            folder: of the log.
            report: told once that it cannot be written, and given "" once it can again.
            disk: writes the lines.
        """
        self._report = report
        self._lock = RLock()  # a fault of the log is a notice, which is logged
        self._disk = disk
        self._handler = _Quiet(folder, disk, self._failed, self._works)
        channel = logging.Logger("kiosk")  # no other logging configuration reaches it
        channel.addHandler(self._handler)
        self._log = structlog.wrap_logger(
            channel,
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.stdlib.BoundLogger,
        )
        self._trouble = ""

    def tell(self, occurrence: Occurrence, **fields: Field) -> None:
        """Write a line."""
        known = {name: _known(value) for name, value in fields.items()}
        with self._lock:
            self._log.info(occurrence, **{n: v for n, v in known.items() if v is not None})

    def notice(self, text: str, *, over: bool = False) -> None:
        """Write a notice of the kiosk about itself; nothing else may be passed."""
        with self._lock:
            self._log.info("mended" if over else "trouble", text=text)

    def close(self) -> None:
        """Close the file when everything is written."""
        self._disk.do(self._handler.close)

    def _failed(self, error: BaseException | None) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        if not self._trouble:
            self._trouble = f"the log cannot be written: {reason.lower()}; make room on the disk"
            self._report(self._trouble)

    def _works(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._report("")


class _Quiet(RotatingFileHandler):
    """Never lets a disk that is full or hangs reach the kiosk."""

    def __init__(
        self,
        folder: Path,
        disk: Disk,
        failed: Callable[[BaseException | None], None],
        works: Callable[[], None],
    ) -> None:
        self._failed = failed
        self._works = works
        self._folder = folder
        self._disk = disk
        super().__init__(
            folder / FILE, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )

    def _open(self) -> TextIOWrapper:
        opened = super()._open()
        os.fchmod(opened.fileno(), 0o600)
        return opened

    def emit(self, record: logging.LogRecord) -> None:
        self._disk.do(partial(self._write, record))

    def _write(self, record: logging.LogRecord) -> None:
        try:
            own_folder(self._folder)
            if self.shouldRollover(record):
                self.doRollover()
            if self.stream is None:
                put_aside(Path(self.baseFilename))
                self.stream = self._open()
            self.stream.write(self.format(record) + self.terminator)
            self.stream.flush()
        except (OSError, ValueError) as error:
            self._failed(error)
        else:
            self._works()


def _known(value: Field) -> Field:
    if isinstance(value, tuple):
        return tuple(name for name in value if name in _NAMES)
    if isinstance(value, str):
        return value if value in _NAMES else None
    if isinstance(value, float):
        return round(value, 2) if math.isfinite(value) else None
    return value
