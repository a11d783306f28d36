"""Child processes that are asked and answer: the messages between them and this process.

A message is its length (eight bytes) and that many bytes. Both ways go over one socket, which is
the child's standard input; its standard output leads nowhere, so that what a library prints there
is never read as an answer.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Thread

from audio import CHECKOUT
from audio.processor_time import ProcessorTime

LONGEST_ANSWER = 1 << 16
"""Bytes of an answer unless its reader says otherwise; a longer one is taken for damage."""

_LENGTH = struct.Struct("=Q")

_LOOK_EVERY = 0.5
"""Seconds between two looks at whether a process that has not answered works."""

_DIES_WITHIN = 2.0
"""Seconds after which a process that was killed is no longer waited for: a disk or a driver holds
it up in the kernel, and it dies when that lets it go."""


class ChildLostError(Exception):
    """The process does not answer and will not."""


class ChildDiedError(ChildLostError):
    """It has ended, or has sent what cannot be an answer."""


class ChildLateError(ChildLostError):
    """It has not answered in time."""


class ChildProcess:
    """One child process; one thread asks at a time.

    One that dies or is late is lost: `close` it, since its next answer may be to what was asked
    before.
    """

    def __init__(
        self,
        program: Sequence[str],
        *,
        files: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
        longest: int = LONGEST_ANSWER,
    ) -> None:
        """Start it.

        Args:
            program: a file of Python, or -m and a module, and its arguments.
            files: descriptors that it inherits.
            environment: variables beside those of this process.
            longest: bytes that an answer may have.

        Raises:
            OSError: it cannot be started.
        """
        self._longest = longest
        self._processor_time = ProcessorTime()
        path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
        self._socket, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", *program],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=files,
                    # Ctrl-C and a closed terminal must not end it: its parent does.
                    process_group=0,
                    env={**os.environ, "PYTHONPATH": path, **(environment or {})},
                )
            except OSError:
                self._socket.close()
                raise

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def ask(self, content: bytes, within: float, busy_factor: float = 1.0) -> bytes:
        """Send a message and give the answer; see `receive`."""
        self.send(content, within)
        return self.receive(within, busy_factor)

    def send(self, content: bytes, within: float) -> None:
        """Send a message, for up to `within` seconds; raises ChildLostError."""
        self._socket.settimeout(max(within, 0.0))
        try:
            self._socket.sendall(_LENGTH.pack(len(content)) + content)
        except (TimeoutError, BlockingIOError):
            raise ChildLateError from None
        except OSError:
            raise ChildDiedError from None

    def receive(self, within: float, busy_factor: float = 1.0) -> bytes:
        """Give its next message.

        Args:
            within: seconds that it may take.
            busy_factor: times as long as otherwise that a process may take which works, or waits
                for its turn on a busy machine.

        Raises:
            ChildLostError: there is none in time, or ever.
        """
        message = b""
        self._processor_time.works(self.pid, 0.0)
        while lacking := self._lacking(message):
            began = time.monotonic()
            self._socket.settimeout(min(max(within, 0.0), _LOOK_EVERY))
            try:
                part = self._socket.recv(min(lacking, LONGEST_ANSWER))
            except (TimeoutError, BlockingIOError):
                if within <= 0:
                    raise ChildLateError from None
            except OSError:
                raise ChildDiedError from None
            else:
                if not part:
                    raise ChildDiedError
                message += part
            waited = time.monotonic() - began
            works = busy_factor > 1 and self._processor_time.works(self.pid, waited)
            within -= waited / busy_factor if works else waited
        return message[_LENGTH.size :]

    def stop(self) -> None:
        """Kill it; any thread may."""
        self._process.kill()

    def close(self, within: float = 0.0) -> int:
        """Let it end by itself within so many seconds, else kill it; give its exit code.

        One that a disk or a driver holds up is not waited for, and dies when that lets it go.
        """
        self._socket.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        self._process.kill()
        try:
            self._process.wait(_DIES_WITHIN)
        except subprocess.TimeoutExpired:
            Thread(target=self._process.wait, name="wait-for-killed", daemon=True).start()
        code: int | None = self._process.returncode
        return -signal.SIGKILL if code is None else code

    def _lacking(self, message: bytes) -> int:
        """Give the bytes that a message still lacks, first those of its length."""
        if len(message) < _LENGTH.size:
            return _LENGTH.size - len(message)
        (length,) = _LENGTH.unpack_from(message)
        if length > self._longest:
            raise ChildDiedError
        return _LENGTH.size + int(length) - len(message)


def asked() -> Iterator[bytes]:
    """In the child: give each message of the parent until there is no parent."""
    messages = sys.stdin.buffer
    with suppress(ConnectionError):
        while len(length := messages.read(_LENGTH.size)) == _LENGTH.size:
            yield messages.read(*_LENGTH.unpack(length))


def answer(content: bytes) -> None:
    """In the child: send a message to the parent; raises ConnectionError when there is none."""
    with open(0, "wb", closefd=False) as answers:
        answers.write(_LENGTH.pack(len(content)) + content)
