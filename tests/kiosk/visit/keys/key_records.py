"""Key devices without hardware: pipes that give the records a Linux input device gives."""

import os
import struct
from itertools import count
from pathlib import Path
from typing import Self

RECORD = struct.Struct("@llHHi")
"""struct input_event of linux/input.h."""

EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
RELEASED, PRESSED, REPEATED = 0, 1, 2

CODES = {"a": 30, "space": 57, "kp1": 79, "kp2": 80, "kp0": 82, "kpenter": 96, "f13": 183}
CODES |= {"kp7": 71, "leftshift": 42, "btn1": 0x101, "q": 16, "k": 37, "enter": 28}
"""Some codes of linux/input-event-codes.h."""


_SECONDS = count(1_700_000_000)


def record(kind: int, code: int, value: int, at: float = 1_600_000_000) -> bytes:
    return RECORD.pack(int(at), round(at % 1 * 1e6), kind, code, value)


def stroke(name: str) -> bytes:
    """What a keypad sends for one key that is pressed and let go, a second after the last one."""
    code, at = CODES[name], next(_SECONDS)
    return b"".join(
        (
            record(EV_MSC, 4, 0x70059),
            record(EV_KEY, code, PRESSED, at),
            record(EV_SYN, 0, 0),
            record(EV_KEY, code, REPEATED),
            record(EV_SYN, 0, 1),
            record(EV_KEY, code, RELEASED),
            record(EV_SYN, 0, 0),
        )
    )


class Keypad:
    """Is plugged in as a file, and pressed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = -1

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(self._path)
        self._end = os.open(self._path, os.O_RDWR)
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def unplug(self) -> None:
        if self._end >= 0:
            self._path.unlink()
            os.close(self._end)
            self._end = -1

    def press(self, *names: str) -> None:
        for name in names:
            self.send(stroke(name))

    def send(self, data: bytes) -> None:
        os.write(self._end, data)


def named(system: Path, number: int, name: str) -> Path:
    """Let the system know a device by its name; gives where it is plugged in."""
    folder = system / f"sys/class/input/event{number}/device"
    folder.mkdir(parents=True)
    (folder / "name").write_text(f"{name}\n", encoding="utf-8")
    return system / f"dev/input/event{number}"
