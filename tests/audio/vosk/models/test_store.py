"""A folder of models: whatever happens, each is complete or absent, and old models stay."""

import os
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from audio.errors import AudioError, ModelError
from audio.vosk.models import table
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import ModelRecord
from tests.audio.vosk.models.archive_server import ArchiveServer, serving
from tests.audio.vosk.models.archives import FILES, NAME, contents, is_the_model, record_of, zipped

pytestmark = pytest.mark.unit

ARCHIVE = zipped(FILES)
OTHER_FILES = {name.replace(NAME, "vosk-model-other"): content for name, content in FILES.items()}


@pytest.fixture
def record(server: ArchiveServer, monkeypatch: pytest.MonkeyPatch) -> ModelRecord:
    """The tiny model, the only one that set-up knows."""
    known = record_of(ARCHIVE, server.url)
    monkeypatch.setitem(table.MODELS, "small", known)
    return known


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def silent(there: int, total: int) -> None:
    """Want no progress."""


def refusal(folder: Path, record: ModelRecord, archive: Path | None = None) -> str:
    with pytest.raises(AudioError) as caught:
        ModelStore(folder).set_up(record, silent, archive=archive)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_model_is_brought_and_chosen(folder: Path, record: ModelRecord) -> None:
    store = ModelStore(folder)
    assert store.chosen() is None
    assert store.state(record, thoroughly=True) == "absent"
    assert store.set_up(record, silent) == "installed"
    assert is_the_model(folder)
    assert store.chosen() == record
    assert store.state(record, thoroughly=True) == "whole"


