"""Reads the lock file: packages in parts, each pinned and with the hashes of its wheels."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.launch.errors import LaunchError

NAME = "requirements.lock"
_PART = re.compile(r"^# part: (\w+) \((.*)\)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """The packages that one use of the kiosk needs besides the parts before it.

    Attributes:
        name: the name by which commands ask for it.
        purpose: what it is for, in a few words.
        requirements: the lines of the packages, as pip reads them.
        digest: SHA-256 of those lines; two locks with the same digest install the same.
    """

    name: str
    purpose: str
    requirements: str
    digest: str

    @property
    def packages(self) -> int:
        """How many packages it names."""
        return len(re.findall(r"^[\w.-]+==", self.requirements, re.MULTILINE))


def read_lock(checkout: Path) -> dict[str, Part]:
    """Give the parts of the checkout's lock file by name, in the order of the file.

    Raises:
        LaunchError: there is no lock file, or it has no parts.
    """
    try:
        text = (checkout / NAME).read_text("utf-8")
    except OSError as error:
        raise LaunchError(
            f"{NAME} cannot be read ({error.strerror}); fetch the kiosk's files again"
        ) from error
    _, *pieces = _PART.split(text)
    if not pieces:
        raise LaunchError(f"{NAME} names no packages; fetch the kiosk's files again")
    return {
        name: Part(name, purpose, lines, hashlib.sha256(lines.encode()).hexdigest())
        for name, purpose, lines in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    }
