"""B. Headphones: B4 and B6, as they are heard; on a real sound server: tests/system/live."""

from collections.abc import Callable

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import HeadphonesIn, HeadphonesOut
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import CONTENT
from tests.system.accessibility.aloud import Aloud, PatientVoice, voice
from tests.system.accessibility.walk import SPEAKING

pytestmark = pytest.mark.sound

__all__ = ["voice"]

WITHIN = 0.3
UNPLUGGED = CONTENT.prompts["unplugged"][0]
OFFER = CONTENT.prompts["offer_staff_now"][0]
IN_THE_MIDDLE = 1.0
VISITED = [s for s in SPEAKING if s not in (State.EMERGENCY, State.GOODBYE, State.OUT_OF_SERVICE)]


def in_a_topic(voice: PatientVoice) -> Aloud:
    """In the second sentence of a text, heard in headphones."""
    kiosk = Aloud(voice).post(HeadphonesIn()).presses(" k").says("topic.treatments.surgery")
    second = CONTENT.topic("treatments.surgery").plain[0]
    kiosk.passes(60.0, lambda: kiosk.screen.captions[-1] == second)
    return kiosk.passes(IN_THE_MIDDLE)


def test_b4_plugged_in_speech_goes_to_the_headphones_and_there_alone(voice: PatientVoice) -> None:
    kiosk = Aloud(voice).presses(" ").passes(IN_THE_MIDDLE)
    assert kiosk.speech("speaker")
    assert not kiosk.heard("headphones")
    plugged_in = kiosk.clock.now()
    kiosk.post(HeadphonesIn()).passes(40.0)
    assert len(kiosk.speech("headphones")) > 5
    assert not kiosk.heard("speaker", plugged_in)
    assert kiosk.speech("speaker")[-1].ends <= plugged_in + WITHIN


def test_b4_plugged_in_beforehand_the_first_words_are_in_the_headphones(
    voice: PatientVoice,
) -> None:
    kiosk = Aloud(voice).post(HeadphonesIn()).passes(5.0).presses(" ").passes(10.0)
    assert kiosk.speech("headphones")
    assert not kiosk.heard("speaker")
    assert set(CONTENT.prompts["headphones"][0]) <= set(kiosk.screen.captions)


def test_b4_what_was_being_said_goes_on_in_the_headphones(voice: PatientVoice) -> None:
    kiosk = Aloud(voice).presses(" k").says("topic.treatments.surgery")
    text = CONTENT.topic("treatments.surgery").plain
    kiosk.passes(60.0, lambda: kiosk.screen.captions[-1] == text[1])
    before = len(kiosk.screen.captions)
    kiosk.post(HeadphonesIn()).passes(20.0)
    told = CONTENT.prompts["headphones"][0]
    assert kiosk.screen.captions[before : before + len(told) + 1] == [*told, text[1]]


def test_b4_louder_and_quieter_act_on_the_headphones_alone(voice: PatientVoice) -> None:
    kiosk = Aloud(voice).presses(" ").passes(60.0)
    aloud = kiosk.presses("+").says_next()
    kiosk.post(HeadphonesIn()).passes(60.0)
    first = kiosk.presses("-").says_next()
    second = kiosk.presses("-").says_next()
    assert (first.output, second.output) == ("headphones", "headphones")
    assert second.dbfs < first.dbfs - 2 < aloud.dbfs - 6
    kiosk.passes(60.0).post(HeadphonesOut()).passes(5.0).presses("1").passes(60.0)
    again = kiosk.presses("r").says_next()
    assert again.output == "speaker"
    assert again.dbfs > second.dbfs + 6


def test_b6_unplugged_it_stops_and_no_word_is_on_the_speaker(voice: PatientVoice) -> None:
    kiosk = in_a_topic(voice)
    out = kiosk.clock.now()
    kiosk.post(HeadphonesOut())
    kiosk.passes(25.0)
    assert kiosk.speech("headphones")[-1].ends <= out + WITHIN
    assert kiosk.heard("speaker", out), "a tone says that something happened"
    assert not kiosk.speech("speaker")
    assert tuple(kiosk.screen.captions[-len(UNPLUGGED) :]) == UNPLUGGED
    assert kiosk.screen.views[-1].title == CONTENT.labels["title.unplugged"]


