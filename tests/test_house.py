"""The house keeps its plan: three packages, arrows in one direction, nothing else at the top."""

import ast
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

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

CATEGORIES = {"unit", "sound", "live", "browser", "broker", "systemd", "slow"}
"""Of tests; a module has at least one."""


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


def test_each_module_of_tests_has_a_category() -> None:
    """So that `selftest --quick` leaves out nothing by mistake, and nothing slips in."""
    without = []
    for file in sorted((HOUSE / "tests").rglob("test_*.py")):
        marks = {
            mark.attr
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
            for mark in ast.walk(node.value)
            if isinstance(mark, ast.Attribute)
        }
        if not marks & CATEGORIES:
            without.append(str(file.relative_to(HOUSE)))
    assert without == []


def test_what_each_mark_means_is_explained() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    explained = dict(
        line.split(": ", 1) for line in project["tool"]["pytest"]["ini_options"]["markers"]
    )
    assert set(explained) == CATEGORIES | {"people"}
    assert all(explained.values())
