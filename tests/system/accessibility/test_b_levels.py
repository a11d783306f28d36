"""B. Levels: B1, B2 and B3, measured in what was played and by a stated installer's constant."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from audio.signals.levels import UNMEASURED, Output
from grammar.intents import Intent
from kiosk.service.assembly.loudness import RoomWatch, output_volumes, voice_level
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.events import HeadphonesIn, HeadphonesOut, Started
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.system.accessibility.aloud import Aloud, PatientVoice, voice
from tests.system.accessibility.walk import SPEAKING, heard_first, says

pytestmark = pytest.mark.sound

__all__ = ["voice"]

SPEAKER_AT_0_DBFS = 103.0
HEADPHONES_AT_0_DBFS = 108.0
MICROPHONE_AT_0_DBFS = 110.0
MEASURED = Settings.of(
    level_constant=SPEAKER_AT_0_DBFS,
    headphones_constant=HEADPHONES_AT_0_DBFS,
    microphone_constant=MICROPHONE_AT_0_DBFS,
)
AT_EAR: dict[Output, float] = {
    "speaker": SPEAKER_AT_0_DBFS,
    "headphones": HEADPHONES_AT_0_DBFS,
}
SENTENCES_DIFFER = 2.0
"""dB by which a sentence of the voice may be louder or quieter than its others."""

ENDS: list[Callable[[Aloud], Aloud]] = [
    lambda kiosk: kiosk.presses("q"),
    lambda kiosk: kiosk.passes(60.0).says(Intent.GOODBYE),
    lambda kiosk: kiosk.passes(400.0),
]


def measured(voice: PatientVoice, settings: Settings = MEASURED) -> Aloud:
    return Aloud(voice, output_volumes(settings.sound, voice_level(voice, CONTENT)))


def level(kiosk: Aloud, keys: str) -> float:
    """Press keys; give the dBA at the visitor's ear of the sentence that follows."""
    sound = kiosk.passes(60.0).presses(keys).says_next()
    return AT_EAR[sound.output] + sound.dbfs


def loudest(kiosk: Aloud) -> float:
    """Go up in steps to the end; give the dBA of a sentence there."""
    kiosk.passes(60.0).presses("+" * 20)
    return level(kiosk, "r")


@every_row("state", SPEAKING)
@every_row(("key", "word"), [("+", "loud"), ("-", "qui")])
def test_b1_volume_goes_in_five_steps_each_confirmed_in_speech(
    state: State, key: str, word: str
) -> None:
    world = heard_first(brought_to(state))
    levels = [world.last_say.volume]
    for _ in range(6):
        world.presses(key)
        said = says(world.last_actions)[-1]
        assert word in said.sentences[0], said.sentences
        levels.append(said.volume)
        heard_first(world)
    steps = UNMEASURED["speaker"].factors
    assert levels == sorted(levels, reverse=key == "-")
    assert levels[-1] == (steps[-1] if key == "+" else steps[0])
    assert len(steps) == 6


@pytest.mark.parametrize("output", ["speaker", "headphones"])
def test_b1_from_the_quietest_up_each_step_is_louder_up_to_65_dba_and_more(
    voice: PatientVoice, output: Output
) -> None:
    kiosk = measured(voice)
    if output == "headphones":
        kiosk.post(HeadphonesIn())
    kiosk.presses(" ").passes(60.0).presses("-" * 20)
    levels = [level(kiosk, "r")]
    louder = CONTENT.prompts["louder"][0][0]
    while kiosk.passes(60.0).presses("+").passes(1.0).screen.captions[-1] == louder:
        levels.append(level(kiosk, "r"))
    assert len(levels) >= 6
    assert all(1.0 < b - a < 6.0 for a, b in pairwise(levels)), levels
    assert levels[-1] >= 65.0
    assert levels[-1] <= MEASURED.sound.maximum_level + SENTENCES_DIFFER
    assert kiosk.screen.captions[-1] == CONTENT.prompts["loudest"][0][0]


def test_b1_the_loudest_that_the_settings_allow_is_not_passed(voice: PatientVoice) -> None:
    kiosk = measured(voice, MEASURED.changed(maximum_level=70.0))
    top = loudest(kiosk.presses(" "))
    assert top == pytest.approx(70.0, abs=SENTENCES_DIFFER)


