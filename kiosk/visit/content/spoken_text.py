"""Placeholders in spoken texts, and the digest over all of them."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kiosk.errors import ContentError
from kiosk.visit.content.yaml_file import Place, YamlFile

VALUES = ("clinic_name", "emergency_number")
"""Placeholders that the settings fill in."""

RUNTIME_PLACEHOLDERS = ("name", "choice_1", "choice_2", "choice_3", "count", "section")
"""Placeholders of prompts that the dialogue fills in."""

COUNTED = ("number", "count")
"""Placeholders of the title of a question: which of how many it is, in digits."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class SpokenText(NamedTuple):
    """A spoken string, where it stands, and which placeholders it may have."""

    file: YamlFile
    place: Place
    text: str
    placeholders: tuple[str, ...]


def check_placeholders(one: SpokenText) -> None:
    """Raise ContentError for an unknown placeholder or a brace without its partner."""
    for name in _PLACEHOLDER.findall(one.text):
        if name not in one.placeholders:
            expected = ", ".join(f"{{{p}}}" for p in one.placeholders) or "none"
            raise one.file.error(
                one.place, f"unknown placeholder {{{name}}}; expected here: {expected}"
            )
    if re.search("[{}]", _PLACEHOLDER.sub("", one.text)):
        raise one.file.error(one.place, "has a brace without its partner; expected {name}")


def checked_values(values: Mapping[str, str]) -> dict[str, str]:
    """Give the clinic's values, trimmed; raises ContentError for one that cannot be spoken."""
    for name in VALUES:
        if not values.get(name, "").strip():
            raise ContentError(f"the content needs a value for {name}; set it in the settings")
        if re.search(r"[{}\n]", values[name]):
            raise ContentError(f"{name} {values[name]!r} has a brace or a line break; remove it")
    for name in values:
        if name not in VALUES:
            raise ContentError(f"the content has no value {name!r}; expected {', '.join(VALUES)}")
    return {name: " ".join(values[name].split()) for name in VALUES}


def fill(sentences: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Put the clinic's values into sentences; the dialogue's placeholders stay."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], found[0])

    return tuple(_PLACEHOLDER.sub(value, sentence) for sentence in sentences)


def spelled_out(number: str) -> dict[str, str]:
    """Say a number digit by digit: voices read "911" as "nine hundred eleven"."""
    if not re.search("[0-9]", number):
        return {}
    parts = re.findall(r"[0-9]|[^\W\d]+", number)
    return {number: " ".join(_DIGITS[int(p)] if p.isdigit() else p for p in parts)}


def digest(texts: Iterable[SpokenText], others: Iterable[Iterable[str]]) -> str:
    """Give the SHA-256 (hex) of the texts with their places, and of what else was reviewed."""
    listed = [[".".join(map(str, one.place)), one.text] for one in texts]
    listed.extend(list(other) for other in others)
    return hashlib.sha256(json.dumps(listed, ensure_ascii=False).encode()).hexdigest()
