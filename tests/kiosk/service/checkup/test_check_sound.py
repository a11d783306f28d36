"""`check` in rooms of all kinds: it reports what it can tell, and asks about what it cannot."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from audio.server.mixer import blockade
from audio.server.pactl import everything
from tests.system.live.echo import cancel_echo
from tests.system.live.room import noise
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.warm_start import run_command
from tests.waiting import until

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def dead_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    """A room in which the microphone hears noise and no speaker."""
    folder = tmp_path_factory.mktemp("sound")
    folder.chmod(0o700)
    with sound_server(folder) as server, noise(server):
        yield server


@dataclass(frozen=True, slots=True)
class Told:
    """What `check` says of a part: "fit", "look" or "unfit", and its line."""

    verdict: str
    line: str


def checked(server: SoundServer, **settings: str) -> dict[str, Told]:
    state = {name: str(server.folder / name) for name in ("KIOSK_STATE_FOLDER", "XDG_CONFIG_HOME")}
    done = run_command(("check", "--json"), {**server.environment, **state, **settings}, 60)
    assert done.stderr == ""
    return {
        part["part"]: Told(
            "look" if part["look"] else "fit" if part["fit"] else "unfit", part["line"]
        )
        for part in json.loads(done.stdout)["parts"]
    }


def typed(server: SoundServer, line: str) -> None:
    command = ["sh", "-c", line.rpartition(": ")[2]]
    subprocess.run(command, env=server.environment, check=True, timeout=20)


def test_a_speaker_that_nobody_hears_is_not_fit(dead_room: SoundServer) -> None:
    speaker = checked(dead_room)["speaker"]
    assert speaker.verdict == "unfit"
    assert "the microphone did not hear the test sound" in speaker.line


def test_an_overdriven_microphone_is_turned_down_and_one_that_hears_no_speaker_asks(
    dead_room: SoundServer,
) -> None:
    dead_room.control("set-source-volume", "microphone", "60dB")
    microphone = checked(dead_room, KIOSK_BARGE_IN="on")["microphone"]
    assert microphone.verdict == "unfit"
    assert "too loud and distorts words" in microphone.line
    typed(dead_room, microphone.line)
    found = checked(dead_room, KIOSK_BARGE_IN="on")
    assert found["microphone"].verdict == "fit"
    assert found["speaker"].verdict == "look"
    assert found["speaker"].line.startswith("did you hear the test sound?")


def test_behind_an_echo_canceller_it_finds_what_is_muted_and_else_asks(
    dead_room: SoundServer,
) -> None:
    cancel_echo(dead_room)
    dead_room.control("set-sink-mute", "speaker", "1")
    speaker = checked(dead_room)["speaker"]
    assert speaker.verdict == "unfit"
    typed(dead_room, speaker.line)
    speaker = checked(dead_room)["speaker"]
    assert speaker.verdict == "look"
    assert "takes out of the microphone what the speaker plays" in speaker.line


def test_a_program_that_the_mixer_keeps_silent_is_found_among_all_that_play(
    dead_room: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", dead_room.environment["PULSE_SERVER"])
    with subprocess.Popen(
        ["pacat", "--device=mic", "/dev/zero"], env=dead_room.environment
    ) as player:
        try:
            stream = until(lambda: stream_of(dead_room, player.pid))
            assert blockade("speaker", [player.pid], everything()) is None
            dead_room.control("set-sink-input-mute", stream, "1")
            dead_room.control("set-sink-input-volume", stream, "0")
            found = blockade("speaker", [player.pid], everything())
            assert found is not None
            assert found.what == "the sound server has muted the kiosk on the speaker"
            subprocess.run(["sh", "-c", found.mend], check=True)
            assert blockade("speaker", [player.pid], everything()) is None
        finally:
            player.terminate()


def stream_of(server: SoundServer, process: int) -> str:
    """Give the number of the stream on which a program plays; "": it does not."""
    for stream in json.loads(server.control("--format=json", "list", "sink-inputs")):
        if stream["properties"].get("application.process.id") == str(process):
            return str(stream["index"])
    return ""
