"""Every sentence that was reviewed, read from the files themselves, blanks and all."""

import re
from collections.abc import Iterator
from functools import cache

from ruamel.yaml import YAML

from kiosk.visit.content.lint.counts import NUMBER_WORDS
from tests import CHECKOUT

_WORDS = CHECKOUT / "kiosk" / "visit" / "content" / "en"
_VALUES = {"clinic_name": "this clinic", "emergency_number": "nine one one"}


@cache
def is_reviewed(sentence: str) -> bool:
    """Whether somebody has reviewed it, names of topics and choices filled in."""
    return any(pattern.fullmatch(sentence) for pattern in _reviewed())


@cache
def _reviewed() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_BLANK.sub(_filled, text)) for text in _texts())


_BLANK = re.compile(r"\{(\w+)\}|[^\w\s]")


def _filled(found: re.Match[str]) -> str:
    if not found[1]:
        return re.escape(found[0])
    if found[1] in _VALUES:
        return _VALUES[found[1]]
    names: tuple[str, ...] = (*_names(), *NUMBER_WORDS)
    if found.start() == 0:  # a sentence begins with a capital letter
        names = tuple(name[:1].upper() + name[1:] for name in names)
    return "(?:" + "|".join(map(re.escape, names)) + ")"


def _file(name: str) -> object:
    return YAML(typ="safe", pure=True).load((_WORDS / name).read_text(encoding="utf-8"))


@cache
def _names() -> tuple[str, ...]:
    topics = _file("topics.yaml")
    labels = _file("labels.yaml")
    assert isinstance(topics, dict)
    assert isinstance(labels, dict)
    topics_names = (topic[what] for topic in topics["topics"] for what in ("name", "heading"))
    return (*topics_names, *labels.values())


def _texts() -> Iterator[str]:
    topics, questions = _file("topics.yaml"), _file("questions.yaml")
    assert isinstance(topics, dict)
    assert isinstance(questions, dict)
    for topic in topics["topics"]:
        yield from topic["plain"]
        yield from topic["fuller"]
    yield from (question["text"] for question in questions["questions"])
    yield from _strings(_file("prompts.yaml"))


def _strings(tree: object) -> Iterator[str]:
    match tree:
        case str():
            yield tree
        case dict():
            for branch in tree.values():
                yield from _strings(branch)
        case list():
            for branch in tree:
                yield from _strings(branch)
