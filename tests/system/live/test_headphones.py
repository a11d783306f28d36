"""Headphones on a real sound server: a sink that comes is plugged in, one that goes unplugged."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from audio.frames import Frames
from audio.server.headphones import Place, headphones_in
from audio.voices.plain import Pyttsx3Voice
from kiosk.visit.dialogue.pace import Pace
from tests import OWN_RECORDINGS
from tests.benchmarks.tape import AUDIBLE, Tape
from tests.shipped import CONTENT
from tests.system.live.plugged import is_tonal, plug_in
from tests.system.live.sentences import ALIKE, found_in
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import Terminal, kiosk

pytestmark = pytest.mark.live

IN, STOPS_UNTIL = CONTENT.prompts["headphones"][0]
OUT = CONTENT.prompts["unplugged"][0]
LONG = "I can read about cancer in the spine, and ask health questions."
A_SECOND = OWN_RECORDINGS / "yes.flac"
STOPS_WITHIN = 0.3


@pytest.fixture
def terminal(sound: SoundServer, tmp_path: Path) -> Iterator[Terminal]:
    environment = sound.environment | {"KIOSK_HEADPHONES": "auto"}
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=environment
    ) as running:
        running.wait_for("Listening")
        running.press(" ")
        running.wait_for(LONG)
        yield running


@pytest.fixture
def speaker(sound: SoundServer) -> Iterator[Tape]:
    with closing(Tape(sound, "speaker.monitor")) as tape:
        yield tape


def spoken(sentence: str) -> Frames:
    with closing(Pyttsx3Voice("en", timeout=30)) as voice:
        return voice.speak(sentence, Pace().words_per_minute)


def test_speech_moves_to_the_headphones_and_an_emergency_back(
    sound: SoundServer, terminal: Terminal, speaker: Tape
) -> None:
    plug_in(sound)
    with closing(Tape(sound, "headphones.monitor")) as headphones:
        terminal.wait_for(IN)
        moved = time.monotonic()
        terminal.wait_for(STOPS_UNTIL)
        heard = headphones.between(0.0, time.monotonic())
    left = speaker.between(moved + STOPS_WITHIN, time.monotonic())
    assert np.abs(left).max() < AUDIBLE
    place, alike = found_in(heard, spoken(IN))
    assert alike > ALIKE
    assert place > 0, "the first word is whole"
    pressed = time.monotonic()
    terminal.press("s")
    terminal.wait_for(CONTENT.prompts["emergency_uncalled"][0][1])
    assert not is_tonal(speaker.between(pressed, time.monotonic()))


def test_a_machine_that_stands_still_spills_no_word_on_the_speaker(
    sound: SoundServer, terminal: Terminal, speaker: Tape
) -> None:
    before = sound.control("get-default-sink")
    module = plug_in(sound)
    with closing(Tape(sound, "headphones.monitor")) as headphones:
        terminal.wait_for(STOPS_UNTIL)
        stood_still = time.monotonic()
        # ALSA opens a stream anew that is served too late, where the server leads it by default.
        serving = terminal.serving_process()
        os.kill(serving, signal.SIGSTOP)
        sound.play(A_SECOND)
        os.kill(serving, signal.SIGCONT)
        goes_on = time.monotonic()
        terminal.wait_for(LONG)
        sound.play(A_SECOND)
        assert np.abs(headphones.between(goes_on, time.monotonic())).max() > AUDIBLE
    assert np.abs(speaker.between(stood_still, time.monotonic())).max() < AUDIBLE
    sound.unload(module)
    terminal.wait_for(OUT[1])
    assert sound.control("get-default-sink") == before


def test_unplugged_no_word_is_on_the_speaker_until_a_key(
    sound: SoundServer, terminal: Terminal, speaker: Tape
) -> None:
    module = plug_in(sound)
    terminal.wait_for(LONG)
    sound.play(A_SECOND)
    out = time.monotonic()
    sound.unload(module)
    terminal.wait_for(OUT[0])
    terminal.wait_for(OUT[1])
    assert np.abs(speaker.between(out, time.monotonic())).max() > AUDIBLE, "it asks by a tone"
    module = plug_in(sound)
    with closing(Tape(sound, "headphones.monitor")) as headphones:
        terminal.wait_for(LONG)
        sound.play(A_SECOND)
        assert headphones.first_audible(0.0) is not None
    sound.unload(module)
    terminal.wait_for(OUT[1])
    assert is_tonal(speaker.between(out, time.monotonic()))
    pressed = time.monotonic()
    terminal.press("1")
    terminal.wait_for(LONG)
    terminal.wait_for("For each thing, please say yes or no.")
    assert not is_tonal(speaker.between(pressed, time.monotonic()))
    assert "kiosk_private" not in sound.control("list", "short", "modules")


SINK = {"name": "card", "description": "Built-in Audio", "properties": {}}
SPEAKER = {
    "name": "analog-output-speaker",
    "description": "Speakers",
    "type": "Speaker",
    "priority": 100,
    "availability": "availability unknown",
}
JACK = {
    "name": "analog-output-headphones",
    "description": "Headphones",
    "type": "Headphones",
    "priority": 99,
}
USB = {
    "name": "alsa_output.usb-2",
    "description": "USB Audio",
    "ports": [],
    "properties": {"device.form_factor": "headset"},
}
LINE = {"name": "line", "description": "Line Out", "ports": [], "properties": {}}


@pytest.mark.parametrize(
    ("name", "availability", "others", "found"),
    [
        ("auto", "available", [], Place("card", "analog-output-headphones")),
        ("auto", "not available", [], None),
        ("auto", "availability unknown", [], None),
        ("auto", "not available", [USB], Place("alsa_output.usb-2")),
        ("line", "available", [LINE], Place("line")),
        ("line", "available", [USB], None),
        ("Headphones", "available", [], Place("card", "analog-output-headphones")),
    ],
)
def test_a_jack_counts_by_what_is_sensed_and_a_sink_by_being_there(  # noqa: PLR0917
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    availability: str,
    others: list[dict[str, object]],
    found: Place | None,
) -> None:
    """No virtual sink has ports, so a program gives what `pactl` gives for a card with a jack."""
    ports = [SPEAKER, JACK | {"availability": availability}]
    program = tmp_path / "pactl"
    program.write_text(
        f"#!/bin/sh\ncase $1 in get-default-sink) echo card;; *) cat {tmp_path}/sinks;; esac\n"
    )
    program.chmod(0o755)
    (tmp_path / "sinks").write_text(json.dumps([SINK | {"ports": ports}, *others]))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert headphones_in(name) == found
