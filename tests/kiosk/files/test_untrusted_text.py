"""Text and YAML that people wrote are read within limits, even if the path is not a normal file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grammar.yaml_lines import MOST_NODES
from kiosk.assurance.install_sheet import signed_by
from kiosk.errors import KioskError, ScenarioError
from kiosk.lab.recordings.manifest import NAME, read_manifest
from kiosk.lab.replay.scenario import load_scenario
from kiosk.visit.content.yaml_file import YamlFile

pytestmark = pytest.mark.unit

READERS: dict[str, Callable[[Path], object]] = {
    "scenario": load_scenario,
    "content": YamlFile,
    "install sheet": signed_by,
    "manifest": lambda file: read_manifest(file.parent),
}


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _folder(file: Path) -> None:
    file.mkdir()


def _loop(file: Path) -> None:
    file.symlink_to(file)


def _huge(file: Path) -> None:
    file.touch()
    os.truncate(file, 1 << 40)


def _brackets(file: Path) -> None:
    file.write_text(f"path: {'[' * 100_000}")


def _half_a_character(file: Path) -> None:
    file.write_bytes(b"path: a\nlabel: \xc3")


@pytest.mark.parametrize("what", READERS)
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_pipe, "is a pipe or a device, not a file"),
        (_device, "is a pipe or a device, not a file"),
        (_folder, "is a folder, not a file"),
        (_loop, "oo many levels of symbolic links"),
        (_huge, "is larger than "),
        (_brackets, ""),
        (_half_a_character, ""),
    ],
)
def test_what_is_no_file_of_text_is_one_line(
    tmp_path: Path, what: str, make: Callable[[Path], None], reason: str
) -> None:
    file = tmp_path / NAME
    make(file)
    with pytest.raises(KioskError) as caught:
        READERS[what](file)
    assert str(caught.value).startswith(str(file))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_scenario_is_read_however_an_editor_saved_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "visit.yaml"
    file.write_bytes("name: Größe\r\nturns: [{key: space}]\r\n".encode(encoding))
    assert load_scenario(file).name == "Größe"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("- " * 100_000, "nested too deeply"),
        ("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60)), "deeply"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n"
                for a, b in zip("abcd", "bcde", strict=True)
            ),
            "too many values",
        ),
        ("[" + "1," * (MOST_NODES + 1) + "]", "too many values"),
        ("a: &a [*a]", "an alias stands for itself"),
        ("a: *b", "found undefined alias"),
        ("a: " + "9" * 5_000, "cannot read the scenario"),
    ],
)
def test_a_small_file_with_a_very_large_document_is_one_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "visit.yaml"
    file.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_aliases_of_some_values_are_read(tmp_path: Path) -> None:
    file = tmp_path / "visit.yaml"
    file.write_text("name: a\nturns:\n  - &wake {key: space}\n  - *wake\n")
    assert [turn.key for turn in load_scenario(file).turns] == ["space", "space"]
