"""Downloads a Vosk model in the background of the first run that needs one; it tries only once.

Moonshine comes with the packages, so a model is needed only where the settings leave it out.

The download is a process of its own, of the lowest priority: the service does not wait for it, and
ends it at once when it ends.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from audio.errors import AudioError, reason_of
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import MODELS
from kiosk import CHECKOUT
from kiosk.files.own_folder import own_folder
from kiosk.notices import Board
from kiosk.service.setup.model import record_for, takes_the_grammar
from kiosk.settings.model import Settings
from kiosk.watchdog.supervisor import end_with_parent

TRIED = "model-was-fetched-once"
"""The file in the state folder that tells of the attempt, whatever became of it."""

_MEGABYTES = round(MODELS["small"].size / 1e6)
UNDER_WAY = f"The Vosk model is being downloaded ({_MEGABYTES} MB); yes, no and keys work now."
THERE = "The Vosk model is downloaded and verified; the kiosk restarts with it once nobody uses it."
FAILED = "The Vosk model could not be downloaded"
BY_HAND = "start run_kiosk.py setup to see why"


@contextmanager
def first_set_up(
    settings: Settings,
    board: Board,
    arrived: Callable[[], None],
    command: Sequence[str] | None = None,
) -> Iterator[None]:
    """Try once to get the small model while the body runs.

    Nothing is tried if there is a model, if Moonshine listens or Vosk is not to, if the settings
    forbid it, if it was tried before, or if the state folder cannot record that it was.

    Args:
        settings: say where models go, and whether to fetch one.
        board: gets one notice while it lasts and one with the result.
        arrived: called when the model is there, on a thread of its own.
        command: runs instead of this module; its last line of errors is shown.
    """
    if (
        settings.hearing.vosk_model is not None
        or "vosk" not in settings.hearing.recognizers
        or "moonshine" in settings.hearing.recognizers
        or not settings.hearing.fetch_model
        or not _is_the_first(settings.clinic.language, settings.storage.state_folder)
    ):
        yield
        return
    own = [sys.executable, "-m", __name__, str(settings.hearing.models_folder.absolute())]
    try:
        process = subprocess.Popen(
            [*(command or own)],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        board.notice(f"{FAILED}: {reason_of(error)}; {BY_HAND}")
        yield
        return
    board.notice(UNDER_WAY)
    ended: list[bool] = []
    thread = Thread(
        target=_watch, args=(process, board, arrived, lambda: bool(ended)), name="set-up"
    )
    thread.start()
    try:
        yield
    finally:
        ended.append(True)
        process.kill()
        thread.join()


def _watch(
    process: "subprocess.Popen[str]",
    board: Board,
    arrived: Callable[[], None],
    service_ended: Callable[[], bool],
) -> None:
    _, said = process.communicate()
    if service_ended():
        return
    board.withdraw(UNDER_WAY)
    if process.returncode == 0:
        board.notice(THERE)
        arrived()
    else:
        reason = (said.strip().splitlines() or [BY_HAND])[-1]
        board.notice(f"{FAILED}: {reason}")


def _is_the_first(language: str, state_folder: Path) -> bool:
    """Remember the attempt before it is made: one that kills the kiosk is not repeated."""
    if language not in {record.language for record in MODELS.values()}:
        return False
    try:
        own_folder(state_folder)
        (state_folder / TRIED).touch(exist_ok=False)
    except OSError:
        return False
    return True


def main(models_folder: Path) -> int:
    """Get the small model; a failure is one line on standard error."""
    end_with_parent()
    os.nice(19)
    record = record_for("small", "en")
    try:
        ModelStore(models_folder).set_up(
            record, lambda there, total: None, accept=takes_the_grammar(record.language)
        )
    except AudioError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the service shows it
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
