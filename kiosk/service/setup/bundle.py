"""Writes one file with code, wheels and a model for a machine that never has a network."""

import hashlib
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audio.errors import reason_of
from kiosk import CHECKOUT
from kiosk.errors import KioskError
from kiosk.launch import unpack_bundle
from kiosk.launch.lock import read_lock
from kiosk.launch.package_installer import BUNDLED, PackageInstaller, Report

_PARTS = ("run", "natural")
"""Parts of the lock that it brings."""

_CODE = (
    *("kiosk", "grammar", "audio", ".launch"),
    *("run_kiosk.py", "pyproject.toml", "README.md", "LICENSE", "requirements.lock"),
)
_OF_THIS_MACHINE = (".launch/declined", f".launch/{BUNDLED}", ".launch/models")
"""Left out, with everything in it: it is made anew, or belongs to this machine."""

_FIRST_LINE = b"#!/usr/bin/env python3\n"
_PACKED_ALREADY = (".whl", ".onnx")
_LEVEL = 1
"""Packs a model in half the time; a bundle is a few percent larger than at the usual level."""
_LARGE = 1 << 30
"""Bytes from which a size may need 64 bits in an archive, where packing adds to it as well."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished bundle.

    Attributes:
        size: in bytes.
        sha256: in hexadecimal; it shows whether a copy is complete.
    """

    size: int
    sha256: str


def make_bundle(out: Path, model: Path | None, report: Report, checkout: Path = CHECKOUT) -> Bundle:
    """Write a bundle for machines with this one's kind of processor and version of Python.

    pip fetches the wheels, with the person's own pip settings. The same inputs give the same bytes.

    Args:
        out: the file; the old one stays until the new one is complete.
        model: the folder of a model that set-up made, or None.
        report: gets each package that is being fetched.
        checkout: the kiosk's files.

    Raises:
        LaunchError: a wheel could not be fetched.
        KioskError: the file cannot be written.
    """
    draft = out.with_name(f".{out.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-wheels-") as folder:
            wheels = Path(folder)
            lock = read_lock(checkout)
            installer = PackageInstaller(Path(sys.executable), checkout / ".launch")
            for part in (lock[name] for name in _PARTS if lock[name].packages):
                into = wheels / part.name
                installer.download(part, into, report)
            with draft.open("wb") as stream:
                stream.write(_FIRST_LINE)
                _pack(stream.fileno(), checkout, wheels, model)
                os.fsync(stream.fileno())
        with draft.open("rb") as stream:
            made = Bundle(draft.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
        draft.replace(out)
    except OSError as error:
        reason = reason_of(error)
        raise KioskError(
            f"{error.filename or out}: {reason}; name a file that can be written, with room for it"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return made


def _pack(descriptor: int, checkout: Path, wheels: Path, model: Path | None) -> None:
    with (
        os.fdopen(descriptor, "r+b", closefd=False) as stream,
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed,
    ):
        packed.comment = " ".join(unpack_bundle.here()).encode("ascii")
        _add(packed, Path(unpack_bundle.__file__), "__main__.py")
        for file in _code(checkout):
            _add(packed, file, f"{unpack_bundle.CONTENT}{file.relative_to(checkout).as_posix()}")
        for wheel in sorted(wheels.rglob("*.whl")):
            within = wheel.relative_to(wheels).as_posix()
            _add(packed, wheel, f"{unpack_bundle.CONTENT}.launch/{BUNDLED}/{within}")
        if model is not None:
            models = f"{unpack_bundle.CONTENT}.launch/models"
            for file in sorted(model.rglob("*")):
                if file.is_file():
                    _add(packed, file, f"{models}/{model.name}/{file.relative_to(model)}")
            packed.writestr(zipfile.ZipInfo(f"{models}/chosen"), f"{model.name}\n")


def _code(checkout: Path) -> Iterator[Path]:
    for name in _CODE:
        place = checkout / name
        for file in sorted(place.rglob("*")) if place.is_dir() else (place,):
            within = file.relative_to(checkout)
            own = any(within.is_relative_to(left_out) for left_out in _OF_THIS_MACHINE)
            if file.is_file() and not own and "__pycache__" not in within.parts:
                yield file


def _add(packed: zipfile.ZipFile, file: Path, name: str) -> None:
    stored = file.suffix in _PACKED_ALREADY
    entry = zipfile.ZipInfo(name) if stored else name
    large = file.stat().st_size > _LARGE
    with file.open("rb") as source, packed.open(entry, "w", force_zip64=large) as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)
