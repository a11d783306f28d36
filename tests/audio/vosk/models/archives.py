"""Small archives: of a folder with the files that a Vosk model is known by, and hostile ones."""

import hashlib
import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from audio.vosk.models.table import ModelRecord

NAME = "vosk-model-tiny-en"
_NOISE = random.Random(7).randbytes(300_000)

FILES: Mapping[str, bytes] = {
    f"{NAME}/am/final.mdl": _NOISE,
    f"{NAME}/conf/model.conf": b"--min-active=200\n",
    f"{NAME}/graph/HCLr.fst": _NOISE[:1000],
    f"{NAME}/graph/Gr.fst": _NOISE[:2000],
}


def zipped(entries: Mapping[str, bytes] | Sequence[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    """Give a zip archive of these entries."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in pairs:
            # Without the time of day, which would make other bytes of the same files.
            entry = zipfile.ZipInfo(name) if isinstance(name, str) else name
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def record_of(
    archive: bytes, url: str = "http://127.0.0.1:1/x.zip", name: str = NAME
) -> ModelRecord:
    """Give the record under which exactly this archive is right."""
    return ModelRecord(name, "en", len(archive), hashlib.sha256(archive).hexdigest(), url, "none")


def contents(folder: Path) -> dict[str, bytes]:
    """Give each file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def is_the_model(folder: Path) -> bool:
    """Whether a folder of models holds the tiny one, byte for byte, and nothing half done."""
    there = contents(folder)
    there.pop(f"{NAME}/kiosk-seal.json", None)
    there.pop(".lock", None)
    return there == {**FILES, "chosen": f"{NAME}\n".encode()}
