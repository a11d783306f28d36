"""The layout of the code: three packages, imports in one direction, and limits on size."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import CHECKOUT

pytestmark = pytest.mark.unit

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

CATEGORIES = {"unit", "sound", "live", "browser", "broker", "systemd", "slow"}
"""Categories of tests; each module of tests has at least one."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the three packages by its dotted name."""
    files = [file for package in MAY_IMPORT for file in (CHECKOUT / package).rglob("*.py")]
    names = (".".join(file.relative_to(CHECKOUT).with_suffix("").parts) for file in files)
    return {name.removesuffix(".__init__"): file for name, file in zip(names, files, strict=True)}


@cache
def trees() -> dict[str, ast.Module]:
    """Every module, parsed, by its dotted name."""
    return {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in modules().items()}


@cache
def imports(module: str) -> set[str]:
    """Give the modules that a module imports: ours by their full names, others as it names them."""
    found = set()
    for node in ast.walk(trees()[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (submodules & modules().keys()) or {node.module}
    return found


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_go_one_way(package: str) -> None:
    names = [name for name in modules() if name.partition(".")[0] == package]
    assert names
    other = {*MAY_IMPORT, "tests"} - MAY_IMPORT[package]
    wrong = {
        name: sorted(imported)
        for name in names
        if (imported := {each.partition(".")[0] for each in imports(name)} & other)
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
"""Rooms (subpackages) from top to bottom: a room imports only from rows further down this list."""

BESIDE = {
    ("kiosk.alerts", "kiosk.status"),
    ("kiosk.clock", "kiosk.errors"),
    ("kiosk.visit.screen", "kiosk.visit.keys"),
    ("kiosk.web", "kiosk.watchdog"),
}
"""Pairs of rooms on one storey; the first may import from the second."""

NOT_FOR_THE_DIALOGUE = {
    "kiosk.web",
    "kiosk.watchdog",
    "kiosk.terminal",
    "kiosk.files",
    "kiosk.clock",
}
"""Rooms that do I/O or read the clock: the dialogue is pure and must not import them."""


def storey(room: str) -> int:
    return next(number for number, rooms in enumerate(ROOMS) if room in rooms)


def room_of(module: str) -> str:
    """Give the room of a module; "" for the packages above all rooms."""
    rooms = {room for rooms in ROOMS for room in rooms}
    return next((room for room in rooms if f"{module}.".startswith(f"{room}.")), "")


def is_allowed(room: str, other: str) -> bool:
    if room == other or (room, other) in BESIDE:
        return True
    if room == "kiosk.visit.dialogue" and other in NOT_FOR_THE_DIALOGUE:
        return False
    return storey(room) < storey(other)


def test_arrows_between_rooms_go_down_only() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in sorted(modules())
        for other in sorted(imports(name) & modules().keys())
        if (room := room_of(name)) and (below := room_of(other)) and not is_allowed(room, below)
    ]
    assert wrong == []


def test_every_module_has_a_room() -> None:
    above = {"kiosk", "kiosk.__main__", "kiosk.visit"}
    assert {name for name in modules() if not room_of(name)} == above


def test_each_room_says_what_it_is() -> None:
    silent = [
        name
        for name, file in modules().items()
        if file.name == "__init__.py" and not ast.get_docstring(trees()[name])
    ]
    assert silent == []


def test_the_hall_holds_six_modules_at_most() -> None:
    assert len(list((CHECKOUT / "kiosk").glob("*.py"))) <= 6


def test_nothing_else_lies_at_the_top() -> None:
    top = {path.name for path in CHECKOUT.iterdir()} - {"__pycache__"}
    assert {name for name in top if not name.startswith(".")} <= AT_THE_TOP


def test_what_prints_in_colour_lets_no_foreign_text_steer_the_terminal() -> None:
    """One module makes all consoles; `guarded_streams` guards the plain output of each command."""
    made = [
        str(modules()[name].relative_to(CHECKOUT))
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Console", "_OwnConsole")
    ]
    assert made == ["kiosk/terminal/console.py"]


MOST_METHODS = 25
"""Most methods of a class, including those that it inherits from our own classes."""

MOST_LINES = 300
"""Most lines of a module."""

MOST_BASES = 2
"""Most of our own classes in a row that a class inherits through."""


@cache
def names_in(module: str) -> dict[str, str]:
    """Map each name that a module imports or defines as a class to its full dotted name."""
    names: dict[str, str] = {}
    for node in ast.walk(trees()[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.ClassDef):
            names[node.name] = f"{module}.{node.name}"
    return names


@cache
def classes() -> dict[str, ast.ClassDef]:
    """Every class by its dotted name."""
    return {
        f"{module}.{node.name}": node
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def own_bases(name: str) -> Iterator[str]:
    """Give our own classes that a class names as its bases."""
    module = name.rpartition(".")[0]
    for base in classes()[name].bases:
        first, _, rest = ast.unparse(base).partition("[")[0].partition(".")
        full = names_in(module).get(first, "") + (f".{rest}" if rest else "")
        # A package may re-export a name from one of its modules.
        while full not in classes() and full.rpartition(".")[0] in modules():
            within, _, given = full.rpartition(".")
            if (full := names_in(within).get(given, "")) == f"{within}.{given}":
                break
        if full in classes() and full != name:
            yield full


def full_name(name: str) -> str:
    (found,) = (full for full in classes() if full.rpartition(".")[2] == name)
    return found


def depth(name: str) -> int:
    return max((1 + depth(base) for base in own_bases(name)), default=0)


def methods(name: str) -> set[str]:
    own = {
        node.name
        for node in classes()[name].body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return own.union(*map(methods, own_bases(name)))


def test_no_class_is_large() -> None:
    assert "go" in methods(full_name("OneSwitch")), "inherited ones are not counted"
    large = {name: len(methods(name)) for name in classes() if len(methods(name)) > MOST_METHODS}
    assert large == {}


def test_no_class_inherits_through_many_of_ours() -> None:
    assert depth(full_name("QuestionEntry")) == MOST_BASES, "bases are not counted"
    deep = {name: depth(name) for name in classes() if depth(name) > MOST_BASES}
    assert deep == {}


def test_no_file_is_long() -> None:
    lines = {
        name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in modules().items()
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_rule_on_complexity_is_silenced() -> None:
    silenced = [
        f"{name}:{number}"
        for name, file in modules().items()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if "noqa: PLR09" in line or "noqa: C901" in line
    ]
    assert silenced == []


def test_each_module_of_tests_has_a_category() -> None:
    """`selftest --quick` chooses by category, so it neither misses a test nor takes a slow one."""
    without = []
    for file in sorted((CHECKOUT / "tests").rglob("test_*.py")):
        marks = {
            mark.attr
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
            for mark in ast.walk(node.value)
            if isinstance(mark, ast.Attribute)
        }
        if not marks & CATEGORIES:
            without.append(str(file.relative_to(CHECKOUT)))
    assert without == []


def test_what_each_mark_means_is_explained() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    explained = dict(
        line.split(": ", 1) for line in project["tool"]["pytest"]["ini_options"]["markers"]
    )
    assert set(explained) == CATEGORIES | {"people"}
    assert all(explained.values())
