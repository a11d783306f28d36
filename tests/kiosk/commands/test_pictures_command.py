"""`pictures` keeps a picture of the page in a state, and tells when one shuts people out."""

import re
from pathlib import Path

import pytest

from kiosk.cli import main

pytestmark = [pytest.mark.unit, pytest.mark.slow]

PNG = b"\x89PNG\r\n\x1a\n"


def test_there_are_four_pictures_of_each_state_that_is_named_and_a_sheet_of_all(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    states = ("--state", "reading", "--state", "emergency")
    assert main(["pictures", str(folder), *states, "--sheet"]) == 0
    pictures = {file.name: file.read_bytes() for file in folder.glob("*.png")}
    assert set(pictures) == {
        f"{state}-{look}.png"
        for state in ("reading", "emergency")
        for look in ("landscape-light", "landscape-dark", "portrait-light", "portrait-dark")
    }
    assert all(picture.startswith(PNG) for picture in pictures.values())
    sheet = folder / "sheet.html"
    told = f"8 pictures in {folder}\nall of them on one page: {sheet}\n"
    assert capfd.readouterr().out == told
    shown = re.findall(r'<img src="([^"]+)"', sheet.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(pictures)


def test_a_state_that_there_is_not_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pictures", str(tmp_path), "--state", "sleeping"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
