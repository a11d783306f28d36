"""The kiosk in a terminal of its own, as whoever sits before it sees it."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeAlias

from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.keys import ANSWER_KEYS, KEYS
from kiosk.visit.dialogue.red_flags.heard import LEAST
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS
from tests import CHECKOUT, SPEECH
from tests.system.live.warm_start import WarmKiosk

Process: TypeAlias = "subprocess.Popen[bytes] | WarmKiosk"

NO_SOUND = {"PULSE_SERVER": "unix:/nowhere"}
"""With no sound card in the machine; where there is one, a test that needs none would use it."""

_ANSWERS = {
    key
    for key, intent in (*KEYS.items(), *ANSWER_KEYS.items())
    if intent in ANSWERS and not key.isspace()  # which cuts a row of sentences short
}

APART = LEAST + BOUNCE + 0.5
"""Seconds from an answer to the next key: a no counts only once its question was shown for `LEAST`
seconds, the kiosk counts from when it took the answer, and a busy machine shows a question late."""

_WITH_THIS_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.default_int_handler); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes the terminal the program's controlling one."""

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


def children_of(process: int) -> list[int]:
    """Give the processes that any thread of a process has started; one that is gone has none."""
    children: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):  # a thread may end meanwhile
                children += map(int, (thread / "children").read_text().split())
    return children


