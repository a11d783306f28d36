"""Makes valid input invalid, and checks the rules that its readers must keep."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from audio.errors import AudioError
from grammar.errors import GrammarError
from kiosk.errors import KioskError

LONGEST = 10.0
"""Seconds that any reading may take: more is a hang."""

_TOKENS = [
    b"\0",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\r",
    b"\n\n",
    b"'",
    b'"',
    b"[" * 500,
    b"{" * 500,
    b"- " * 500,
    b"&a [*a, *a]",
    b"!!python/object:os.system",
    b"9" * 400,
    b"9" * 5000,
    b"a." * 500,
    b"\xef\xbb\xbf",
    b"-1",
    b"1e999",
    b"nan",
    b"null",
    b"true",
    b"../../../../etc/passwd",
    b": ",
    b"\t",
    b"<<: *x",
    b"%s{0.__class__}",
    "\u202e\u2028é".encode(),
]


@st.composite
def damaged(draw: st.DrawFn, right: bytes) -> bytes:
    """Give `right` with one to four pieces cut out, doubled, overwritten or put in."""
    text = bytearray(right)
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.sampled_from(_TOKENS), st.binary(max_size=8)))
        match draw(st.integers(0, 4)):
            case 0:
                del text[begin:end]
            case 1:
                text[begin:begin] = text[begin:end]
            case 2:
                text[begin:end] = piece
            case 3:
                text[begin:begin] = piece
            case _:
                del text[begin:]
    return bytes(text)


class _Watch:
    """Sees which files are opened to be written; a hook of the interpreter stays for good."""

    def __init__(self) -> None:
        self.inside: Path | None = None
        self.strayed: list[str] = []
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or self.inside is None:
            return
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and isinstance(path, str) and not Path(path).is_relative_to(self.inside):
            self.strayed.append(path)


_WATCH = _Watch()


@contextmanager
def harmless(folder: Path) -> Iterator[None]:
    """See that the body ends in time, raises only what the kiosk calls wrong, and stays inside."""

    def hangs(*_: object) -> None:
        raise AssertionError(f"it has not ended within {LONGEST} s")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    _WATCH.inside, _WATCH.strayed = folder, []
    try:
        yield
    except (KioskError, AudioError, GrammarError) as error:
        message = str(error)
        assert message
        assert "Traceback" not in message
        # A settings file may have several faults, one a line.
        assert all(line.strip() for line in message.splitlines()), message
        assert "\0" not in message
    finally:
        _WATCH.inside = None
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert _WATCH.strayed == []


def read_as(file: Path, content: bytes, read: Callable[[Path], object]) -> None:
    """Write `content` into a file and read it."""
    file.write_bytes(content)
    with harmless(file.parent):
        read(file)
