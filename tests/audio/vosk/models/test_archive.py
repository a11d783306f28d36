"""Hostile archives: none writes outside its folder, or without limit."""

import stat
import zipfile
from pathlib import Path

import pytest

from audio.errors import ModelError
from audio.vosk.models.archive import unpack
from tests.audio.vosk.models.archives import FILES, NAME, contents, zipped

pytestmark = pytest.mark.unit

MEGABYTE = 1_000_000


def unpacked(tmp_path: Path, archive: bytes) -> Path:
    into = tmp_path / "outer" / "into"
    into.mkdir(parents=True)
    file = tmp_path / "model.zip"
    file.write_bytes(archive)
    return unpack(file, into)


def special(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    return entry


def test_a_model_is_unpacked_as_it_is(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, zipped([(f"{NAME}/", b""), *FILES.items()]))
    assert folder.name == NAME
    assert contents(folder.parent) == FILES


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([("../escaped", b"x")], "somewhere else"),
        ([(f"{NAME}/../../escaped", b"x")], "somewhere else"),
        ([("/escaped", b"x")], "somewhere else"),
        ([(f"{NAME}//escaped", b"x")], "somewhere else"),
        ([(f"{NAME}/./escaped", b"x")], "somewhere else"),
        ([(f"{NAME}\\..\\escaped", b"x")], "somewhere else"),
        ([("C:/escaped", b"x")], "somewhere else"),
        ([("../", b"")], "somewhere else"),
        ([("escaped", b"x")], "is in no folder"),
        ([(f"{NAME}/a", b"x"), ("other/b", b"y")], "more than one folder"),
        ([(special(f"{NAME}/link", stat.S_IFLNK), b"/etc/passwd")], "is a link or a device"),
        ([(special(f"{NAME}/pipe", stat.S_IFIFO), b"")], "is a link or a device"),
        ([(special(f"{NAME}/disk", stat.S_IFBLK), b"")], "is a link or a device"),
        ([(f"{NAME}/zeros", bytes(20 * MEGABYTE))], "would unpack to 20,000,000 bytes"),
        ([(f"{NAME}/{number}", b"") for number in range(1001)], "1001 files"),
        ([], "0 files"),
    ],
)
def test_what_is_no_models_archive_is_refused_before_anything_is_written(
    tmp_path: Path, entries: list[tuple[zipfile.ZipInfo | str, bytes]], complaint: str
) -> None:
    with pytest.raises(ModelError, match=complaint):
        unpacked(tmp_path, zipped(entries))
    assert contents(tmp_path / "outer") == {}
    assert not (tmp_path / "escaped").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="twice"):
        unpacked(tmp_path, zipped([(f"{NAME}/a", b"x"), (f"{NAME}/a", b"y")]))


def test_a_file_that_is_a_folder_as_well_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="folder as well"):
        unpacked(tmp_path, zipped([(f"{NAME}/a", b"x"), (f"{NAME}/a/b", b"y")]))


def lies_about_its_size() -> bytes:
    """Give an archive whose one file says that it has 10 bytes and unpacks to a million."""
    archive = zipped([(f"{NAME}/zeros", bytes(MEGABYTE))])
    return archive.replace(MEGABYTE.to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    "archive",
    [
        zipped(FILES)[:-100],
        zipped(FILES)[:1000],
        zipped(FILES)[5000:],
        b"",
        b"<html>Not here</html>",
        lies_about_its_size(),
        zipped(FILES).replace(b"HCLr", b"HCLx", 1),
    ],
)
def test_a_damaged_archive_is_refused(tmp_path: Path, archive: bytes) -> None:
    with pytest.raises(ModelError, match="damaged"):
        unpacked(tmp_path, archive)
    assert sum(map(len, contents(tmp_path / "outer").values())) <= sum(map(len, FILES.values()))
