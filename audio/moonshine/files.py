"""The model's files, which lie in the installed package `moonshine-voice`.

The package itself is never imported: it opens sound devices and network connections. Versions from
0.0.64 on hold the tokenizer alone and fetch the rest by network, so the version is pinned in
`pyproject.toml`, and each file is checked before it is used.
"""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from audio.errors import ModelError, reason_of

PACKAGE = "moonshine_voice"
VERSION = "0.0.59"
_INSTALL = f"install it again: pip install --no-deps --force-reinstall moonshine-voice=={VERSION}"


@dataclass(frozen=True, slots=True)
class _File:
    """One file: its size in bytes, and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


ENCODER = _File(
    "encoder_model.ort",
    13_281_600,
    "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
)
DECODER = _File(
    "decoder_model_merged.ort",
    30_412_256,
    "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
)
TOKENIZER = _File(
    "tokenizer.bin", 249_974, "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d"
)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The contents of the three files, as they were published."""

    encoder: bytes
    decoder: bytes
    tokenizer: bytes


def installed_folder() -> Path | None:
    """Give the folder with the model's files in the installed package; None without the package."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "assets" / "tiny-en"


def installed() -> bool:
    """Tell whether all files are there, with the right sizes; their contents are not read."""
    folder = installed_folder()
    return folder is not None and all(
        (folder / file.name).is_file() and (folder / file.name).stat().st_size == file.size
        for file in (ENCODER, DECODER, TOKENIZER)
    )


def read_files(folder: Path | None = None) -> ModelFiles:
    """Read the files and check them.

    Args:
        folder: holds them; None for the installed package's.

    Raises:
        ModelError: a file is missing or is not the published one.
    """
    folder = installed_folder() if folder is None else folder
    if folder is None:
        raise ModelError(f"the package moonshine-voice is not installed; {_INSTALL}")
    return ModelFiles(*(_checked(folder, file) for file in (ENCODER, DECODER, TOKENIZER)))


def _checked(folder: Path, file: _File) -> bytes:
    try:
        content = (folder / file.name).read_bytes()
    except OSError as error:
        raise ModelError(
            f"Moonshine's file {folder / file.name} cannot be read ({reason_of(error)}); {_INSTALL}"
        ) from error
    if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
        raise ModelError(
            f"Moonshine's file {folder / file.name} is damaged or of another version; {_INSTALL}"
        )
    return content
