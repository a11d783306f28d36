"""`setup` on disks that are full or cannot be written: one line, and what was there stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from audio.vosk.models.table import ModelRecord
from tests import CHECKOUT
from tests.audio.vosk.models.archive_server import ArchiveServer
from tests.audio.vosk.models.archives import FILES, NAME, record_of, zipped
from tests.audio.vosk.models.namespaces import apart

pytestmark = pytest.mark.unit

PART = f"{NAME}.zip.part"


@pytest.fixture
def record(server: ArchiveServer) -> ModelRecord:
    return record_of(zipped(FILES), server.url)


def refused(folder: Path, record: ModelRecord, disk: str, *options: str) -> tuple[str, set[str]]:
    """Set the tiny model up on a disk of its own.

    Args:
        folder: where the disk is put.
        record: the tiny model's.
        disk: how it is mounted.
        options: of `setup`.

    Returns:
        The line that it said, twice the same, and the files that are there then.
    """
    program = (
        "import os, sys\n"
        "from audio.vosk.models import table\n"
        "from kiosk.cli import main\n"
        "from kiosk.commands import setup\n"
        f"table.MODELS['small'] = table.{record!r}\n"
        "setup.takes_the_grammar = lambda language: lambda folder: None\n"
        "for _ in range(2):\n"
        "    assert main(['setup', *sys.argv[1:]]) == 3\n"
        "print(*os.listdir(os.environ['KIOSK_MODELS_FOLDER']), sep='\\n')\n"
    )
    folder.mkdir()
    mounted = 'mount -t tmpfs -o "$1" tmpfs "$KIOSK_MODELS_FOLDER" && shift && exec "$@"'
    done = subprocess.run(
        [*apart("--mount"), "sh", "-c", mounted, "", disk, sys.executable, "-c", program, *options],
        cwd=CHECKOUT,
        env={
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "KIOSK_MODELS_FOLDER": str(folder),
            "KIOSK_STATE_FOLDER": str(folder.parent / "state"),
            "XDG_CONFIG_HOME": str(folder.parent / "config"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stderr.splitlines()
    unpacking = str(folder / ".unpacking-")
    assert first.partition(unpacking)[0] == second.partition(unpacking)[0]
    return first, set(done.stdout.split())


def test_one_that_is_too_small_is_told_before_anything_is_fetched(
    tmp_path: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    line, files = refused(tmp_path / "models", record, "size=200k")
    assert "0.2 MB free and 0.3 MB are needed; free some space" in line
    assert files == {".lock"}
    assert server.asked == []


def test_one_that_holds_the_archive_alone_is_told_and_the_archive_kept(
    tmp_path: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    line, files = refused(tmp_path / "models", record, "size=500k")
    assert "free some space and run: run_kiosk.py setup" in line
    assert files == {".lock", PART}
    assert len(server.asked) == 1


def test_one_that_is_too_small_for_a_file_from_a_stick_is_told(
    tmp_path: Path, record: ModelRecord
) -> None:
    stick = tmp_path / "stick.zip"
    stick.write_bytes(zipped(FILES))
    line, files = refused(tmp_path / "models", record, "size=200k", "--from", str(stick))
    assert "free some space and run: run_kiosk.py setup" in line
    assert files == {".lock"}


def test_one_that_has_no_room_for_another_file_is_told(
    tmp_path: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    # Room enough for every byte, and none for the folders: it is full in the midst of unpacking.
    line, files = refused(tmp_path / "models", record, "size=2m,nr_inodes=8")
    assert "no space left on device; free some space and run: run_kiosk.py setup" in line
    assert files == {".lock", PART}


def test_one_that_cannot_be_written_is_told(tmp_path: Path, record: ModelRecord) -> None:
    line, files = refused(tmp_path / "models", record, "ro")
    assert "read-only file system; name a folder" in line
    assert files == set()
