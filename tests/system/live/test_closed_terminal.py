"""A terminal that is closed ends the kiosk as a stop does: the visitor is told, nobody is called.

H20: a crash in a visit. The window is closed, or the reader of a pipe ends with the same Ctrl-C.
"""

import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.system.live.sentences import ALIKE, found_in, spoken
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import (
    NO_SOUND,
    Terminal,
    environment_of,
    kiosk,
    on_a_terminal,
    warm_on_a_terminal,
)

pytestmark = pytest.mark.live

FAREWELL = "I have to stop now."
RUN = [sys.executable, "-W", "error", "-m", "kiosk", "run", "--plain"]


def in_a_window(
    folder: Path, own: dict[str, str], command: Sequence[str] = ()
) -> AbstractContextManager[Terminal]:
    """Run it, or a command that runs it, in a terminal that hangs up on it."""
    environment = environment_of(folder, {"TERM": "xterm", "COLUMNS": "200"} | own)
    if command:
        return on_a_terminal(command, environment, controls=True)
    return warm_on_a_terminal(["run", "--plain"], environment, controls=True)


def test_a_visitor_is_told_when_the_window_is_closed(sound: SoundServer, tmp_path: Path) -> None:
    own = sound.environment | {"KIOSK_CLINIC_NAME": "x"}
    with in_a_window(tmp_path, own) as terminal:
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        with sound.heard() as heard:
            terminal.hang_up()
            terminal.process.send_signal(signal.SIGHUP)  # as the shell does
            terminal.process.send_signal(signal.SIGHUP)
            assert terminal.process.wait(30) == 0
        (farewell,) = spoken([FAREWELL])
        assert found_in(heard.frames, farewell)[1] > ALIKE
    nobody_is_called_at_the_next_start(tmp_path)


def test_a_visit_ends_when_the_reader_of_a_pipe_ends_with_ctrl_c(tmp_path: Path) -> None:
    command = ["bash", "-c", f'{" ".join(RUN)} | tee "{tmp_path}/printed"; exit ${{PIPESTATUS[0]}}']
    with in_a_window(tmp_path, NO_SOUND, command) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("\x03")
        terminal.read_to_end(30)
        assert "Traceback" not in terminal.text
        assert terminal.process.returncode in (0, -signal.SIGINT, 130)  # bash's own Ctrl-C
    log = next((tmp_path / "state" / "log").iterdir()).read_text()
    assert '"event": "summary"' in log  # it has ended in good order
    nobody_is_called_at_the_next_start(tmp_path)


def nobody_is_called_at_the_next_start(folder: Path) -> None:
    assert not (folder / "state" / "visit").exists()
    with kiosk("run", folder=folder, environment=NO_SOUND) as terminal:
        printed = terminal.wait_for("Waiting")
        assert "I had to start again" not in printed
        assert "Staff, please come" not in printed
