"""The console of every command: only the project sets styles; foreign text stays plain."""

import sys
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from kiosk.launch.printable import printable, unguarded


class _OwnConsole(Console):
    """A console that shows control characters in a text instead of sending them to the terminal."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(printable(segment.text), segment.style)


def own_console(*, stderr: bool = False, stream: TextIO | None = None) -> Console:
    """Make a console on standard output, standard error or another stream.

    Brackets, colons and numbers in a text have no special meaning: it may be a file name.
    """
    to = stream if stream is not None else sys.stderr if stderr else sys.stdout
    return _OwnConsole(
        file=unguarded(to), highlight=False, markup=False, emoji=False, legacy_windows=False
    )
