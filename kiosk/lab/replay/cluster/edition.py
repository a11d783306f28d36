"""Which edition of the kiosk this is, so that two machines can tell whether they have the same."""

import hashlib
import platform
from collections.abc import Iterable
from pathlib import Path

from kiosk import CHECKOUT

_PARTS = ("kiosk", "audio", "grammar")


def edition() -> str:
    """Give a digest of the code, the content, the grammar, the packages' lock and the Python."""
    files = [CHECKOUT / "requirements.lock"]
    files += [file for part in _PARTS for file in (CHECKOUT / part).rglob("*") if file.is_file()]
    kept = (file for file in files if "__pycache__" not in file.parts)
    return digest_of(CHECKOUT, kept, platform.python_version())


def digest_of(folder: Path, files: Iterable[Path], also: str = "") -> str:
    """Give a digest of files' names inside of a folder and of what they hold."""
    whole = hashlib.sha256(also.encode())
    for file in sorted(files):
        with file.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
        whole.update(f"{file.relative_to(folder)} {content}\n".encode())
    return whole.hexdigest()


def digest_of_folder(folder: Path) -> str:
    """Give a digest of all that a folder holds; of one that is not there, that of nothing."""
    return digest_of(folder, (file for file in folder.rglob("*") if file.is_file()))
