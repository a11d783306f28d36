"""The types of single settings; the error of each check says what to write instead."""

import re
import shlex
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints

from kiosk.visit.keys.key_map import fault_of
from kiosk.web.brand import CONTRAST, least_contrast

RecognizerKind: TypeAlias = Literal["vosk", "moonshine", "yes-no"]
"""A recognizer of speech: Vosk, Moonshine or the yes/no listener."""

RECOGNIZERS: tuple[RecognizerKind, ...] = ("vosk", "moonshine", "yes-no")
"""All recognizers; the first of them that can hears phrases, which Vosk can only with a model."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""Text on one line."""


def _without_digits(value: str) -> str:
    if any(character.isdigit() for character in value):
        raise ValueError('write it in words as it is spoken, such as "nine one one"')
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", value):
        raise ValueError('write it as a language code, such as "en"')
    return value


def _code(value: str) -> str:
    if value and not re.fullmatch(r"[0-9]{4,8}", value):
        raise ValueError("write 4 to 8 digits in quotes, or leave it empty")
    return value


def _day(value: object) -> object:
    """Convert a day from the environment to a date, as the settings file gives it."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ValueError("write a day, such as 2027-01-31") from None


def _words(value: object) -> object:
    """Convert a list from TOML, or a command line from the environment, to a tuple of words."""
    if isinstance(value, str):
        try:
            return tuple(shlex.split(value))
        except ValueError as error:
            raise ValueError(f"{str(error).lower()}; close it, or write a list") from None
    return tuple(value) if isinstance(value, list) else value


def _recognizers(value: object) -> object:
    """Convert "auto", or the names from the environment, to a tuple of names."""
    words = _words(value)
    return RECOGNIZERS if words == ("auto",) else words


def _listens(value: tuple[RecognizerKind, ...]) -> tuple[RecognizerKind, ...]:
    if "yes-no" not in value:
        raise ValueError("leave yes-no in: answers to health questions need it")
    if len(set(value)) < len(value):
        raise ValueError("name each recognizer once")
    return value


def _command(value: tuple[str, ...]) -> tuple[str, ...]:
    if value and (not value[0] or any("\0" in word for word in value)):
        raise ValueError('write a program and its arguments, such as ["/usr/local/bin/page"]')
    return value


def _web_address(value: str) -> str:
    if not value:
        return value
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError('write an address such as "https://desk.example/alert"')
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError("write the address without spaces, other letters percent-encoded")
    if parts.username is not None:
        raise ValueError("write the address without name and password; use alert_webhook_token")
    return value


def _brand_color(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError('write it as six hexadecimal digits, such as "#0f4c75"')
    if (found := least_contrast(value)) < CONTRAST:
        raise ValueError(
            f"letters in it have a contrast of {found:.1f} to 1 where {CONTRAST:.0f} to 1 is "
            "needed; choose a darker one"
        )
    return value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]*", value.get_secret_value()):
        raise ValueError("write it in plain letters, digits and signs, without spaces")
    return value


def _switch(value: object) -> object:
    """Convert "true" and "false" from the environment to a boolean."""
    if isinstance(value, str):
        if value.lower() not in ("true", "false"):
            raise ValueError("write true or false")
        return value.lower() == "true"
    return value


def _number_of(unit: str, value: object) -> object:
    """Convert a whole number, or the text of a number from the environment, to a float."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ValueError(f"write a number of {unit}, such as 2.5") from None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _port(value: object) -> object:
    """Convert the text of a port from the environment to a whole number."""
    if isinstance(value, str):
        if not value.isdecimal() or len(value) > 5:
            raise ValueError("write a number from 0 to 65535")
        return int(value)
    return value


def _decibels(value: object) -> object:
    """Convert whole decibels, or text from the environment, to a float; nothing becomes None."""
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ValueError("write a number of decibels, such as 92.5") from None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _table(value: object) -> object:
    """Convert a table from TOML, or words such as kp0=help from the environment, to pairs."""
    if isinstance(value, dict):
        return tuple(value.items())
    if not isinstance(value, str):
        return value
    try:
        pairs = [word.rpartition("=") for word in shlex.split(value)]
    except ValueError as error:
        raise ValueError(f"{str(error).lower()}; close it, or write a table") from None
    if not all(name and function for name, _, function in pairs):
        raise ValueError("write keys and what they mean, such as kp0=help f13=switch")
    return tuple((name, function) for name, _, function in pairs)


def _keys(value: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if fault := fault_of(dict(value)):
        raise ValueError(fault)
    return value


def _expanded(value: object) -> object:
    if not isinstance(value, str) or not value:
        return value
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f'nobody has the home "{value.split("/")[0]}"') from None


FolderPath = Annotated[Path, BeforeValidator(_expanded)]
"""A folder or file; ~ is the home of the user who runs the kiosk."""

BrandColor = Annotated[str, AfterValidator(_brand_color)]
"""A color such as "#0f4c75" that letters of 7:1 can have."""

Language = Annotated[str, AfterValidator(_language)]
"""A language code, such as "en"."""

SpokenNumber = Annotated[Line, AfterValidator(_without_digits)]
"""A number in words, as it is spoken."""

StaffCode = Annotated[str, AfterValidator(_code)]
"""4 to 8 digits, or nothing."""

Day = Annotated[date | None, BeforeValidator(_day)]
"""A day, as TOML writes it."""

Switch = Annotated[bool, BeforeValidator(_switch)]
"""True or false."""

Seconds = Annotated[float, BeforeValidator(partial(_number_of, "seconds"))]
"""A number of seconds."""

Millimetres = Annotated[float, BeforeValidator(partial(_number_of, "millimetres"))]
"""A length in millimetres."""

Inches = Annotated[float, BeforeValidator(partial(_number_of, "inches"))]
"""A length in inches."""

Port = Annotated[int, BeforeValidator(_port)]
"""A TCP port; 0 means any free port."""


Constant = Annotated[Annotated[float, Field(ge=40, le=160)] | None, BeforeValidator(_decibels)]
"""Sound level in dB at full scale, measured at a place; None if nobody has measured it."""

Level = Annotated[float, BeforeValidator(_decibels)]
"""A number of decibels."""

KeyTable = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_table), AfterValidator(_keys)]
"""Names of keys, and what each means."""

RecognizerKinds = Annotated[
    tuple[RecognizerKind, ...], BeforeValidator(_recognizers), AfterValidator(_listens)
]
"""Which recognizers listen, the preferred first."""

Command = Annotated[tuple[str, ...], BeforeValidator(_words), AfterValidator(_command)]
"""A program and its arguments."""

WebAddress = Annotated[str, AfterValidator(_web_address)]
"""An http or https address, or nothing."""

Token = Annotated[SecretStr, AfterValidator(_token)]
"""A secret, which no message may show."""