def in_a_room_of(room: float, voice: PatientVoice, settings: Settings) -> Aloud:
    """A kiosk that has listened to a steady noise for a while."""
    dbfs = voice_level(voice, CONTENT)
    return Aloud(
        voice,
        output_volumes(settings.sound, dbfs),
        noise=10 ** ((room - MICROPHONE_AT_0_DBFS) / 20),
        room=lambda notices: RoomWatch(settings.sound, dbfs, notices).take,
    ).passes(20.0)


@pytest.mark.parametrize(("room", "wanted"), [(40, 65), (45, 65), (50, 70), (60, 80)])
def test_b2_a_level_20_db_above_the_room_can_be_chosen(
    voice: PatientVoice, room: float, wanted: float
) -> None:
    kiosk = in_a_room_of(room, voice, MEASURED)
    assert kiosk.board.texts == []
    assert loudest(kiosk.presses(" ")) >= wanted


@pytest.mark.parametrize(("room", "tells"), [(40, ""), (45, ""), (50, ""), (60, "80")])
def test_b2_a_device_that_cannot_be_so_loud_is_told_and_never_clipped(
    voice: PatientVoice, room: float, tells: str
) -> None:
    weak = MEASURED.changed(level_constant=92.0)
    kiosk = in_a_room_of(room, voice, weak)
    told = " ".join(kiosk.board.texts)
    assert tells in told
    assert bool(told) == bool(tells)
    assert not tells or "turn the amplifier up" in told
    loudest(kiosk.presses(" "))
    sound = kiosk.speech("speaker")[-1]
    whole = voice.speak(*spoken_last(kiosk, CONTENT))
    assert float(np.abs(sound.frames).max()) == pytest.approx(float(np.abs(whole).max()), rel=1e-5)


def spoken_last(kiosk: Aloud, content: Content) -> tuple[str, int]:
    """Give the caption that sounds; one without a respelled word."""
    caption = kiosk.screen.captions[-1]
    assert not any(word.lower() in caption.lower() for word in content.pronunciations)
    return caption, 150


@pytest.mark.parametrize("ends", ENDS)
def test_b3_both_outputs_are_at_65_dba_at_most_again_after_a_visit(
    voice: PatientVoice, ends: Callable[[Aloud], Aloud]
) -> None:
    kiosk = measured(voice).presses(" ")
    assert loudest(kiosk) > 75.0
    kiosk.post(HeadphonesIn())
    assert loudest(kiosk) > 75.0
    ends(kiosk).passes(30.0)
    assert kiosk.dialogue.state == State.ATTRACT
    in_headphones = level(kiosk, " ")
    kiosk.passes(60.0).post(HeadphonesOut()).presses("k")
    on_the_speaker = level(kiosk, "r")
    for found in (in_headphones, on_the_speaker):
        assert 55.0 < found <= 65.0 + SENTENCES_DIFFER


def test_b3_after_a_crash_both_outputs_are_at_65_dba_at_most(voice: PatientVoice) -> None:
    loudest(measured(voice).presses(" "))
    for output in ("speaker", "headphones"):
        kiosk = Aloud(
            voice,
            output_volumes(MEASURED.sound, voice_level(voice, CONTENT)),
            started=Started(interrupted=True),
        )
        if output == "headphones":
            kiosk.post(HeadphonesIn())
        assert 55.0 < level(kiosk, " ") <= 65.0 + SENTENCES_DIFFER
        assert kiosk.speech("speaker") if output == "speaker" else kiosk.speech("headphones")


def test_b3_a_new_visit_begins_with_the_default_by_any_end() -> None:
    default = World(WITH_NAMES).presses(" ").last_say
    for end in (
        World(WITH_NAMES).presses(" k+++<<").says(Intent.GOODBYE).listen(),
        World(WITH_NAMES).presses(" k+++<<").waits(300),
        World(WITH_NAMES, Started(interrupted=True)).listen(),
    ):
        assert end.state == State.ATTRACT
        said = end.presses(" ").last_say
        assert (said.volume, said.words_per_minute) == (default.volume, default.words_per_minute)
