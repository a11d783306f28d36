"""Reads the keys of a USB keypad or switch interface from Linux, without a terminal or browser.

A device sends records of 24 bytes (struct input_event of linux/input.h): seconds, microseconds,
type, code, value. Only presses count: not a release, and not the repeats of a key that is held. The
form of these records is fixed for user programs, so no library is needed to read them.
"""

import fcntl
import getpass
import os
import select
import stat
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from errno import EBUSY, ENODEV, ENOTTY
from math import inf
from pathlib import Path
from typing import Protocol, Self

from kiosk.errors import KeyDeviceError
from kiosk.visit.dialogue.bounce import CONTACT_BOUNCE
from kiosk.visit.keys.names import name_of_code
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

LOOK_EVERY = 1.0
"""Seconds between two looks for devices that were plugged in."""

_RECORD = struct.Struct("@llHHi")
_EV_KEY = 1
_PRESS = 1
_EVIOCGRAB = 0x40044590
_RECORDS_AT_ONCE = 64


class Board(Protocol):
    """Where notices are shown."""

    def notice(self, text: str) -> None:
        """Show a notice."""
        ...

    def withdraw(self, text: str) -> None:
        """Remove a notice."""
        ...


def find_devices(wanted: str, system: Path = Path("/")) -> list[Path]:
    """Give the devices whose name contains `wanted`, or the one at the path `wanted`.

    One keypad may be several devices, which share its name.

    Raises:
        KeyDeviceError: there is no such device.
    """
    if wanted.startswith("/"):
        found = [Path(wanted)] if Path(wanted).exists() else []
    else:
        found = [d for d, name in list_devices(system) if wanted.casefold() in name.casefold()]
    if not found:
        raise KeyDeviceError(
            f'no key device "{wanted}"; plug it in, or correct key_device: run_kiosk.py keys --list'
        )
    return found


def list_devices(system: Path = Path("/")) -> list[tuple[Path, str]]:
    """Give every input device and its name."""
    devices = []
    for folder in sorted((system / "sys/class/input").glob("event*"), key=_number):
        with suppress(OSError):
            name = (folder / "device/name").read_text(encoding="utf-8", errors="replace").strip()
            devices.append((system / "dev/input" / folder.name, name))
    return devices


def open_device(device: Path, *, grab: bool) -> int:
    """Open a device for reading; give its file descriptor.

    Args:
        device: its path.
        grab: keep its keys from every other program.

    Raises:
        KeyDeviceError: it may not be read, or its keys cannot be kept from other programs.
        OSError: it is gone.
    """
    try:
        descriptor = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError:
        raise KeyDeviceError(
            f"{device} may not be read; put the kiosk's user into the group input: "
            f"sudo usermod -aG input {_user()}; then start the kiosk from a new log-in"
        ) from None
    if grab:
        try:
            _grab(descriptor, device)
        except (KeyDeviceError, OSError):
            os.close(descriptor)
            raise
    return descriptor


def _grab(descriptor: int, device: Path) -> None:
    try:
        fcntl.ioctl(descriptor, _EVIOCGRAB, 1)
    except OSError as error:
        if error.errno == ENODEV:
            raise
        if error.errno == ENOTTY and not stat.S_ISCHR(os.fstat(descriptor).st_mode):
            return  # a pipe: Linux hands its keys to no other program
        why = (
            "is kept by another program; end that"
            if error.errno == EBUSY
            else f"cannot be kept from other programs ({os.strerror(error.errno or 0).lower()}); "
            "name another device in key_device"
        )
        raise KeyDeviceError(f"{device} {why}, or set key_grab = false") from None


class DeviceKeys:
    """Passes each key that is pressed on a device to `press`.

    Continues after the device is unplugged.
    """

    def __init__(
        self,
        wanted: str,
        press: Callable[[str], None],
        board: Board,
        heartbeats: ThreadHeartbeats,
        *,
        grab: bool = True,
        system: Path = Path("/"),
    ) -> None:
        """Read a device from `__enter__` on.

        Args:
            wanted: part of its name, or its path.
            press: called on the reader's thread with the name of a key.
            board: shows what is missing.
            heartbeats: gets a heartbeat each round of that thread.
            grab: keep its keys from every other program.
            system: where dev and sys are.
        """
        self._heartbeats = heartbeats
        self._wanted = wanted
        self._press = press
        self._board = board
        self._grab = grab
        self._system = system
        self._open: dict[Path, int] = {}
        self._rest: dict[int, bytes] = {}
        self._pressed_at: dict[int, float] = {}
        self._trouble = ""
        self._thread = threading.Thread(target=self._read, name="key device", daemon=True)
        self._wake = os.pipe()

    def __enter__(self) -> Self:
        """Begin to read."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading and release the devices."""
        os.write(self._wake[1], b"x")
        self._thread.join()
        for device in list(self._open):
            self._close(device)
        for end in self._wake:
            os.close(end)

    def _read(self) -> None:
        while True:
            self._heartbeats.beat("key device")
            self._look()
            waiting = [*self._open.values(), self._wake[0]]
            ready, _, _ = select.select(waiting, [], [], LOOK_EVERY)
            if self._wake[0] in ready:
                return
            for device, descriptor in list(self._open.items()):
                if descriptor in ready and not self._take(descriptor):
                    self._close(device)

    def _look(self) -> None:
        """Open what has come; say what is wrong, once, and when it is mended."""
        troubles = []
        try:
            for device in find_devices(self._wanted, self._system):
                if device not in self._open:
                    try:
                        self._open[device] = open_device(device, grab=self._grab)
                    except KeyDeviceError as error:  # another of the same name may be better off
                        troubles.append(str(error))
                    except OSError:
                        continue
        except KeyDeviceError as error:
            troubles.append(str(error))
        trouble = troubles[0] if troubles and not self._open else ""
        if trouble != self._trouble:
            self._board.withdraw(self._trouble)
            if trouble:
                self._board.notice(trouble)
            self._trouble = trouble

    def _take(self, descriptor: int) -> bool:
        """Hand on what was pressed; False: the device is gone."""
        try:
            chunk = os.read(descriptor, _RECORD.size * _RECORDS_AT_ONCE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not chunk:
            return False
        data = self._rest.pop(descriptor, b"") + chunk
        whole = len(data) - len(data) % _RECORD.size
        self._rest[descriptor] = data[whole:]
        for seconds, microseconds, kind, code, value in _RECORD.iter_unpack(data[:whole]):
            if kind == _EV_KEY and value == _PRESS:
                at = seconds + microseconds / 1e6
                bounced = 0 <= at - self._pressed_at.get(code, -inf) < CONTACT_BOUNCE
                self._pressed_at[code] = at
                if not bounced:
                    self._press(name_of_code(code))
        return True

    def _close(self, device: Path) -> None:
        descriptor = self._open.pop(device)
        self._rest.pop(descriptor, None)
        os.close(descriptor)


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix("event")
    return int(digits) if digits.isdigit() else 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "USER"
