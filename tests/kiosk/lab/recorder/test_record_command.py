"""`record` from outside: a person before a real sound server, and what is in the folder then."""

import argparse
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.signals.recording import write_recording
from kiosk.cli import main
from kiosk.commands.arguments.record import add_arguments
from kiosk.lab.recorder.wording import load_wording
from tests import OWN_RECORDINGS
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk

pytestmark = pytest.mark.live

WORDING = load_wording("en")

SCENARIO = """\
# Begun by key.
name: a yes begins the symptoms
recognizer: yes-no
turns:
  - key: space
  - key: k
  - say: "yes"  # to the first that is offered
    expect: {state: section_menu}
  - key: q
    expect: {state: goodbye}
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    folder = tmp_path_factory.mktemp("sound")
    folder.chmod(0o700)
    with sound_server(folder) as server:
        # One cache for all: what the kiosk says is synthesized once.
        server.environment["KIOSK_CACHE_FOLDER"] = str(folder / "cache")
        yield server


@contextmanager
def asked(
    sound: SoundServer, folder: Path, *arguments: str, recognizers: str = "yes-no"
) -> Iterator[Terminal]:
    """Run `record` up to the question whether the person agrees; they read fast."""
    with kiosk(
        "record",
        *arguments,
        "--to",
        str(folder),
        folder=folder.parent,
        environment=sound.environment | {"KIOSK_RECOGNIZERS": recognizers},
    ) as terminal:
        for sentence in WORDING.consent:
            terminal.wait_for(sentence)
            terminal.press(" ")
        terminal.wait_for(WORDING.ask_consent[-1])
        yield terminal


def says(terminal: Terminal, sound: SoundServer, recording: Path) -> None:
    terminal.wait_for("speak now")
    sound.play(recording)


def keeps_a_yes(terminal: Terminal, sound: SoundServer) -> None:
    """Record the first of two words, and wait for the second to be asked for."""
    terminal.wait_for("say: yes")
    says(terminal, sound, OWN_RECORDINGS / "yes.flac")
    terminal.wait_for("Enter keep")
    terminal.press("\n")
    terminal.wait_for("say: no")


@pytest.fixture
def soft_yes(tmp_path: Path) -> Path:
    """A "yes" as by somebody who sits far away."""
    frames, _ = soundfile.read(OWN_RECORDINGS / "yes.flac", dtype="float32")
    write_recording(tmp_path / "soft.wav", frames * np.float32(0.1))
    return tmp_path / "soft.wav"


def test_a_scenario_is_walked_and_what_was_recorded_replays_and_is_measured(
    sound: SoundServer, tmp_path: Path, soft_yes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, folder = tmp_path / "visit.yaml", tmp_path / "recorded"
    written.write_text(SCENARIO)
    with asked(sound, folder, str(written), "--speaker", "s-1") as terminal:
        terminal.press(" ")
        says(terminal, sound, OWN_RECORDINGS / "yes.flac")
        terminal.wait_for("Do you want to hear about symptoms?")
        assert not folder.exists()
        terminal.press(" ")
        terminal.wait_for("say: yes")
        says(terminal, sound, soft_yes)
        terminal.wait_for("r again")
        terminal.press("r")
        terminal.wait_for("say: yes")
        says(terminal, sound, soft_yes)
        terminal.wait_for("Enter keep")
        terminal.press("h\n")
        terminal.wait_for("(key q)")
        terminal.press("   ")
        assert "replayed: passed" in terminal.read_to_end()
        assert terminal.process.returncode == 0
    frames, rate = soundfile.read(folder / "yes.flac")
    assert rate == 16000
    # Less than -22 dBFS by the quiet quarters of a second before and after the word.
    assert 10 * np.log10(np.mean(frames**2)) == pytest.approx(-24.5, abs=2)
    assert (folder / "manifest.tsv").read_text().splitlines() == [
        "path\tset\tspeaker\tlabel\tseconds",
        f"yes.flac\trecorded/yes\ts-1\tyes\t{len(frames) / rate:.2f}",
    ]
    assert (folder / "visit.yaml").read_text() == SCENARIO.replace(
        "begins the symptoms", "begins the symptoms (s-1, visit)"
    ).replace(
        'say: "yes"  # to the first that is offered',
        'say: yes.flac # to the first that is offered\n    words: "yes"',
    )
    assert main(["replay", str(folder)]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clips"] == 1


def test_a_visit_becomes_a_scenario_that_goes_as_the_visit_went(
    sound: SoundServer, tmp_path: Path
) -> None:
    folder = tmp_path / "recorded"
    with asked(sound, folder, "--speaker", "s-1", recognizers="auto") as terminal:
        terminal.press("y")
        terminal.wait_for("speak now")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press(" " * 20)
        terminal.wait_for("Or say: causes, more, or help.")
        says(terminal, sound, OWN_RECORDINGS / "radiation_therapy.flac")
        terminal.wait_for("Enter keep")
        terminal.press("\n")
        terminal.wait_for("understood: topic.treatments.radiation")
        terminal.press("\x7f" * 60 + "raz\x7fdiation therapy\n")
        terminal.wait_for("This is about radiation therapy.")
        terminal.press(" " * 20)
        terminal.wait_for("speak now")
        terminal.press("q")
        terminal.wait_for("goodbye")
        terminal.press(" " * 4)
        terminal.wait_for(WORDING.kept[-1])
        terminal.press(" ")
        assert "replayed: passed" in terminal.read_to_end()
    assert (
        (folder / "visit.yaml").read_text()
        == """\
