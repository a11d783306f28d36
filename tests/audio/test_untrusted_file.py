"""Files are checked before a byte of them is used."""

import os
from pathlib import Path

import pytest

from audio.untrusted_file import read_untrusted

pytestmark = pytest.mark.unit


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"words")
    assert read_untrusted(file, most=5, owners=[os.geteuid()]) == b"words"


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="is a pipe or a device, not a file"):
        read_untrusted(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    with pytest.raises(OSError, match="is a pipe or a device, not a file"):
        read_untrusted(Path("/dev/zero"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="is a folder, not a file"):
        read_untrusted(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"123456")
    with pytest.raises(OSError, match="is larger than 5 bytes"):
        read_untrusted(tmp_path / "file", most=5)


def test_a_file_of_another_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PermissionError, match="belongs to another user"):
        read_untrusted(tmp_path / "file", owners=[os.geteuid() + 1])


def test_a_link_is_refused_where_it_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    assert read_untrusted(tmp_path / "link") == b""
    with pytest.raises(OSError, match="is a symbolic link, not a file"):
        read_untrusted(tmp_path / "link", follow=False)
