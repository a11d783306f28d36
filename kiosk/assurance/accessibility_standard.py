"""The lines of the accessibility checklist, with the criteria of the standards behind them."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from kiosk.visit.content.yaml_file import YamlFile

FILE = Path(__file__).with_name("accessibility_standard.yaml")


class Line(BaseModel):
    """One line of the checklist.

    Attributes:
        id: as in the checklist, such as "A1".
        requirement: what it asks for.
        criteria: what it speaks to, such as "wcag 1.4.2", "508 402.2.1" or "en 5.1.7".
        not_software: why no test can show it; "" when one can.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[A-J][0-9]*$")]
    requirement: str
    criteria: tuple[str, ...] = ()
    not_software: str = ""


class Standard(BaseModel):
    """The checklist.

    Attributes:
        lines: in its order.
        chapters: titles of the criteria by chapter of the OpenACR catalog and by criterion.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[Line, ...]
    chapters: dict[str, dict[str, str]]


@cache
def standard() -> Standard:
    """Read the checklist."""
    return YamlFile(FILE).parse(Standard)
