"""The install sheet: what is measured where a kiosk stands, asked for by `check`."""

import os
import re
from pathlib import Path

import pytest

from kiosk.assurance.install_sheet import blank_sheet, lines_to_measure, signed_by
from kiosk.cli import main
from kiosk.errors import InstallSheetError

pytestmark = pytest.mark.unit


def filled(text: str = "") -> str:
    sheet = text or blank_sheet()
    sheet = sheet.replace('measured = ""', 'measured = "as asked for"')
    sheet = sheet.replace('by = ""', 'by = "A. Fitter"')
    return sheet.replace("# on = 2027-01-31", "on = 2026-01-31")


def written(folder: Path, text: str) -> Path:
    file = folder / "sheet.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_printed_sheet_asks_for_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--install-sheet"]) == 0
    printed = capsys.readouterr().out
    for line in lines_to_measure():
        assert f"[{line.id}]\n# {line.requirement}\n" in printed


def test_a_sheet_that_is_filled_in_says_who_measured(tmp_path: Path) -> None:
    assert signed_by(written(tmp_path, filled())) == "A. Fitter"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('measured = "as asked for"', 'measured = ""', "fill in J1"),
        ('by = "A. Fitter"', 'by = " "', "fill in J1"),
        ("on = 2026-01-31", "on = 2999-01-31", "fill in J1"),
        ("on = 2026-01-31", 'on = "last week"', "fill in J1"),
        ("[J1]", "[K1]", "fill in J1"),
        ("[J1]", "[J1", "not TOML"),
    ],
)
def test_a_sheet_that_is_not_whole_says_what_is_missing(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    file = written(tmp_path, filled().replace(before, after, 1))
    with pytest.raises(InstallSheetError, match=re.escape(said)) as caught:
        signed_by(file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_sheet_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InstallSheetError, match="check --install-sheet"):
        signed_by(None)
    with pytest.raises(InstallSheetError, match="no such file"):
        signed_by(tmp_path / "none.toml")


def test_a_sheet_that_an_editor_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sheet.toml"
    file.write_bytes(b"\xef\xbb\xbf" + filled().encode())
    assert signed_by(file) == "A. Fitter"


def test_a_pipe_is_no_sheet(tmp_path: Path) -> None:
    file = tmp_path / "sheet.toml"
    os.mkfifo(file)
    with pytest.raises(InstallSheetError, match="is a pipe or a device, not a file"):
        signed_by(file)
