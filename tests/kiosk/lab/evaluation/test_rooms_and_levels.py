"""`evaluate` and `replay` in rooms, and at several levels of noise in one run."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audio.signals.recording import read_recording
from kiosk.cli import main
from kiosk.lab.recordings.noise import Noise
from kiosk.lab.recordings.rooms import Rooms, surroundings
from tests import OWN_RECORDINGS
from tests.kiosk.lab.evaluation.recorded import own_folder

pytestmark = pytest.mark.sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own_folder(tmp_path)
    rng = np.random.default_rng(1)
    soundfile.write(tmp_path / "rain.wav", rng.normal(0, 0.1, 48000), 16000)
    direct = np.zeros(800)
    direct[100] = 1.0
    soundfile.write(tmp_path / "open_air.wav", direct, 16000)
    # A hall in which nothing can be understood: five seconds of even echo.
    soundfile.write(tmp_path / "cavern.wav", rng.normal(0, 0.1, 80000), 16000)
    return tmp_path


def measured(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert main(["evaluate", *map(str, arguments), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_room_is_measured_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = measured(capsys, folder)
    near = measured(capsys, folder, "--room", folder / "open_air.wav")
    assert near["confusion"] == plain["confusion"]
    assert near["room"] == str(folder / "open_air.wav")
    assert set(near) - set(plain) == {"room", "seed"}
    far = measured(capsys, folder, "--room", folder / "cavern.wav")
    assert far["confusion"]["yes"]["reject"] == 1


@pytest.mark.slow
def test_each_clip_meets_one_room_of_a_folder_whatever_clips_are_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms = folder / "rooms"
    rooms.mkdir()
    for name in ("cavern", "open_air"):
        (folder / f"{name}.wav").rename(rooms / f"{name}.wav")

    def heard(seed: int) -> int:
        found = measured(capsys, folder, "--room", rooms, "--seed", seed)
        return int(found["confusion"]["yes"]["yes"])

    by_seed = [heard(seed) for seed in range(8)]
    assert set(by_seed) == {0, 1}
    rows = (folder / "manifest.tsv").read_text().splitlines()
    (folder / "manifest.tsv").write_text("\n".join(r for r in rows if not r.startswith("no.")))
    assert [heard(seed) for seed in range(8)] == by_seed


def test_an_emergency_question_is_answered_in_a_room(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = (folder, "--as", "emergency", "--recognizer", "yes-no")
    near = measured(capsys, *command, "--room", folder / "open_air.wav")
    assert near["confusion"]["yes"]["YES"] == 1
    far = measured(capsys, *command, "--room", folder / "cavern.wav")
    assert far["confusion"]["yes"]["YES"] == 0


def test_several_levels_give_each_what_a_run_by_itself_gives(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = ("--noise", folder / "rain.wav", "--snr")
    (both,) = measured(capsys, folder, *noise, "20,-30").values()
    assert [level["snr_db"] for level in both] == [None, 20, -30]
    alone = [
        measured(capsys, folder),
        measured(capsys, folder, *noise, "20"),
        measured(capsys, folder, *noise, "-30"),
    ]
    assert [level["confusion"] for level in both] == [each["confusion"] for each in alone]
    assert both[0]["confusion"] != both[2]["confusion"]
    # One level is told as it is without a list.
    assert set(alone[0]) == {
        *("recognizer", "clips", "confusion", "phrases", "ms_per_clip", "false_yes", "false_no"),
        *("yes_as_no", "no_as_yes", "unreadable"),
    }
    assert set(alone[1]) == {*alone[0], "noise", "snr_db", "seed"}


def test_the_tables_of_several_levels_name_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--noise", str(folder / "rain.wav"), "--snr", "20,-30"]
    assert main(["evaluate", str(folder), *options]) == 0
    shown = capsys.readouterr().out
    assert shown.index("no noise:") < shown.index("20 dB:") < shown.index("-30 dB:")
    assert shown.count("false no:") == 3


def test_a_recording_is_replayed_in_a_room(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def heard(room: str, code: int) -> list[str]:
        recording = str(OWN_RECORDINGS / "yes.flac")
        options = ["--recognizer", "yes-no", "--room", str(folder / room), "--json"]
        assert main(["replay", recording, *options]) == code
        (scenario,) = json.loads(capsys.readouterr().out)["scenarios"]
        return list(scenario["heard"])

    assert heard("open_air.wav", 0) == ["yes-no: yes"]
    assert heard("cavern.wav", 1) != ["yes-no: yes"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("--room {folder}/hush.wav", 3, "hush.wav: the room's response is empty or silent"),
        ("--room {folder}/empty.wav", 3, "empty.wav"),
        ("--room {folder}/long.wav", 3, "long.wav: the room's response lasts 12 s"),
        ("--room {folder}/manifest.tsv", 3, "manifest.tsv: no sound file"),
        ("--room {folder}/absent.wav", 3, "absent.wav"),
        ("--room {folder}/bare", 2, "bare: no recordings in this folder"),
        ("--noise {folder}/rain.wav --snr 20,loud", 2, "'loud' are not decibels"),
        ("--noise {folder}/rain.wav --snr nan", 2, "'nan' are not decibels"),
        ("--noise {folder}/rain.wav --snr 4000", 2, "not decibels from -100 to 100"),
        ("--html {folder}/bare/absent/page.html", 2, "cannot be written"),
        ("--html {folder}/bare", 2, "cannot be written"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: str, code: int, said: str
) -> None:
    (folder / "bare").mkdir()
    (folder / "empty.wav").write_bytes(b"")
    soundfile.write(folder / "long.wav", np.ones(16000 * 12) / 2, 16000)
    options = arguments.format(folder=folder).split()
    assert main(["evaluate", str(folder), "--json", *options]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.splitlines()) == 1


def test_noise_comes_on_top_of_the_room_and_is_measured_against_what_sounds_in_it() -> None:
    response = np.zeros(4000, np.float32)
    response[[10, 3000]] = 0.8, 0.7
    rooms = Rooms([response], seed=1)
    hum = np.asarray(0.1 * np.sin(np.arange(16000) / 5), np.float32)
    quiet_speech = 0.2 * read_recording(OWN_RECORDINGS / "yes.flac")
    around = surroundings(rooms, Noise([hum], 12.0, seed=1))
    assert around is not None
    in_room = rooms.around(quiet_speech, "yes")
    added = around(quiet_speech, "yes") - in_room
    # The hum is a hum still: no echo of its beginning, and 12 dB below.
    assert np.abs(added).max() == pytest.approx(np.sqrt(2 * np.mean(added**2)), rel=0.01)
    assert 10 * np.log10(np.mean(in_room**2) / np.mean(added**2)) == pytest.approx(12, abs=0.01)
