"""The house keeps its plan: three packages, arrows in one direction, nothing else at the top."""

import ast
from collections.abc import Collection
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
MAY_IMPORT = {
    "audio": {"audio"},
    "grammar": {"grammar"},
    "kiosk": {"kiosk", "audio", "grammar"},
}
AT_THE_TOP = {
    *MAY_IMPORT,
    "tests",
    "run_kiosk.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "requirements.lock",
}


def imported_packages(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} & {*MAY_IMPORT, "tests"}


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_go_one_way(package: str) -> None:
    files = sorted((HOUSE / package).rglob("*.py"))
    assert files
    wrong = {
        str(file.relative_to(HOUSE)): sorted(imported_packages(file) - MAY_IMPORT[package])
        for file in files
        if imported_packages(file) - MAY_IMPORT[package]
    }
    assert wrong == {}


ROOMS = (
    {"kiosk.commands"},
    {"kiosk.lab"},
    {"kiosk.service"},
    {"kiosk.alerts", "kiosk.assurance", "kiosk.settings", "kiosk.status"},
    {"kiosk.visit.screen", "kiosk.visit.sound", "kiosk.visit.keys"},
    {"kiosk.visit.hearing", "kiosk.visit.speech", "kiosk.visit.loop"},
    {"kiosk.visit.dialogue"},
    {"kiosk.visit.content"},
    {"kiosk.web", "kiosk.watchdog"},
    {"kiosk.report", "kiosk.cli", "kiosk.notices"},
    {"kiosk.terminal", "kiosk.files"},
    {"kiosk.launch"},
    {"kiosk.clock", "kiosk.errors"},
    {"audio", "grammar"},
)
"""Rooms from the top of the house to its cellar: arrows go down this list only."""

BESIDE = {
    ("kiosk.alerts", "kiosk.status"),
    ("kiosk.clock", "kiosk.errors"),
    ("kiosk.visit.screen", "kiosk.visit.keys"),
    ("kiosk.web", "kiosk.watchdog"),
}
"""Rooms of one storey of which the first may know the second."""

NOT_FOR_THE_DIALOGUE = {
    "kiosk.web",
    "kiosk.watchdog",
    "kiosk.terminal",
    "kiosk.files",
    "kiosk.clock",
}
"""What does something, or tells the time: the dialogue is pure."""


def storey(room: str) -> int:
    return next(number for number, rooms in enumerate(ROOMS) if room in rooms)


def room_of(module: str) -> str:
    """Give the room of a module; "" for the packages above all rooms."""
    rooms = {room for rooms in ROOMS for room in rooms}
    return next((room for room in rooms if f"{module}.".startswith(f"{room}.")), "")


def modules() -> dict[str, Path]:
    files = [file for package in MAY_IMPORT for file in (HOUSE / package).rglob("*.py")]
    names = (".".join(file.relative_to(HOUSE).with_suffix("").parts) for file in files)
    return {name.removesuffix(".__init__"): file for name, file in zip(names, files, strict=True)}


def imported_modules(file: Path, known: Collection[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (submodules & set(known)) or {node.module}
    return found & set(known)


def is_allowed(room: str, other: str) -> bool:
    if room == other or (room, other) in BESIDE:
        return True
    if room == "kiosk.visit.dialogue" and other in NOT_FOR_THE_DIALOGUE:
        return False
    return storey(room) < storey(other)


def test_arrows_between_rooms_go_down_only() -> None:
    known = modules()
    wrong = [
        f"{name} imports {other}"
        for name, file in sorted(known.items())
        for other in sorted(imported_modules(file, known))
        if (room := room_of(name)) and (below := room_of(other)) and not is_allowed(room, below)
    ]
    assert wrong == []


def test_every_module_has_a_room() -> None:
    above = {"kiosk", "kiosk.__main__", "kiosk.visit"}
    assert {name for name in modules() if not room_of(name)} == above


def test_each_room_says_what_it_is() -> None:
    silent = [
        str(file.parent.relative_to(HOUSE))
        for package in MAY_IMPORT
        for file in (HOUSE / package).rglob("__init__.py")
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_hall_holds_six_modules_at_most() -> None:
    assert len(list((HOUSE / "kiosk").glob("*.py"))) <= 6


def test_nothing_else_lies_at_the_top() -> None:
    top = {path.name for path in HOUSE.iterdir()} - {"__pycache__"}
    assert {name for name in top if not name.startswith(".")} <= AT_THE_TOP


def test_what_prints_in_colour_lets_no_foreign_text_steer_the_terminal() -> None:
    """Every console is made in one place; plain output is guarded around each command."""
    made = [
        str(file.relative_to(HOUSE))
        for file in sorted((HOUSE / "kiosk").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Console", "_OwnConsole")
    ]
    assert made == ["kiosk/terminal/console.py"]
