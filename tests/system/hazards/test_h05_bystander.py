"""H5. A bystander answers

Cause: somebody else in the room says no, or a television does
Effect: a wrong record
Mitigation: a no by voice is asked back or needs two recognizers; the eight noes are read back, and
    anything but yes asks them again (rule 4); keys
Severity: catastrophic
Likelihood: remote
Residual risk: a bystander close by who answers throughout, or one who began the questions by voice
    while the visitor was silent; the microphone must be a near one
Owner: the clinical safety officer, who is not yet named
"""

from functools import cache

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine import MoonshineRecognizer
from audio.recognition.speech_detector import SpeechDetector
from audio.yes_no import YesNoListener
from grammar.intents import Intent
from kiosk.lab.evaluation.answer_path import AnswerPath, Outcome
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.red_flags.answers import No, NotAnswered
from kiosk.visit.dialogue.table import State
from kiosk.visit.hearing.recognizers import Recognizers
from tests.audio.sounds import clips
from tests.kiosk.lab.evaluation.korean_vosk import answer_path, path_of
from tests.kiosk.visit.dialogue.ways import ALL_NO, QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.system.hazards.sounds import as_loud, people_who_say, room

pytestmark = pytest.mark.sound


def far_away(word: Frames) -> Frames:
    """Somebody at the other side of the room, 20 dB below a person at the kiosk."""
    heard = np.convolve(word, room())[: word.size + 8000]
    return np.asarray(0.1 * heard / max(float(np.abs(heard).max()), 1e-9), dtype=np.float32)


def test_a_no_from_across_the_room_is_not_taken() -> None:
    path = answer_path("yes-no")
    outcomes = [path.visit().says(far_away(word)) for word in people_who_say("no", 12)]
    assert Outcome.NO not in outcomes


@cache
def both() -> AnswerPath:
    """The measured pair, with a few phrases."""
    phrases = ("yes", "yeah", "no", "nope", "stop", "help", "not sure")
    return path_of(
        Recognizers(
            answers=YesNoListener(),
            phrases=MoonshineRecognizer(phrases),
            detector=SpeechDetector(),
        )
    )


def test_two_recognizers_do_not_take_a_no_from_across_the_room() -> None:
    outcomes = [both().visit().says(far_away(word)) for word in people_who_say("no", 12)]
    assert Outcome.NO not in outcomes


@pytest.mark.people
def test_the_same_noes_at_the_kiosk_are_heard() -> None:
    outcomes = [both().visit().says(word) for word in people_who_say("no", 12)]
    assert outcomes.count(Outcome.NO) >= 6
    assert Outcome.YES not in outcomes


@pytest.mark.people
@pytest.mark.parametrize("voice_db", [-12.0, -24.0, -34.0])
def test_once_the_visitor_has_spoken_a_voice_that_is_20_db_quieter_is_not_taken(
    voice_db: float,
) -> None:
    """At a loud microphone a bystander is as loud as other visitors at a quiet one."""
    begins = as_loud(people_who_say("yes", 1)[0], voice_db)
    noes = people_who_say("no", 5)
    far = [both().visit(begins).says(as_loud(far_away(no), voice_db - 20)) for no in noes]
    assert Outcome.NO not in far
    near = [both().visit(begins).says(as_loud(no, voice_db)) for no in noes]
    assert near.count(Outcome.NO) >= 3


@pytest.mark.people
def test_a_bystander_who_answers_again_and_again_is_never_taken_for_the_visitor() -> None:
    """The visitor has begun by key and is silent: what a bystander says sets no measure."""
    for no in people_who_say("no", 4):
        visit = both().visit()
        assert Outcome.NO not in [visit.says(far_away(no)) for _ in range(4)]


@pytest.mark.people
def test_a_no_on_television_is_not_taken() -> None:
    """Running talk with a no in it, as loud as from across the room and as at the kiosk."""
    talk = clips("continuous/librispeech_train_clean_100spk", 4)
    outcomes = []
    for speech, no in zip(talk, people_who_say("no", 4), strict=True):
        said = np.concatenate([speech[: SAMPLE_RATE * 2], no, speech[SAMPLE_RATE * 2 :]])
        outcomes += [both().visit().says(heard) for heard in (said, far_away(said))]
    assert Outcome.NO not in outcomes


def test_a_bystander_who_answers_all_eight_is_undone_at_the_read_back() -> None:
    world = World(WITH_NAMES).go((*QUESTION, *ALL_NO)).listen()
    assert world.state == State.READ_BACK
    assert "I heard no to all eight of those questions." in world.said
    world.says(Intent.NO)
    emergencies = {q.id for q in CONTENT.questions if q.tier is Tier.EMERGENCY}
    assert {world.questions.answers[item] for item in emergencies} == {NotAnswered()}
    assert world.questions.current.id == "E1"


def test_silence_at_the_read_back_undoes_them_too() -> None:
    world = World(WITH_NAMES).go((*QUESTION, *ALL_NO)).waits(10)
    assert not [a for a in world.questions.answers.values() if isinstance(a, No)]


def test_noes_by_key_need_no_voice_at_all() -> None:
    world = World(WITH_NAMES).go(QUESTION).presses("2" * 8)
    assert world.state == State.READ_BACK
