"""Reads a YAML file and reports any mistake in one line with the file's line."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from grammar.errors import YamlFaultError
from grammar.yaml_lines import MOST_BYTES, YamlList, YamlMap, read_yaml
from kiosk.errors import ContentError
from kiosk.files.untrusted_text import line_of, read_untrusted_text

ModelT = TypeVar("ModelT", bound=BaseModel)
Place = Sequence[int | str]
"""Keys and indexes that lead to a value, from the top of the file."""

_DEEPEST = 10
_TOO_DEEP = "is nested too deeply; expected lists of sentences"

_KEPT = 16
"""Documents: a language has seven, which a replay reads again for each of its scenarios."""


class YamlFile:
    """One file's data, with the line of each value."""

    def __init__(self, path: Path) -> None:
        """Read `path`; raises ContentError when it is missing, unreadable or not YAML."""
        self._path = path
        try:
            text = read_untrusted_text(path, most=MOST_BYTES)
        except FileNotFoundError:
            raise ContentError(f"{path}: the content file is missing; put it back") from None
        except UnicodeDecodeError as error:
            raise self._wrong(line_of(error), "is not UTF-8 text; save the file as UTF-8") from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ContentError(
                f"{path}: cannot be read ({reason}); put the file back, or see its permissions"
            ) from None
        try:
            self._root: Any = _document(text)
        except YamlFaultError as fault:
            what = _one_line(f"is not valid YAML: {fault.context} {fault.problem}")
            raise self._wrong(fault.line, f"{what}; correct this line") from None
        except ValueError as error:
            raise self._wrong(1, f"is not valid YAML ({_one_line(str(error))})") from None

    def parse(self, model: type[ModelT]) -> ModelT:
        """Give the file's data as `model`; raises ContentError for the first thing wrong in it."""
        if self._root is None:
            raise self._wrong(1, "is empty; expected " + _expected(model))
        try:
            return model.model_validate(_plain(self._root, self._path))
        except ValidationError as error:
            raise self._first_of(error, model) from None

    def error(self, place: Place, what: str) -> ContentError:
        """Give the error that `what` is wrong at `place`."""
        return self._wrong(self.line(place), f"{self._name(place)}: {what}")

    def line(self, place: Place) -> int:
        """Give the line of the value at `place`, or of what is nearest above it."""
        return [line for _, line in self._walk(place)][-1]

    def _walk(self, place: Place) -> Iterator[tuple[Any, int]]:
        node, line = self._root, 1
        yield node, line
        for step in place:
            if isinstance(node, YamlMap) and step in node:
                line = node.lines.get(step, line)
            elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
                line = node.lines[step]
            else:
                return
            node = node[step]
            yield node, line

    def _name(self, place: Place) -> str:
        nodes = [node for node, _ in self._walk(place)]
        name = ""
        for step, node in zip(place, nodes[1:] + [None] * len(place), strict=False):
            if isinstance(step, str):
                name += f".{step}" if name else step
                continue
            # An item is easier to find by its own name than by its number.
            own = (
                next((node[k] for k in ("id", "word", "term") if k in node), None)
                if isinstance(node, YamlMap)
                else None
            )
            name += f"[{own if isinstance(own, str) else step + 1}]"
        return name or "the file"

    def _first_of(self, error: ValidationError, model: type[BaseModel]) -> ContentError:
        errors = error.errors()
        # pydantic reports a list whose item is wrong as too short as well; the item is the cause.
        causes = [
            one
            for one in errors
            if not any(
                len(other["loc"]) > len(one["loc"])
                and other["loc"][: len(one["loc"])] == one["loc"]
                for other in errors
            )
        ]
        # A misspelt field shows twice, as unknown and as missing: the unknown one is the cause.
        found = sorted(
            causes,
            key=lambda one: (one["type"] != "extra_forbidden", self.line(one["loc"])),
        )
        first = found[0]
        place, kind = first["loc"], first["type"]
        if kind == "extra_forbidden":
            what = f"is not a field here; expected {_expected(model, place[:-1])}"
        elif kind == "missing":
            what = "is missing; add it"
        elif kind == "string_pattern_mismatch":
            pattern = first.get("ctx", {}).get("pattern")
            what = (
                f"{_found(first['input'])} does not fit {_PATTERNS.get(str(pattern), str(pattern))}"
            )
        else:
            what = f"{_found(first['input'])}: {_one_line(first['msg'])}"
        more = f" ({len(found) - 1} more wrong in this file)" if len(found) > 1 else ""
        return self.error([step for step in place if step != "[key]"], what + more)

    def _wrong(self, line: int, what: str) -> ContentError:
        return ContentError(f"{self._path}:{line}: {what}")


@lru_cache(_KEPT)
def _document(text: str) -> object:
    """Parse a text; the same text gives the same document, which nobody may change."""
    return read_yaml(text)


def _plain(node: object, path: Path, depth: int = 0) -> object:
    """Give dicts and lists without lines, so that pydantic sees plain data."""
    if depth > _DEEPEST:
        raise ContentError(f"{path}:1: {_TOO_DEEP}")
    if isinstance(node, YamlMap):
        return {key: _plain(value, path, depth + 1) for key, value in node.items()}
    if isinstance(node, YamlList):
        return [_plain(value, path, depth + 1) for value in node]
    return node


_PATTERNS = {
    r"^\S+( \S+)*$": "one line of text with single spaces",
    r"^\S+( \S+)*[.?!]$": "whole sentences on one line that end with . or ? or !",
    r"^[^\s.?!]+( [^\s.?!]+)*\?$": "one sentence that ends with ?",
}


def _expected(model: type[BaseModel], place: Place = ()) -> str:
    """Name the fields that a model takes at a place."""
    here: object = model
    for step in place:
        here = here.model_fields[str(step)].annotation if _is_model(here) else get_args(here)[0]
    if not _is_model(here) or "root" in here.model_fields:
        return "names with their texts"
    return ", ".join(here.model_fields)


def _is_model(value: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _found(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _one_line(text: str) -> str:
    return " ".join(text.split())
