"""Reads YAML into dicts and lists that know the lines of their entries.

libyaml reads plain YAML in a twentieth of the time that ruamel.yaml takes, and a kiosk reads over a
hundred kilobytes before its first word. What is not plain (anchors, tags, dates with a time) or is
wrong is read again by ruamel.yaml, whose reading, and whose fault, then counts.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from yaml import YAMLError
from yaml.cyaml import CParser
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

MOST_BYTES = 250_000
"""Bytes of a file, which takes a second or two to parse; the largest we have is a tenth of it."""

DEEPEST = 50
"""Lists and mappings within each other: a scenario has five."""

MOST_NODES = 20_000
"""Values, those that an alias stands for counted each time."""

_BREAKS_OF_ITS_OWN = re.compile("[\x85\u2028\u2029\ufeff]")
"""Characters that end a line for libyaml, which knows YAML 1.1, and not in YAML 1.2."""

_NO_TEXT = re.compile(r"[-+.0-9~=]|(null|true|false|<<)$|$", re.IGNORECASE)
"""Beginnings of what may be a number, a date or another value where it stands without quotes."""

_VALUES: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"-?(0|[1-9][0-9]*)"), int),
    (re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+"), float),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
    (re.compile(r"\.\./.*"), str),
)


class YamlMap(dict[Any, Any]):
    """A mapping.

    Attributes:
        line: where it begins, from 1.
        lines: where the entry of each key begins; those of a merged mapping are not in it.
    """

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}


class YamlList(list[Any]):
    """A list.

    Attributes:
        lines: where each item begins, from 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _NotPlainError(Exception):
    """ruamel.yaml has to read it."""


def read_yaml(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Give a document's data: `YamlMap`, `YamlList` and scalars.

    Raises:
        YamlFaultError: it is not YAML, or too deep or too large.
        ValueError: it is no text, or has a value that is none.
    """
    if _BREAKS_OF_ITS_OWN.search(text) is None:
        try:
            return _Reader(text).document()
        except (_NotPlainError, YAMLError, ValueError):
            pass
    return _slowly(text)


def _slowly(text: str) -> object:
    from grammar.yaml_document import parsed_with_lines  # noqa: PLC0415 - takes long to load

    return parsed_with_lines(text)


class _Reader:
    """Builds the data from libyaml's events."""

    def __init__(self, text: str) -> None:
        self._events = CParser(text)
        self._left = MOST_NODES

    def document(self) -> object:
        self._next(StreamStartEvent)
        start = self._next(DocumentStartEvent)
        if start.version or start.tags:
            raise _NotPlainError
        found = self._node(self._events.get_event(), DEEPEST)
        self._next(DocumentEndEvent)
        self._next(StreamEndEvent)
        return found

    def _next(self, kind: type[Any]) -> Any:  # noqa: ANN401 - the library has no types
        event = self._events.get_event()
        if type(event) is not kind:
            raise _NotPlainError
        return event

    def _node(self, event: Any, deeper: int) -> object:  # noqa: ANN401 - the library has no types
        self._left -= 1
        if not deeper or not self._left:
            raise _NotPlainError
        kind = type(event)
        if kind not in _NODES or event.anchor is not None or event.tag is not None:
            raise _NotPlainError
        if kind is ScalarEvent:
            value: str = event.value
            return value if event.style else _plain(value)
        return self._map(event, deeper) if kind is MappingStartEvent else self._list(deeper)

    def _map(self, start: Any, deeper: int) -> YamlMap:  # noqa: ANN401 - the library has no types
        found = YamlMap(start.start_mark.line + 1)
        while type(event := self._events.get_event()) is not MappingEndEvent:
            key = self._node(event, deeper - 1)
            if type(key) is not str or key in found:
                raise _NotPlainError
            found.lines[key] = event.start_mark.line + 1
            found[key] = self._node(self._events.get_event(), deeper - 1)
        return found

    def _list(self, deeper: int) -> YamlList:
        found = YamlList()
        while type(event := self._events.get_event()) is not SequenceEndEvent:
            found.lines.append(event.start_mark.line + 1)
            found.append(self._node(event, deeper - 1))
        return found


_NODES = {ScalarEvent, MappingStartEvent, SequenceStartEvent}


def _plain(text: str) -> object:
    """Give what stands without quotes: a text, unless YAML 1.2 knows it for something else."""
    if _NO_TEXT.match(text) is None:
        return text
    for pattern, value in _VALUES:
        if pattern.fullmatch(text):
            return value(text)
    raise _NotPlainError
