"""A real model that knows every word of the English grammar, though it hears none of them.

It is the Korean model that a package ships, with other names for words of its in the table of its
grammar's graph. So set-up, its checks and the engine are the real ones; what the model hears
means nothing.
"""

import hashlib
import zipfile
from pathlib import Path

from audio.vosk.models.table import ModelRecord
from grammar.grammar import Grammar
from tests.korean_model import GRAPH, SPECIAL, model, numbers_of, shipped, with_words

NAME = "vosk-model-relabelled"

_FIRST = 1000
"""The number of the first word that is renamed."""


def write_archive(file: Path, url: str) -> ModelRecord:
    """Write the model's archive; give the record under which it is right."""
    words = sorted(
        {word for phrase in Grammar.load("en").phrases() for word in phrase.text.split()}
    )
    graph = (shipped() / GRAPH).read_bytes()
    named = numbers_of(graph, SPECIAL) | {word: _FIRST + i for i, word in enumerate(words)}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for each in sorted(model().rglob("*")):
            name = each.relative_to(model()).as_posix()
            if name == GRAPH:
                packed.writestr(f"{NAME}/{name}", with_words(graph, named))
            elif each.is_file():
                packed.write(each, f"{NAME}/{name}")
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ModelRecord(NAME, "en", file.stat().st_size, digest, url, "Apache-2.0")
