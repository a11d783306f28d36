"""The first run without a model: one attempt, beside the service, that it never waits for."""

import os
import sys
from pathlib import Path
from threading import Event

import pytest

from audio.vosk.models.table import ModelRecord
from kiosk.service.setup.first_run import FAILED, THERE, TRIED, UNDER_WAY, first_set_up
from kiosk.settings.model import Settings
from tests.audio.vosk.models.archive_server import ArchiveServer
from tests.audio.vosk.models.archives import FILES, is_the_model, record_of, zipped
from tests.system.live.terminal import NO_SOUND, kiosk

pytestmark = pytest.mark.unit

PATIENT = 300.0
"""Seconds: the set-up gets what processor time all others leave."""


class Board:
    """Keeps the notices, and waits for the one that tells how it ended."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.withdrawn: list[str] = []
        self.arrived = Event()
        self._ended = Event()

    def arrive(self) -> None:
        self.arrived.set()

    def notice(self, text: str) -> None:
        self.notices.append(text)
        if text != UNDER_WAY:
            self._ended.set()

    def withdraw(self, text: str) -> None:
        self.withdrawn.append(text)

    def wait(self) -> None:
        assert self._ended.wait(PATIENT), self.notices


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of(
        recognizers=("vosk", "yes-no"),
        models_folder=tmp_path / "models",
        state_folder=tmp_path / "state",
    )


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def that_knows(record: ModelRecord) -> list[str]:
    """Give the command that makes the attempt for real, with that model as the small one."""
    return python(
        "import sys\n"
        "from pathlib import Path\n"
        "from audio.vosk.models import table\n"
        "from kiosk.service.setup import first_run\n"
        f"table.MODELS['small'] = table.{record!r}\n"
        "first_run.takes_the_grammar = lambda language: lambda folder: None\n"
        "sys.exit(first_run.main(Path(sys.argv[1])))\n"
    )


def test_it_brings_the_model_and_says_so_once(settings: Settings, server: ArchiveServer) -> None:
    board = Board()
    command = that_knows(record_of(zipped(FILES), server.url))
    with first_set_up(
        settings, board, board.arrive, [*command, str(settings.hearing.models_folder)]
    ):
        assert board.arrived.wait(PATIENT), board.notices
    assert board.notices == [UNDER_WAY, THERE]
    assert board.withdrawn == [UNDER_WAY]
    assert is_the_model(settings.hearing.models_folder)


def test_a_failure_is_one_notice_and_it_is_not_tried_again(
    settings: Settings, server: ArchiveServer
) -> None:
    server.status = 404
    command = that_knows(record_of(zipped(FILES), server.url))
    for _ in range(2):
        board = Board()
        with first_set_up(
            settings, board, board.arrive, [*command, str(settings.hearing.models_folder)]
        ):
            if not server.asked:
                board.wait()
                assert board.notices[0] == UNDER_WAY
                assert board.notices[1].startswith(f"{FAILED}: {server.url} answered 404")
                assert len(board.notices[1].splitlines()) == 1
                continue
        assert len(server.asked) == 1
    assert board.notices == []


def test_a_program_that_cannot_be_started_is_one_notice(settings: Settings) -> None:
    board = Board()
    with first_set_up(settings, board, board.arrive, ["/nowhere/python"]):
        pass
    assert len(board.notices) == 1
    assert board.notices[0].startswith(FAILED)


def test_the_end_of_the_service_ends_it_at_once(settings: Settings, tmp_path: Path) -> None:
    board = Board()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    endless = python(
        f"import os, signal; print(os.getpid(), file=open({str(pipe)!r}, 'w'),"
        "flush=True); signal.pause()"
    )
    with first_set_up(settings, board, board.arrive, endless):
        number = int(pipe.read_text())
    assert board.notices == [UNDER_WAY]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_nothing_is_tried_where_it_must_not_be(settings: Settings, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    for changed in (
        settings.changed(fetch_model=False),
        settings.changed(vosk_model=tmp_path),
        settings.changed(recognizers="auto"),
        settings.changed(recognizers=("yes-no",)),
        settings.changed(language="fr"),
        settings.changed(state_folder=in_the_way),
    ):
        board = Board()
        with first_set_up(changed, board, board.arrive, ["/nowhere"]):
            pass
        assert board.notices == []
    assert not (settings.storage.state_folder / TRIED).exists()


@pytest.mark.live
def test_the_kiosk_serves_while_its_first_set_up_fails(tmp_path: Path) -> None:
    environment = NO_SOUND | {
        "KIOSK_RECOGNIZERS": "vosk yes-no",
        "KIOSK_FETCH_MODEL": "true",
        "HTTPS_PROXY": "http://127.0.0.1:1",
    }
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("The Vosk model is being downloaded (41 MB)")
        terminal.wait_for(f"{FAILED}: ")
        terminal.wait_for("run_kiosk.py setup --from FILE")
        terminal.press(" ")
        terminal.wait_for("Hello.")
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        assert "Vosk" not in terminal.text
