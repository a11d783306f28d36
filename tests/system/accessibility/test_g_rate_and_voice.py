"""G. Rate and voice, measured on the voice's own sound."""

from collections.abc import Iterator

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import Pyttsx3Voice, Voice
from grammar.intents import Intent
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.pace import RATES, Pace
from kiosk.visit.dialogue.table import State
from kiosk.visit.speech.synthesis import Pronunciations
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.system.accessibility.aloud import PatientVoice
from tests.system.accessibility.walk import SPEAKING, STATES, heard_first, says

pytestmark = pytest.mark.sound

DEFAULT = 150
QUIET = 0.01
"""Amplitude of a pause, -40 dBFS."""

TEXTS = [s for topic in CONTENT.topics.values() for s in (*topic.plain, *topic.fuller)][::5]
APPLY = Pronunciations(CONTENT.pronunciations).apply


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    voice = Pyttsx3Voice("en")
    yield voice
    voice.close()


def spoken_seconds(frames: Frames) -> float:
    """How long it sounds, without its pauses (quiet for 50 ms or more)."""
    step = SAMPLE_RATE // 20
    loud = [np.abs(frames[i : i + step]).max() > QUIET for i in range(0, len(frames), step)]
    return float(sum(loud)) * step / SAMPLE_RATE


def rate_of(voice: Voice | PatientVoice, wanted: int, texts: list[str]) -> float:
    words = sum(len(text.split()) for text in texts)
    return words * 60 / sum(spoken_seconds(voice.speak(APPLY(text), wanted)) for text in texts)


def test_g1_it_speaks_150_words_a_minute(voice: Pyttsx3Voice) -> None:
    assert Pace().words_per_minute == DEFAULT
    assert World(WITH_NAMES).presses(" ").last_say.words_per_minute == DEFAULT
    assert rate_of(voice, DEFAULT, TEXTS) == pytest.approx(DEFAULT, rel=0.1)


def test_g1_it_does_so_whenever_the_voice_is_started_anew() -> None:
    lengths = set()
    for _ in range(6):
        voice = Pyttsx3Voice("en")
        try:
            lengths.add(len(voice.speak(TEXTS[0], DEFAULT)))
        finally:
            voice.close()
    assert len(lengths) == 1


def test_g2_five_rates_from_110_to_200_are_each_faster(voice: Pyttsx3Voice) -> None:
    assert (len(RATES), RATES[0], RATES[-1]) == (5, 110, 200)
    measured = [rate_of(voice, rate, TEXTS[::4]) for rate in RATES]
    assert measured == sorted(measured)
    assert measured[0] == pytest.approx(110, rel=0.1)
    assert measured[-1] == pytest.approx(200, rel=0.1)


@every_row("state", SPEAKING)
@every_row(("key", "last"), [("<", 110), (">", 200)])
def test_g2_every_state_goes_slower_and_faster_and_says_so(
    state: State, key: str, last: int
) -> None:
    world = heard_first(brought_to(state))
    rates = [world.last_say.words_per_minute]
    for _ in range(4):
        world.presses(key)
        said = says(world.last_actions)[-1]
        assert any(word in said.sentences[0] for word in ("slow", "fast"))
        rates.append(said.words_per_minute)
    assert rates == sorted(rates, reverse=key == "<")
    assert rates[-1] == last


def test_g2_the_next_visitor_has_the_default() -> None:
    world = World(WITH_NAMES).presses(" k>>").says(Intent.GOODBYE).listen()
    assert world.presses(" ").last_say.words_per_minute == DEFAULT
    world = World(WITH_NAMES).presses(" k>>").waits(300)
    assert world.presses(" ").last_say.words_per_minute == DEFAULT
    world = World(WITH_NAMES, Started(interrupted=True))
    assert world.last_say.words_per_minute == DEFAULT


CONFIRMING = ("Did you say",)


@pytest.mark.parametrize("state", STATES)
def test_g3_no_term_is_spoken_alone(state: State) -> None:
    for key in ("", *dict.fromkeys(KEYS)):
        world = brought_to(state)
        spoken = [world.last_say] if world.speaking else []
        world.presses(key)
        for say in (*spoken, *says(world.last_actions)):
            text = " ".join(say.sentences)
            assert len(text.split()) >= 4 or text.startswith(CONFIRMING), text
