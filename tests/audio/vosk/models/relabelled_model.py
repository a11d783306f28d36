"""A real model that knows every word of the English grammar, though it hears none of them.

It is the Korean model that a package ships, with the names of its first words changed in the table
of its grammar's graph. So set-up, its checks and the engine are the real ones; what the model hears
means nothing.
"""

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from audio.vosk.models.table import ModelRecord
from grammar.grammar import Grammar
from tests.korean_model import model

NAME = "vosk-model-relabelled"

_FST, _TABLE = 2125659606, 2125658996
"""The first numbers of a graph and of a table of words in it (OpenFst: fst.h, symbol-table.h)."""

_HAS_TABLES = 3
_SPECIAL = 1000
"""Numbers below are kept: the silence and such are among them."""


def write_archive(file: Path, url: str) -> ModelRecord:
    """Write the model's archive; give the record under which it is right."""
    words = sorted(
        {word for phrase in Grammar.load("en").phrases() for word in phrase.text.split()}
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for each in sorted(model().rglob("*")):
            name = f"{NAME}/{each.relative_to(model()).as_posix()}"
            if each.name == "Gr.fst":
                packed.writestr(name, _relabelled(each.read_bytes(), words))
            elif each.is_file():
                packed.write(each, name)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ModelRecord(NAME, "en", file.stat().st_size, digest, url, "Apache-2.0")


def _relabelled(graph: bytes, words: list[str]) -> bytes:
    reader = _Reader(graph)
    assert reader.number("i") == _FST
    reader.text()
    reader.text()
    reader.number("i")
    assert reader.number("i") == _HAS_TABLES
    for kind in "Qqqq":
        reader.number(kind)
    pieces = [graph[: reader.at]]
    for _ in ("input", "output"):
        begins = reader.at
        assert reader.number("i") == _TABLE
        reader.text()
        reader.number("q")
        count = reader.number("q")
        pieces.append(graph[begins : reader.at])
        left: Iterator[str] = iter(words)
        for _ in range(count):
            name, number = reader.text(), reader.number("q")
            if number >= _SPECIAL:
                name = next(left, name.decode()).encode()
            pieces.append(struct.pack("<i", len(name)) + name + struct.pack("<q", number))
    return b"".join([*pieces, graph[reader.at :]])


class _Reader:
    """Reads numbers and texts, one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.at = 0

    def number(self, kind: str) -> int:
        (number,) = struct.unpack_from(f"<{kind}", self._content, self.at)
        self.at += struct.calcsize(f"<{kind}")
        return int(number)

    def text(self) -> bytes:
        length = self.number("i")
        self.at += length
        return self._content[self.at - length : self.at]
