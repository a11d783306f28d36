"""The page's address is shown only to the kiosk's own user, where a person has to open it."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from kiosk.errors import PageError
from kiosk.web.handover import Handover, hand_over, handed_over
from tests.kiosk.service.control.background_kiosk import started
from tests.system.live.terminal import NO_SOUND

pytestmark = pytest.mark.unit

PAGE = Handover(address="http://127.0.0.1:8181/abcdefghijklmnopqrst/", browser=("chromium",))


@pytest.mark.live
def test_start_status_and_page_tell_the_address_to_open_by_hand(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND | {"KIOSK_BROWSER": " "}, "--page") as service:
        told = service.command("page")
        assert told.returncode == 0
        line = told.stdout.strip()
        assert line.startswith("The page is at http://127.0.0.1:")
        address = line.removeprefix("The page is at ")
        assert line in service.command("status").stdout.splitlines()
        assert address not in service.command("status", "--json").stdout
        assert address not in service.command("logs").stdout
        service.command("stop")
        assert "The page is at http://127.0.0.1:" in service.command("start", "--page").stdout


@pytest.mark.live
def test_without_a_page_nothing_is_told(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        assert "The page is at" not in service.command("status").stdout
        refused = service.command("page")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "no kiosk with a page runs here" in refused.stderr


def test_what_is_handed_over_is_its_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "page"
    before = os.umask(0)
    try:
        hand_over(file, PAGE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert handed_over(file) == PAGE


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"address": "http://elsewhere.test/", "browser": ["chromium"]}', b"\xff"],
)
def test_what_is_not_the_kiosk_s_is_not_opened(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "page"
    file.write_bytes(content)
    with pytest.raises(PageError, match="not the kiosk's"):
        handed_over(file)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file to another user, as only root can")
def test_a_file_that_another_user_has_put_in_its_place_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "page"
    hand_over(file, PAGE)
    os.chown(file, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(PageError, match="belongs to another user"):
        handed_over(file)
    tmp_path.chmod(0o755)
    os.chown(tmp_path, pwd.getpwnam("nobody").pw_uid, -1)
    assert handed_over(file) == PAGE  # a kiosk of that user, which root looks at


def test_a_pipe_in_its_place_holds_up_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "page")
    with pytest.raises(PageError, match="is a pipe"):
        handed_over(tmp_path / "page")
