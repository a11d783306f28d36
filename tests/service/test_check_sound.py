"""`check` in rooms of all kinds: what it cannot tell it asks, and what it can it tells."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from audio.mixer import blockade
from tests.live.echo import cancel_echo
from tests.live.room import noise
from tests.live.sound_server import SoundServer, sound_server
from tests.live.terminal import CHECKOUT


@pytest.fixture(scope="module")
def dead_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    """A room in which the microphone hears noise and no speaker."""
    folder = tmp_path_factory.mktemp("sound")
    folder.chmod(0o700)
    with sound_server(folder) as server, noise(server):
        yield server


def checked(server: SoundServer, part: str, **settings: str) -> tuple[str, str]:
    """Give "fit", "look" or "unfit", and the line."""
    state = {name: str(server.folder / name) for name in ("KIOSK_STATE_FOLDER", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "kiosk", "check", "--json"],
        cwd=CHECKOUT,
        env={**server.environment, **state, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    found = next(each for each in json.loads(done.stdout)["parts"] if each["part"] == part)
    return "look" if found["look"] else "fit" if found["fit"] else "unfit", found["line"]


def typed(server: SoundServer, line: str) -> None:
    command = ["sh", "-c", line.rpartition(": ")[2]]
    subprocess.run(command, env=server.environment, check=True, timeout=20)


def test_a_speaker_that_nobody_hears_is_not_fit(dead_room: SoundServer) -> None:
    verdict, line = checked(dead_room, "speaker")
    assert verdict == "unfit"
    assert "the microphone did not hear the test sound" in line


def test_where_the_microphone_should_not_hear_it_a_person_is_asked(dead_room: SoundServer) -> None:
    verdict, line = checked(dead_room, "speaker", KIOSK_BARGE_IN="on")
    assert verdict == "look"
    assert line.startswith("did you hear the test sound?")


def test_an_overdriven_microphone_is_turned_down(dead_room: SoundServer) -> None:
    dead_room.control("set-source-volume", "microphone", "60dB")
    verdict, line = checked(dead_room, "microphone")
    assert verdict == "unfit"
    assert "overdriven" in line
    typed(dead_room, line)
    assert checked(dead_room, "microphone")[0] == "fit"


def test_behind_an_echo_canceller_it_finds_what_is_muted_and_else_asks(
    dead_room: SoundServer,
) -> None:
    cancel_echo(dead_room)
    dead_room.control("set-sink-mute", "speaker", "1")
    verdict, line = checked(dead_room, "speaker")
    assert verdict == "unfit"
    typed(dead_room, line)
    verdict, line = checked(dead_room, "speaker")
    assert verdict == "look"
    assert "takes out of the microphone what the speaker plays" in line


def test_a_program_that_the_mixer_keeps_silent_is_found_among_all_that_play(
    dead_room: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", dead_room.environment["PULSE_SERVER"])
    with subprocess.Popen(
        ["pacat", "--device=mic", "/dev/zero"], env=dead_room.environment
    ) as player:
        try:
            stream = str(waited_for(lambda: stream_of(dead_room, player.pid)))
            assert blockade("speaker", [player.pid]) is None
            dead_room.control("set-sink-input-mute", stream, "1")
            dead_room.control("set-sink-input-volume", stream, "0")
            found = blockade("speaker", [player.pid])
            assert found is not None
            assert found.what == "the sound server has muted the kiosk on the speaker"
            subprocess.run(["sh", "-c", found.mend], check=True)
            assert blockade("speaker", [player.pid]) is None
        finally:
            player.terminate()


def stream_of(server: SoundServer, process: int) -> int | None:
    """Give the number of the stream on which a program plays."""
    for stream in json.loads(server.control("--format=json", "list", "sink-inputs")):
        if stream["properties"].get("application.process.id") == str(process):
            return int(stream["index"])
    return None


def waited_for(look: Callable[[], int | None]) -> int:
    ends = time.monotonic() + 20
    while (found := look()) is None:
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found
