"""`pictures` keeps a picture of the page in every state, and tells when one shuts people out."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.dialogue import State

PNG = b"\x89PNG\r\n\x1a\n"


def test_there_is_a_picture_of_every_state(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["pictures", str(tmp_path / "new")]) == 0
    pictures = {file.name: file.read_bytes() for file in (tmp_path / "new").iterdir()}
    assert set(pictures) == {
        f"{state}-{look}.png" for state in State for look in ("landscape-light", "portrait-dark")
    }
    assert all(picture.startswith(PNG) for picture in pictures.values())
    assert capfd.readouterr().out == f"{len(pictures)} pictures in {tmp_path / 'new'}\n"