class Terminal:
    """A running kiosk behind a pseudo-terminal."""

    def __init__(self, process: Process, descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._raw = b""
        self._seen = 0
        self._last_key = ""
        self._last_key_at = 0.0

    @property
    def text(self) -> str:
        """Everything printed so far, without colours."""
        return _CONTROL.sub("", self._raw.decode(errors="replace"))

    @property
    def raw(self) -> bytes:
        """Everything printed so far, as it came."""
        return self._raw

    def press(self, keys: str) -> None:
        """Press keys, all at once but for answers: each is meant for what stands there by then."""
        together = ""
        for key in keys:
            if self._last_key in _ANSWERS or (self._last_key and key in _ANSWERS):
                self.type(together)
                together = ""
                time.sleep(max(self._last_key_at + APART - time.monotonic(), 0.0))
            together += key
            self._last_key = key
        self.type(together)

    def type(self, keys: str) -> None:
        """Write keys at once, without waiting between equal ones."""
        if keys:
            os.write(self._descriptor, keys.encode())
            self._last_key_at = time.monotonic()

    def wait_for(self, wanted: str, seconds: float = 30.0) -> str:
        """Read until `wanted` is printed after what was waited for before; gives that stretch."""
        return self.wait_for_one_of(wanted, seconds=seconds)

    def wait_for_one_of(self, *wanted: str, seconds: float = 30.0) -> str:
        """Read until one of `wanted` is printed; gives the stretch that ends with the first."""
        ends = time.monotonic() + seconds
        any_of = re.compile("|".join(re.escape(one) for one in wanted))
        while not (found := any_of.search(self.text, self._seen)):
            left = max(ends - time.monotonic(), 0.0)
            ready, _, _ = select.select([self._descriptor], [], [], left)
            chunk = self._read() if ready else b""
            if not chunk:
                raise AssertionError(f"{wanted} was not printed within {seconds} s:\n{self.text}")
            self._raw += chunk
        before, self._seen = self._seen, found.end()
        return self.text[before : self._seen]

    def read_what_is_there(self) -> None:
        """Read without waiting: a terminal that nobody reads stops whoever prints to it."""
        while select.select([self._descriptor], [], [], 0)[0] and (chunk := self._read()):
            self._raw += chunk

    def read_to_end(self, seconds: float = 20.0) -> str:
        """Read until the kiosk has ended; gives everything printed."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            ready, _, _ = select.select([self._descriptor], [], [], left)
            chunk = self._read() if ready else b""
            if not chunk:
                break
            self._raw += chunk
        self.process.wait(max(ends - time.monotonic(), 0.1))
        return self.text

    def read_more(self, seconds: float) -> bool:
        """Read what comes next; False: nothing has come in time, or nothing can."""
        ready, _, _ = select.select([self._descriptor], [], [], max(seconds, 0.0))
        chunk = self._read() if ready else b""
        self._raw += chunk
        return bool(chunk)

    def resize(self, columns: int, lines: int) -> None:
        """Give its window another size, as dragging its corner does."""
        termios.tcsetwinsize(self._descriptor, (lines, columns))

    def stop(self) -> None:
        """Stop it, as Scroll Lock does: it takes nothing more of what is printed."""
        self._flow(termios.TCOOFF)

    def go_on(self) -> None:
        """Let it take what is printed again."""
        self._flow(termios.TCOON)

    def _flow(self, action: int) -> None:
        inner = os.open(f"/proc/{self.process.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(inner, action)
        os.close(inner)

    def hang_up(self) -> None:
        """Close its window: the system hangs up on all who have it open."""
        nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        os.dup2(nothing, self._descriptor, inheritable=False)
        os.close(nothing)

    def serving_process(self) -> int:
        """Give the child that serves; its parent starts it again."""
        return children_of(self.process.pid)[0]

    def _read(self) -> bytes:
        try:
            return os.read(self._descriptor, 65536)
        except OSError:  # Linux's word for the end of a pseudo-terminal
            return b""


@contextmanager
def kiosk(
    *arguments: str,
    folder: Path,
    environment: dict[str, str] | None = None,
    checkout: Path = CHECKOUT,
    light: bool = True,
    warm: bool = True,
) -> Iterator[Terminal]:
    """Run the kiosk with folders of its own under `folder`, and end it by Ctrl-C at the latest.

    It prints plain lines. A light one loads the yes/no listener alone, if the environment does not
    say otherwise. A warm one is forked from a process that has loaded the program; none is where
    starts are measured.
    """
    if arguments[0] == "run":
        arguments = (*arguments, "--plain")
    own = environment_of(
        folder, {"TERM": "xterm", "COLUMNS": "200"} | (environment or {}), light=light
    )
    if warm and checkout == CHECKOUT:
        with warm_on_a_terminal(arguments, own) as terminal:
            yield terminal
    else:
        command = [sys.executable, "-W", "error", "-m", "kiosk", *arguments]
        with on_a_terminal(command, own, checkout) as terminal:
            yield terminal


@contextmanager
def warm_on_a_terminal(
    arguments: Sequence[str], environment: Mapping[str, str], *, controls: bool = False
) -> Iterator[Terminal]:
    """Run the kiosk in a terminal, as a fork of a process that has loaded it."""

    def start(inner: int) -> WarmKiosk:
        return WarmKiosk(arguments, environment, [inner] * 3, controls=controls)

    with _terminal_of(start) as terminal:
        yield terminal


@contextmanager
def on_a_terminal(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path = CHECKOUT,
    *,
    controls: bool = False,
    stdout: int | IO[bytes] | None = None,
) -> Iterator[Terminal]:
    """Run a program in a terminal, and end it by Ctrl-C at the latest.

    Args:
        command: program and arguments.
        environment: all its variables.
        folder: where it starts.
        controls: Ctrl-C typed there, and a hang-up, reach the program.
        stdout: where it prints; None: on the terminal.
    """
    control = [sys.executable, "-c", _WITH_THIS_TERMINAL] if controls else []

    def start(inner: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*control, *command],
            cwd=folder,
            env=environment,
            stdin=inner,
            stdout=inner if stdout is None else stdout,
            stderr=inner,
            start_new_session=True,
        )

    with _terminal_of(start) as terminal:
        yield terminal


@contextmanager
def _terminal_of(start: Callable[[int], Process]) -> Iterator[Terminal]:
    """Start a program on the inner side of a new terminal, and end it by Ctrl-C at the latest."""
    outer, inner = pty.openpty()
    process = start(inner)
    os.close(inner)
    try:
        yield Terminal(process, outer)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        os.close(outer)


@contextmanager
def piped_kiosk(
    *arguments: str, folder: Path, environment: dict[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """Run the kiosk with pipes for its input and output, as a service's journal would have it."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "kiosk", *arguments],
        cwd=CHECKOUT,
        env=environment_of(folder, environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def environment_of(folder: Path, own: dict[str, str], *, light: bool = True) -> dict[str, str]:
    """Give the environment of a kiosk with folders of its own.

    It speaks with the plain voice, which needs less of the processor. A light one loads the yes/no
    listener alone, which takes a second less; a test of what is understood names its recognizers.
    """
    return {
        **os.environ,
        "KIOSK_FETCH_MODEL": "false",
        "KIOSK_VOICE": "plain",
        **({"KIOSK_RECOGNIZERS": "yes-no"} if light else {}),
        "KIOSK_MODELS_FOLDER": str(folder / "models"),
        "KIOSK_CACHE_FOLDER": os.environ.get(SPEECH, str(folder / "cache")),
        "KIOSK_STATE_FOLDER": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        **own,
    }