@pytest.mark.parametrize("key", ["1", "2", "k", " ", "z", "7", "r", "+", "."])
def test_b6_any_key_chooses_the_speaker(voice: PatientVoice, key: str) -> None:
    kiosk = in_a_topic(voice).post(HeadphonesOut()).passes(12.0)
    pressed = kiosk.clock.now()
    kiosk.presses(key).passes(10.0)
    assert kiosk.speech("speaker", pressed)
    assert not kiosk.heard("headphones", pressed)
    assert kiosk.screen.captions[-1] not in UNPLUGGED
    assert kiosk.dialogue.state == State.READING


def test_b6_a_key_goes_on_with_the_sentence_that_was_cut_short(voice: PatientVoice) -> None:
    kiosk = in_a_topic(voice)
    cut_short = kiosk.screen.captions[-1]
    kiosk.post(HeadphonesOut()).passes(12.0).presses("k").passes(1.0)
    assert kiosk.screen.captions[-1] == cut_short


def test_b6_yes_chooses_the_speaker_and_no_does_not(voice: PatientVoice) -> None:
    kiosk = in_a_topic(voice).post(HeadphonesOut()).says(Intent.NO).passes(20.0)
    assert not kiosk.speech("speaker")
    kiosk.says(Intent.YES).passes(5.0)
    assert kiosk.speech("speaker")


def test_b6_plugged_in_again_it_goes_on_in_them(voice: PatientVoice) -> None:
    kiosk = in_a_topic(voice)
    cut_short = kiosk.screen.captions[-1]
    kiosk.post(HeadphonesOut()).passes(8.0)
    back = kiosk.clock.now()
    kiosk.post(HeadphonesIn()).passes(0.5)
    assert kiosk.screen.captions[-1] == cut_short
    kiosk.passes(5.0)
    assert kiosk.speech("headphones", back)
    assert not kiosk.speech("speaker")


def test_b6_whoever_does_nothing_is_warned_by_tones_and_the_visit_ends(
    voice: PatientVoice,
) -> None:
    kiosk = in_a_topic(voice).post(HeadphonesOut())
    kiosk.passes(150.0)
    assert kiosk.dialogue.state == State.ATTRACT
    assert not kiosk.speech("speaker")
    assert CONTENT.prompts["still_there"][0][0] in kiosk.screen.captions
    begins = kiosk.clock.now()
    kiosk.presses(" ").passes(5.0)
    assert kiosk.speech("speaker", begins), "the next visitor is spoken to"


@every_row("state", VISITED)
def test_b6_in_every_state_nothing_is_spoken_aloud_until_a_key(state: State) -> None:
    world = brought_to(state)
    world.post(HeadphonesIn())
    said = world.last_say
    assert said.volume > 0
    world.post(HeadphonesOut())
    if state == State.OFFER_STAFF:  # only this question is aloud, since staff come without a no
        assert world.last_say.sentences == OFFER
        world.presses("n")
    assert world.last_say.sentences == UNPLUGGED
    assert world.last_say.volume == 0
    world.waits(60)
    assert world.last_say.volume == 0
    if world.state != State.ATTRACT:
        world.presses("k")
        assert world.last_say.volume > 0 or world.state == State.ATTRACT


def test_b6_goodbye_ends_with_the_headphones(voice: PatientVoice) -> None:
    kiosk = Aloud(voice).post(HeadphonesIn()).presses(" q").passes(IN_THE_MIDDLE)
    kiosk.post(HeadphonesOut()).passes(20.0)
    assert kiosk.dialogue.state == State.ATTRACT
    assert not kiosk.speech("speaker")


CRIES: list[Callable[[Aloud], object]] = [
    lambda kiosk: kiosk.presses("s"),
    lambda kiosk: kiosk.says(Intent.DISTRESS),
]


@pytest.mark.parametrize("cries", CRIES)
def test_b6_an_emergency_is_on_the_speaker_at_once(
    voice: PatientVoice, cries: Callable[[Aloud], object]
) -> None:
    for kiosk in (in_a_topic(voice).passes(60.0), in_a_topic(voice).post(HeadphonesOut())):
        cries(kiosk)
        began = kiosk.clock.now()
        kiosk.passes(5.0)
        assert kiosk.dialogue.state == State.EMERGENCY
        assert kiosk.speech("speaker", began)
        assert not kiosk.heard("headphones", began + WITHIN)