name: a visit (s-1, visit)
turns:
  - key: space
    expect:
      state: greeting
  - say: radiation_therapy.flac
    words: "radiation therapy"
    expect:
      state: reading
  - silence: 0.5
  - key: q
    expect:
      state: goodbye
"""
    )
    assert "\tradiation therapy\t" in (folder / "manifest.tsv").read_text()


def test_who_says_no_leaves_no_file(sound: SoundServer, tmp_path: Path) -> None:
    folder = tmp_path / "recorded"
    with asked(sound, folder, "--words", "yes") as terminal:
        terminal.press(" ")
        says(terminal, sound, OWN_RECORDINGS / "no.flac")
        terminal.wait_for(WORDING.declined[-1])
        terminal.press(" ")
        terminal.read_to_end()
        assert terminal.process.returncode == 1
    assert not folder.exists()


def test_ctrl_c_leaves_no_file_unless_the_person_wants_it_kept(
    sound: SoundServer, tmp_path: Path
) -> None:
    folder = tmp_path / "recorded"
    with asked(sound, folder, "--words", "yes,no") as terminal:
        terminal.press("y")
        keeps_a_yes(terminal, sound)
        terminal.process.send_signal(signal.SIGINT)
        terminal.wait_for("1 recorded; keys: y keep, n delete")
        terminal.press("n")
        assert "deleted" in terminal.read_to_end()
        assert terminal.process.returncode == 130
    assert not folder.exists()


def test_who_stops_may_keep_what_there_is_and_what_is_too_loud_is_asked_again(
    sound: SoundServer, tmp_path: Path
) -> None:
    folder = tmp_path / "recorded"
    frames, _ = soundfile.read(OWN_RECORDINGS / "yes.flac", dtype="float32")
    write_recording(tmp_path / "shouted.wav", frames * np.float32(30))
    with asked(sound, folder, "--words", "yes,no", "--speaker", "s-1") as terminal:
        terminal.press("y")
        terminal.wait_for("say: yes")
        says(terminal, sound, tmp_path / "shouted.wav")
        terminal.wait_for(WORDING.clipped[0])
        terminal.press(" ")
        keeps_a_yes(terminal, sound)
        terminal.press("x")
        terminal.wait_for("keys: y keep, n delete")
        terminal.press("y")
        terminal.wait_for(WORDING.kept[-1])
        terminal.press(" ")
        terminal.read_to_end()
        assert terminal.process.returncode == 0
    assert {path.name for path in folder.iterdir()} == {"yes.flac", "manifest.tsv"}


def test_spaces_in_the_list_of_words_are_not_said() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    words = parser.parse_args(["--to", "x", "--words", "yes, not  sure , oov_nine"]).words
    assert words == [("yes", False), ("not sure", False), ("nine", True)]


def test_without_a_microphone_it_says_what_to_do(tmp_path: Path) -> None:
    with kiosk(
        "record",
        "--words",
        "yes",
        "--to",
        str(tmp_path / "x"),
        folder=tmp_path,
        environment=NO_SOUND,
    ) as terminal:
        assert "plug one in" in terminal.read_to_end()
        assert terminal.process.returncode == 3
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ("[{key: space}]", "nobody says anything"),
        ("[{say: hello, expect: {state: goodbye}}]", "does not go as it expects"),
    ],
)
def test_a_scenario_that_leads_nowhere_is_told_before_anybody_speaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], turns: str, told: str
) -> None:
    written = tmp_path / "visit.yaml"
    written.write_text(f"name: a visit\nrecognizer: text\nturns: {turns}\n")
    assert main(["record", str(written), "--to", str(tmp_path / "x")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert f"{written}:" in line
