"""`pictures` keeps a picture of the page in a state, and tells when one shuts people out."""

from pathlib import Path

import pytest

from kiosk.cli import main

pytestmark = [pytest.mark.unit, pytest.mark.slow]

PNG = b"\x89PNG\r\n\x1a\n"


def test_there_are_two_pictures_of_each_state_that_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    assert main(["pictures", str(folder), "--state", "reading", "--state", "emergency"]) == 0
    pictures = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert set(pictures) == {
        f"{state}-{look}.png"
        for state in ("reading", "emergency")
        for look in ("landscape-light", "portrait-dark")
    }
    assert all(picture.startswith(PNG) for picture in pictures.values())
    assert capfd.readouterr().out == f"4 pictures in {folder}\n"


def test_a_state_that_there_is_not_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pictures", str(tmp_path), "--state", "sleeping"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
