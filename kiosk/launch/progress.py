"""Shows the progress of a start on standard error; standard output is left to the command."""

import os
import shutil
from typing import TextIO

from kiosk.launch.printable import one_line, printable

PROGRAM = "run_kiosk.py"


class Progress:
    """Writes lines that stay and, on a terminal, one line that is overwritten at each step.

    If the stream is not a terminal, each step is a line of its own.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rewrites = stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._step = ""

    def line(self, text: str) -> None:
        """Write a line that stays."""
        self._clear()
        self._write(f"{PROGRAM}: {printable(text)}\n")

    def ask(self, question: str) -> None:
        """Write a question; the person types the answer behind it."""
        self._clear()
        self._write(f"{PROGRAM}: {printable(question)}")

    def step(self, text: str, detail: str = "") -> None:
        """Show the current step; `detail` changes quickly and is shown on terminals only."""
        text, detail = one_line(text), one_line(detail)
        if not self._rewrites:
            if text != self._step:
                self._write(f"  {text}\n")
        else:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\x1b[K{f'  {text}  {detail}'.rstrip()[:width]}")
        self._step = text

    def _clear(self) -> None:
        if self._rewrites and self._step:
            self._write("\r\x1b[K")
        self._step = ""

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
