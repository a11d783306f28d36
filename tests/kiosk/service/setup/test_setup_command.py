"""`setup` from outside: what it says, its exit codes, and that the kiosk uses what it brought."""

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audio.vosk.models import table
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import ModelRecord
from kiosk.cli import main
from kiosk.commands import setup
from kiosk.settings.load import load_settings
from tests import CHECKOUT
from tests.audio.vosk.models.archive_server import ArchiveServer
from tests.audio.vosk.models.archives import FILES, NAME, is_the_model, record_of, zipped
from tests.korean_model import model
from tests.system.live.terminal import on_a_terminal
from tests.waiting import until

pytestmark = [pytest.mark.unit, pytest.mark.slow]

ARCHIVE = zipped(FILES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("KIOSK_STATE_FOLDER", str(tmp_path / "state"))
    monkeypatch.setenv("KIOSK_MODELS_FOLDER", str(tmp_path / "models"))
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    return tmp_path / "models"


@pytest.fixture
def record(server: ArchiveServer, monkeypatch: pytest.MonkeyPatch, folder: Path) -> ModelRecord:
    """The tiny model in place of the small one; it has the files of a model, and no words."""
    known = record_of(ARCHIVE, server.url)
    monkeypatch.setitem(table.MODELS, "small", known)
    monkeypatch.setattr(setup, "takes_the_grammar", lambda language: lambda folder: None)
    return known


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[bool, str]:
    main(["check", "--json"])
    parts = json.loads(capsys.readouterr().out)["parts"]
    found = next(part for part in parts if part["part"] == "model")
    return found["fit"], found["line"]


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Give the one line with which it failed."""
    assert main(["setup", *arguments]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("run_kiosk.py: ")
    assert len(said.err.splitlines()) == 1
    return said.err


def test_it_says_where_the_model_is_and_the_kiosk_uses_it(
    folder: Path, record: ModelRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load_settings(None).hearing.vosk_model is None
    assert main(["setup"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert f"verified: {folder / NAME}\n" in said.out
    assert "from its next start" in said.out
    assert is_the_model(folder)
    assert load_settings(None).hearing.vosk_model == folder / NAME
    assert main(["setup"]) == 0
    assert "is there already and verified" in capsys.readouterr().out


def test_a_model_that_the_settings_name_goes_before_it(
    folder: Path, record: ModelRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('vosk_model = "my own"')
    assert main(["setup", "--settings", str(file)]) == 0
    assert f"vosk_model = {tmp_path / 'my own'}" in capsys.readouterr().out
    assert load_settings(file).hearing.vosk_model == tmp_path / "my own"


def test_a_model_of_another_language_is_not_used(folder: Path, record: ModelRecord) -> None:
    ModelStore(folder).set_up(record, lambda *_: None)
    assert load_settings(None, {"KIOSK_MODELS_FOLDER": str(folder)}).hearing.vosk_model is not None
    other = {"KIOSK_MODELS_FOLDER": str(folder), "KIOSK_LANGUAGE": "fr"}
    assert load_settings(None, other).hearing.vosk_model is None


def test_check_tells_how_the_model_is(
    folder: Path, record: ModelRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    fit, line = checked(capsys)
    assert fit
    assert line == "none; Moonshine hears every phrase"
    main(["setup"])
    capsys.readouterr()
    assert checked(capsys) == (True, f"{NAME}, verified")
    model = folder / NAME / "am" / "final.mdl"
    model.write_bytes(model.read_bytes()[::-1])
    fit, line = checked(capsys)
    assert not fit
    assert "is damaged" in line
    assert "run_kiosk.py setup" in line


def test_a_model_that_has_lost_a_file_is_not_used(folder: Path, record: ModelRecord) -> None:
    main(["setup"])
    (folder / NAME / "graph" / "Gr.fst").unlink()
    assert load_settings(None).hearing.vosk_model is None


def test_a_file_is_taken_for_the_model_that_has_its_size(
    folder: Path,
    record: ModelRecord,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    other = {name.replace(NAME, "large"): content + b"more" for name, content in FILES.items()}
    file = tmp_path / "any name.zip"
    file.write_bytes(zipped(other))
    monkeypatch.setitem(table.MODELS, "large", record_of(file.read_bytes(), name="large"))
    assert main(["setup", "--from", str(file)]) == 0
    assert load_settings(None).hearing.vosk_model == folder / "large"


def test_a_mirror_is_not_trusted(
    folder: Path,
    record: ModelRecord,
    server: ArchiveServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.body = bytes(len(ARCHIVE))
    assert "its SHA-256 is" in failed(capsys, "--url", server.url)
    server.body = ARCHIVE
    assert main(["setup", "--url", server.url]) == 0


def test_each_failure_is_one_line(
    folder: Path,
    record: ModelRecord,
    server: ArchiveServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "cannot be read" in failed(capsys, "--from", "absent.zip")
    server.status = 404
    assert "404" in failed(capsys)
    server.port = 1
    assert "connection refused" in failed(capsys, "--url", server.url)
    monkeypatch.setenv("KIOSK_LANGUAGE", "fr")
    assert 'no model for the language "fr"' in failed(capsys)


def test_wrong_use_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--from", "x", "--url", "y"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def set_up_of(record: ModelRecord) -> list[str]:
    """Give the command that is `setup`, with that model as the small one."""
    script = (
        "import sys\n"
        "from audio.vosk.models import table; from kiosk.cli import main\n"
        f"table.MODELS['small'] = table.{record!r}\n"
        "sys.exit(main(['setup']))"
    )
    return [sys.executable, "-c", script]


def wait_for_some(part: Path, process: "subprocess.Popen[str]") -> None:
    until(lambda: process.poll() is not None or (part.exists() and part.stat().st_size))
    assert process.poll() is None


def test_ctrl_c_is_one_line_and_what_came_stays(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    server.cuts, server.stalls = [100_000], True
    process = subprocess.Popen(set_up_of(record), cwd=CHECKOUT, stderr=subprocess.PIPE, text=True)
    part = folder / f"{NAME}.zip.part"
    wait_for_some(part, process)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "run_kiosk.py: stopped; the next setup goes on from there\n"
    assert part.exists()


def test_a_set_up_that_is_killed_is_gone_on_with(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    server.cuts, server.stalls = [100_000], True
    process = subprocess.Popen(set_up_of(record), cwd=CHECKOUT, text=True)
    wait_for_some(folder / f"{NAME}.zip.part", process)
    process.kill()
    process.wait()
    server.stalls = False
    assert main(["setup"]) == 0
    assert is_the_model(folder)
    first, second = server.asked
    assert first == ""
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= 100_000


def test_on_a_terminal_it_shows_how_far_and_how_fast_it_is(
    folder: Path, record: ModelRecord, server: ArchiveServer
) -> None:
    server.cuts, server.stalls = [100_000], True
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with on_a_terminal(set_up_of(record), environment) as terminal:
        terminal.wait_for("100.0/303.7 kB")
        terminal.wait_for("100.0/303.7 kB")
        terminal.process.send_signal(signal.SIGINT)
        text = terminal.read_to_end()
    assert re.search(r"100\.0/303\.7 kB [\d.]+ .?B/s \d:\d\d:\d\d", text), text
    assert text.endswith("run_kiosk.py: stopped; the next setup goes on from there\n")
    assert terminal.process.returncode == 130


def test_a_model_that_lacks_a_word_of_the_grammar_is_not_installed(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    korean = model()
    file = tmp_path / "korean.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for each in korean.rglob("*"):
            if each.is_file():
                packed.write(each, f"korean/{each.relative_to(korean)}")
    with file.open("rb") as stream:
        import hashlib  # noqa: PLC0415

        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    record = ModelRecord("korean", "en", file.stat().st_size, digest, "http://127.0.0.1:1/")
    monkeypatch.setitem(table.MODELS, "small", record)
    assert "does not know 'a'" in failed(capsys, "--from", str(file))
    assert [each.name for each in folder.iterdir()] == [".lock"]


def test_a_model_with_a_static_graph_is_not_installed(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    static = {f"{NAME}/am/final.mdl": b"x", f"{NAME}/graph/HCLG.fst": b"x"}
    file = tmp_path / "static.zip"
    file.write_bytes(zipped(static))
    monkeypatch.setitem(table.MODELS, "small", record_of(file.read_bytes()))
    assert "takes no grammar (HCLr.fst is missing)" in failed(capsys, "--from", str(file))
    assert [each.name for each in folder.iterdir()] == [".lock"]
