"""An earcon and its sentence: one piece where that was made before, else the earcon first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from audio.frames import SAMPLE_RATE, Frames
from kiosk.clock import VirtualClock
from kiosk.visit.dialogue.actions import PlayEarcon, Say
from kiosk.visit.dialogue.events import SentenceBegan
from kiosk.visit.speech.mouth import MADE_BEFORE, POLL, Mouth
from tests.kiosk.visit.loop.parts import EARCONS, RecordingSpeaker, TimedVoice

pytestmark = pytest.mark.unit

EARCON = len(EARCONS["heard"]) / SAMPLE_RATE


class HeldVoice(TimedVoice):
    """Speaks once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = Event()

    def speak(self, text: str, words_per_minute: int) -> Frames:
        assert self.may.wait(20)
        return super().speak(text, words_per_minute)


@pytest.mark.parametrize("in_time", [True, False])
def test_an_earcon_waits_for_a_sentence_that_was_made_before_and_for_no_other(
    in_time: bool,
) -> None:
    clock, voice = VirtualClock(), HeldVoice()
    speaker = RecordingSpeaker(clock)
    with ThreadPoolExecutor(1) as executor:
        mouth = Mouth(voice, speaker, {}, clock, earcons=EARCONS, executor=executor)
        mouth.earcon(PlayEarcon("heard"))
        mouth.say(Say(1, ("Welcome.",), 150, 1.0))
        assert mouth.progress() == []
        assert speaker.sounds == []
        if in_time:
            voice.may.set()
            executor.submit(lambda: None).result()
        assert mouth.due is not None
        clock.advance(mouth.due if in_time else MADE_BEFORE)
        assert mouth.progress() == []
        (sound,) = speaker.sounds
        assert sound.end - sound.start == pytest.approx(EARCON + (1.0 if in_time else 0.0))
        assert sound.start <= MADE_BEFORE
        voice.may.set()
        executor.submit(lambda: None).result()
        clock.advance(sound.start + EARCON)
        assert mouth.progress() == [SentenceBegan(1, 0)]
        assert len(speaker.sounds) == (1 if in_time else 2)


def test_a_sentence_that_is_about_to_come_is_looked_for_more_often() -> None:
    clock, voice = VirtualClock(), HeldVoice()
    with ThreadPoolExecutor(1) as executor:
        mouth = Mouth(voice, RecordingSpeaker(clock), {}, clock, executor=executor)
        mouth.say(Say(1, ("Welcome.",), 150, 1.0))
        waits = []
        for _ in range(2):
            assert mouth.progress() == []
            assert mouth.due is not None
            waits.append(mouth.due - clock.now())
            clock.advance(MADE_BEFORE)
        voice.may.set()
    assert waits[0] < waits[1] == pytest.approx(POLL)
