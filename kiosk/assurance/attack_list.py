"""The list of attacks: what each does to a running kiosk, and what must still hold.

It is read from the attacks themselves, so that the hazard log always matches what is tried. Each
function in `tests/attacks/` whose docstring begins with "A1. The name" is an attack; the fields
"Attack:" and "Holds:" follow.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.errors import HazardLogError

FOLDER = CHECKOUT / "tests" / "attacks"
"""Where the attacks are."""

_TITLE = re.compile(r"([ABC])([1-9]\d*)\. \S")
_FIELDS = re.compile(r"Attack: (?P<does>\S.*?)\s+Holds: (?P<holds>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack.

    Attributes:
        name: the line of the list that it belongs to, such as "A1", and its title.
        does: what is done to the kiosk.
        holds: what must still be true.
        module: of the function that does it, as Python imports it.
        function: its name.
    """

    name: str
    does: str
    holds: str
    module: str
    function: str


def read_attacks(folder: Path = FOLDER) -> list[Attack]:
    """Read the attacks, in the order of their lines.

    Raises:
        HazardLogError: a docstring lacks a field, or two attacks have the same name.
    """
    found = [one for file in sorted(folder.glob("*.py")) for one in _read(file)]
    names = [attack.name for attack in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise HazardLogError(f"{folder}: two attacks are called {min(twice)!r}: rename one")
    return sorted(found, key=lambda attack: _line(attack.name))


def attacks_as_markdown(attacks: Iterable[Attack]) -> str:
    """Write the list as a section of the hazard log."""
    cells = [[text.replace("|", "\\|") for text in (a.name, a.does, a.holds)] for a in attacks]
    rows = "\n".join(f"| {name} | {does} | {holds} |" for name, does, holds in cells)
    return (
        "## Attacks\n\n"
        "Tried on a real kiosk in a terminal by `python -m tests.attacks`.\n\n"
        f"| attack | what it does | what must hold |\n|---|---|---|\n{rows}\n"
    )


def _line(name: str) -> tuple[str, int]:
    found = _TITLE.match(name)
    assert found is not None, name
    return found[1], int(found[2])


def _read(file: Path) -> Iterable[Attack]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        title, _, rest = (ast.get_docstring(node) or "").partition("\n\n")
        if not _TITLE.match(title):
            continue
        fields = _FIELDS.fullmatch(rest.strip())
        if fields is None:
            raise HazardLogError(
                f"{file}:{node.lineno}: the docstring lacks 'Attack: …' and then 'Holds: …': add it"
            )
        does, holds = (" ".join(fields[name].split()) for name in ("does", "holds"))
        yield Attack(title, does, holds, f"tests.attacks.{file.stem}", node.name)