def test_a_model_that_is_there_is_verified_and_not_fetched(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    ModelStore(folder).set_up(record, silent)
    server.status = 500
    assert ModelStore(folder).set_up(record, silent) == "there already"
    assert len(server.asked) == 1


def lose_a_file(model: Path) -> None:
    (model / "graph" / "Gr.fst").unlink()


def change_a_byte(model: Path) -> None:
    file = model / "am" / "final.mdl"
    content = bytearray(file.read_bytes())
    content[1234] ^= 1
    file.write_bytes(content)


def cut_a_file_off(model: Path) -> None:
    os.truncate(model / "am" / "final.mdl", 10)


def add_a_file(model: Path) -> None:
    (model / "conf" / "extra.conf").write_text("--what=1")


def link_a_file(model: Path) -> None:
    file = model / "graph" / "Gr.fst"
    file.rename(model.parent / "aside")
    file.symlink_to(model.parent / "aside")


def lose_the_seal(model: Path) -> None:
    (model / "kiosk-seal.json").unlink()


def break_the_seal(model: Path) -> None:
    (model / "kiosk-seal.json").write_text('{"format": 1, "files": []}')


DAMAGE = [
    lose_a_file,
    change_a_byte,
    cut_a_file_off,
    add_a_file,
    link_a_file,
    lose_the_seal,
    break_the_seal,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_model_is_replaced(folder: Path, record: ModelRecord, damage: object) -> None:
    store = ModelStore(folder)
    store.set_up(record, silent)
    assert callable(damage)
    damage(folder / NAME)
    assert store.state(record, thoroughly=True) == "damaged"
    assert store.set_up(record, silent) == "installed"
    (folder / "aside").unlink(missing_ok=True)
    assert is_the_model(folder)


def test_a_damaged_model_stays_until_another_is_whole(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    ModelStore(folder).set_up(record, silent)
    change_a_byte(folder / NAME)
    before = contents(folder)
    server.status = 404
    assert "404" in refusal(folder, record)
    assert contents(folder) == before


def test_what_is_in_the_place_of_a_model_is_replaced(folder: Path, record: ModelRecord) -> None:
    folder.mkdir()
    (folder / NAME).write_text("not a folder")
    ModelStore(folder).set_up(record, silent)
    assert is_the_model(folder)


def test_the_model_that_was_set_up_last_is_used(
    folder: Path, record: ModelRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(zipped(OTHER_FILES)) as others:
        other = record_of(others.body, others.url, "vosk-model-other")
        monkeypatch.setitem(table.MODELS, "large", other)
        store = ModelStore(folder)
        for each in (record, other, record):
            store.set_up(each, silent)
            assert store.chosen() == each


def test_a_file_from_a_stick_is_verified_and_left_there(
    folder: Path, record: ModelRecord, server: ArchiveServer, tmp_path: Path
) -> None:
    file = tmp_path / "stick.zip"
    file.write_bytes(ARCHIVE)
    ModelStore(folder).set_up(record, silent, archive=file)
    assert is_the_model(folder)
    assert file.exists()
    assert server.asked == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ARCHIVE[:-1], "bytes and not"),
        (bytes(len(ARCHIVE)), "its SHA-256 is"),
        (None, "cannot be read (no such file or directory)"),
    ],
)
def test_a_file_that_is_not_the_archive_is_refused(
    folder: Path, record: ModelRecord, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "stick.zip"
    if content is not None:
        file.write_bytes(content)
    line = refusal(folder, record, file)
    assert said in line
    assert f"fetch it anew from {record.url}" in line
    assert not (folder / NAME).exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({f"{NAME}/README": b"x"}, "is not a Vosk model"),
        ({f"{NAME}/am/final.mdl": b"x", f"{NAME}/graph/HCLG.fst": b"x"}, "takes no grammar"),
        ({"../escaped": b"x"}, "somewhere else"),
    ],
)
def test_an_archive_of_something_else_is_refused_and_leaves_nothing(
    folder: Path, tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    file = tmp_path / "stick.zip"
    file.write_bytes(zipped(files))
    assert said in refusal(folder, record_of(file.read_bytes()), file)
    assert set(contents(folder)) == {".lock"}
    assert [each.name for each in folder.iterdir()] == [".lock"]
    assert not (tmp_path / "escaped").exists()


def test_what_the_caller_does_not_accept_is_not_installed(
    folder: Path, record: ModelRecord
) -> None:
    def deaf(model: Path) -> None:
        assert contents(model) == {name.removeprefix(f"{NAME}/"): c for name, c in FILES.items()}
        raise ModelError("it is deaf")

    with pytest.raises(ModelError, match="it is deaf"):
        ModelStore(folder).set_up(record, silent, accept=deaf)
    assert not (folder / NAME).exists()
    assert ModelStore(folder).chosen() is None


def test_a_file_in_place_of_the_folder_is_one_line(folder: Path, record: ModelRecord) -> None:
    folder.write_text("in the way")
    assert "models_folder in the settings" in refusal(folder, record)
    assert folder.read_text() == "in the way"


def test_a_limit_of_file_sizes_is_one_line(
    folder: Path, record: ModelRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource  # noqa: PLC0415
    import signal  # noqa: PLC0415

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        assert "file too large; free some space" in refusal(folder, record)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_two_set_ups_at_once_fetch_once(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    waits = Event()
    outcomes: dict[str, str] = {}

    def second() -> None:
        outcomes["second"] = ModelStore(folder).set_up(record, silent, waiting=waits.set)

    other = Thread(target=second)

    def halfway(there: int, total: int) -> None:
        if other.ident is None:
            other.start()
            assert waits.wait(30)

    outcomes["first"] = ModelStore(folder).set_up(record, halfway)
    other.join()
    assert outcomes == {"first": "installed", "second": "there already"}
    assert len(server.asked) == 1
    assert is_the_model(folder)


def test_what_a_killed_set_up_left_is_cleared_away(folder: Path, record: ModelRecord) -> None:
    left = folder / ".unpacking-killed" / NAME
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    ModelStore(folder).set_up(record, silent)
    assert is_the_model(folder)


def test_a_chosen_model_that_nobody_knows_is_none(folder: Path, record: ModelRecord) -> None:
    ModelStore(folder).set_up(record, silent)
    (folder / "chosen").write_bytes(b"\xff\n")
    assert ModelStore(folder).chosen() is None
    (folder / "chosen").write_text("../../etc\n")
    assert ModelStore(folder).chosen() is None


def test_the_table_is_the_one_of_the_design() -> None:
    small, large = table.MODELS["small"], table.MODELS["large"]
    assert (small.name, small.size) == ("vosk-model-small-en-us-0.15", 41_205_931)
    assert (large.name, large.size) == ("vosk-model-en-us-0.22-lgraph", 130_557_655)
    assert small.sha256.startswith("30f26242c4eb449f")
    assert large.sha256.startswith("d9838b4aaa82a75c")
    for each in (small, large):
        assert each == replace(each, licence="Apache-2.0", language="en")
        assert each.url == f"https://alphacephei.com/vosk/models/{each.name}.zip"
