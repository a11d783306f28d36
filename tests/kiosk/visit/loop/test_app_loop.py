"""The app loop in virtual time, seen from outside: what sounds, what shows, what is handed on."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from kiosk.errors import DialogueError, KioskError
from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    EndSession,
    Listen,
    PlayEarcon,
    Say,
    Show,
    StopListening,
    StopSpeaking,
)
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    Event,
    Heard,
    KeyPressed,
    Reading,
    SentenceBegan,
    SpeechBegan,
    SpeechEnded,
    Started,
    TimePassed,
)
from kiosk.visit.speech.mouth import BETWEEN_SENTENCES
from tests.kiosk.visit.loop.parts import Stage, TimedVoice, WindowHearing

pytestmark = pytest.mark.unit

THREE = ("Back pain is a sign.", "It can get worse.", "Tell staff.")
LISTEN = Listen(frozenset({"yes", "no"}), answer=True)


def say(number: int, sentences: tuple[str, ...] = THREE, volume: float = 1.0) -> Say:
    return Say(number, sentences, words_per_minute=150, volume=volume)


def on(**answers: Sequence[Action]) -> Callable[[Event], Sequence[Action]]:
    """Answer each kind of event, or each key as `key_x`, by fixed actions."""

    def answer(event: Event) -> Sequence[Action]:
        name = f"key_{event.key}" if isinstance(event, KeyPressed) else type(event).__name__
        return answers.get(name, ())

    return answer


def test_sentences_are_captioned_in_order_each_when_it_begins_to_sound() -> None:
    stage = Stage(on(Started=[say(1)]))
    stage.driver.post(Started())
    stage.driver.wait(10)
    assert stage.screen.captions == list(THREE)
    assert [text for text, _ in stage.voice.spoken] == list(THREE)  # type: ignore[attr-defined]
    begun = [time for time, event in stage.dialogue.events if isinstance(event, SentenceBegan)]
    assert begun == pytest.approx([sound.start for sound in stage.speaker.sounds])
    assert begun == pytest.approx([0.0, 1.25, 2.5])


def test_a_text_that_follows_another_at_once_begins_after_a_pause() -> None:
    stage = Stage(on(Started=[say(1, THREE[:1])], SpeechEnded=[say(2, THREE[1:2])]))
    stage.driver.post(Started())
    stage.driver.wait(2)
    first, second = stage.speaker.sounds
    assert second.start == pytest.approx(first.end + BETWEEN_SENTENCES)


def test_who_presses_a_key_in_that_pause_is_answered_at_once() -> None:
    stage = Stage(on(Started=[say(1, THREE[:1])], key_m=[say(2, THREE[1:2])]))
    stage.driver.post(Started())
    stage.driver.wait(1.1)
    stage.driver.press("m")
    stage.driver.wait(2)
    text, answer = stage.speaker.sounds
    assert text.end == pytest.approx(1.0)
    assert answer.start == pytest.approx(1.1)


def test_the_end_is_told_when_the_last_sample_has_left_the_speaker() -> None:
    stage = Stage(on(Started=[say(7)]))
    stage.driver.post(Started())
    stage.driver.wait(10)
    time, event = stage.dialogue.events[-1]
    assert event == SpeechEnded(7)
    assert time == pytest.approx(stage.speaker.sounds[-1].end)


def test_a_pause_falls_silent_at_once_and_continues_at_the_same_sentence() -> None:
    stage = Stage(
        on(
            Started=[say(1)],
            key_p=[StopSpeaking()],
            key_c=[say(2, THREE[1:])],
        )
    )
    stage.driver.post(Started())
    stage.driver.wait(1.6)
    stage.driver.press("p")
    assert stage.speaker.sounds[-1].end == pytest.approx(1.6)
    stage.driver.wait(60)
    assert not [event for _, event in stage.dialogue.events if isinstance(event, SpeechEnded)]
    stage.driver.press("c")
    stage.driver.wait(10)
    assert stage.screen.captions == [THREE[0], THREE[1], THREE[1], THREE[2]]
    assert stage.dialogue.events[-1][1] == SpeechEnded(2)


def test_speech_that_replaces_another_never_overlaps_it() -> None:
    stage = Stage(on(Started=[say(1)], key_m=[say(2, ("The main menu.",))]))
    stage.driver.post(Started())
    stage.driver.wait(0.5)
    stage.driver.press("m")
    stage.driver.wait(10)
    first, second = stage.speaker.sounds
    assert first.end <= second.start
    assert stage.screen.captions == [THREE[0], "The main menu."]
    ended = [event for _, event in stage.dialogue.events if isinstance(event, SpeechEnded)]
    assert ended == [SpeechEnded(2)]


def test_volume_scales_what_is_played() -> None:
    stage = Stage(on(Started=[say(1, ("Quiet now.",), volume=0.5)]))
    stage.driver.post(Started())
    stage.driver.wait(2)
    assert [sound.peak for sound in stage.speaker.sounds] == pytest.approx([0.25])


def test_an_earcon_sounds_before_the_speech_that_follows_it_and_neither_cuts_the_other() -> None:
    stage = Stage(on(Started=[PlayEarcon("listening"), say(1, ("Welcome.",))]))
    stage.driver.post(Started())
    stage.driver.wait(3)
    earcon, sentence = stage.speaker.sounds
    assert earcon.end - earcon.start == pytest.approx(0.2)
    assert earcon.end <= sentence.start < earcon.end + 0.05
    assert earcon.peak == pytest.approx(0.2)


def test_the_tone_to_a_press_and_a_sentence_that_is_made_sound_in_one_piece() -> None:
    stage = Stage(on(Started=[PlayEarcon("heard"), say(1, ("Welcome.",))]))
    stage.driver.post(Started())
    stage.driver.wait(3)
    (sound,) = stage.speaker.sounds
    assert sound.end - sound.start == pytest.approx(0.2 + 1.0)
    (begun,) = [time for time, event in stage.dialogue.events if isinstance(event, SentenceBegan)]
    assert begun == pytest.approx(sound.start + 0.2), "its words are not heard before"


def test_a_sentence_cut_within_the_earcon_before_it_has_not_begun() -> None:
    begins: list[Action] = [PlayEarcon("heard"), say(1, ("Welcome.",))]
    stage = Stage(on(Started=begins, key_x=[StopSpeaking()]))
    stage.driver.post(Started())
    stage.driver.wait(0.1)
    stage.driver.press("x")
    stage.driver.wait(3)
    assert stage.screen.captions == []
    assert [event for _, event in stage.dialogue.events if isinstance(event, SentenceBegan)] == []


def test_an_earcon_that_does_not_exist_is_silent() -> None:
    stage = Stage(on(Started=[PlayEarcon("warning"), say(1, ("Welcome.",))]))
    stage.driver.post(Started())
    stage.driver.wait(3)
    assert len(stage.speaker.sounds) == 1


def test_captions_keep_the_spelling_while_the_voice_gets_the_respelling() -> None:
    voice = TimedVoice()
    stage = Stage(on(Started=[say(1, ("Metastases can grow.",))]), voice=voice)
    stage.driver.post(Started())
    stage.driver.wait(3)
    assert stage.screen.captions == ["Metastases can grow."]
    assert [text for text, _ in voice.spoken] == ["meh-tass-tuh-sees can grow."]


def test_a_voice_that_fails_leaves_captions_for_their_reading_time_and_goes_on() -> None:
    stage = Stage(on(Started=[say(1)]), voice=TimedVoice(failing=frozenset(THREE[:2])))
    stage.driver.post(Started())
    stage.driver.wait(20)
    assert stage.screen.captions == list(THREE)
    assert stage.dialogue.events[-1][1] == SpeechEnded(1)
    assert stage.faults == ["the voice did not answer; check the speech engine"]
    begun = [time for time, event in stage.dialogue.events if isinstance(event, SentenceBegan)]
    assert begun[1] - begun[0] == pytest.approx(5 * 60 / 150 + 0.25)


def test_without_a_speaker_everything_is_captioned() -> None:
    stage = Stage(on(Started=[PlayEarcon("listening"), say(1)]), sound=False)
    stage.driver.post(Started())
    stage.driver.wait(20)
    assert stage.screen.captions == list(THREE)
    assert stage.dialogue.events[-1][1] == SpeechEnded(1)


def test_the_microphone_counts_only_when_speech_earcon_and_guard_are_over() -> None:
    stage = Stage(
        on(
            Started=[say(1, ("Do you want to hear more?",))],
            SpeechEnded=[PlayEarcon("listening"), LISTEN],
        ),
        guard=0.1,
    )
    stage.driver.post(Started())
    stage.driver.play(np.ones(16000 * 2, dtype=np.float32))
    # One second of speech, 0.2 s of earcon and 0.1 s of guard leave 0.7 s of the two.
    assert stage.hearing.taken / 16000 == pytest.approx(0.7, abs=0.06)
    assert stage.screen.statuses == ["speaking", "listening"]


def test_no_window_no_hearing() -> None:
    stage = Stage(on(Started=[LISTEN], key_x=[StopListening()]))
    stage.driver.play(np.ones(16000, dtype=np.float32))
    assert stage.hearing.taken == 0
    stage.driver.post(Started())
    stage.driver.press("x")
    stage.driver.play(np.ones(16000, dtype=np.float32))
    assert stage.hearing.taken == 0


def test_what_was_heard_reaches_the_dialogue_in_order() -> None:
    heard = Heard((Reading("yes-no", "yes"),))
    hearing = WindowHearing(lambda frames: [SpeechBegan(), heard] if frames.any() else [])
    stage = Stage(
        on(Started=[LISTEN], Heard=[StopListening(), say(1, ("Good.",))]), hearing=hearing
    )
    stage.driver.post(Started())
    stage.driver.play(np.ones(320, dtype=np.float32))
    happened = [event for _, event in stage.dialogue.events]
    assert happened == [Started(), SpeechBegan(), heard, SentenceBegan(1, 0)]


def test_events_that_actions_bring_about_wait_their_turn() -> None:
    stage = Stage(
        on(
            Started=[
                AlertStaff("emergency"),
                say(1, ("Help is needed.",)),
                Show("emergency", "Help"),
            ]
        )
    )
    stage.alerts.events.append(AlertAcknowledged("local"))
    stage.driver.post(Started())
    happened = [event for _, event in stage.dialogue.events]
    assert happened == [Started(), SentenceBegan(1, 0), AlertAcknowledged("local")]
    assert stage.alerts.fetched == [AlertStaff("emergency")]


def test_an_event_posted_while_actions_are_done_is_not_nested() -> None:
    stage = Stage(on(Started=[Show("menu", "Menu")]))
    show = stage.screen.show

    def show_and_press(view: Show) -> None:
        show(view)
        stage.app.post(KeyPressed("1"))

    stage.screen.show = show_and_press  # type: ignore[method-assign]
    stage.driver.post(Started())
    assert [event for _, event in stage.dialogue.events] == [Started(), KeyPressed("1")]


def test_a_deadline_is_told_when_it_is_reached_and_not_before() -> None:
    stage = Stage(lambda _: ())
    stage.dialogue.deadline = 10.0

    def answer(event: Event) -> Sequence[Action]:
        if isinstance(event, TimePassed):
            stage.dialogue.deadline = None
        return ()

    stage.dialogue._answer = answer
    stage.driver.wait(9.99)
    assert stage.dialogue.events == []
    stage.driver.wait(1)
    assert stage.dialogue.events == [(10.0, TimePassed())]


def test_a_deadline_that_never_moves_is_named_instead_of_hanging() -> None:
    stage = Stage(lambda _: ())
    stage.dialogue.deadline = 1.0
    with pytest.raises(DialogueError, match=r"stands still at 1\.00 s"):
        stage.driver.wait(2)


def test_the_end_of_a_visit_makes_screen_and_hearing_forget() -> None:
    stage = Stage(on(Started=[LISTEN], key_q=[EndSession()]))
    stage.driver.post(Started())
    stage.driver.press("q")
    assert stage.screen.forgotten == 1
    assert not stage.hearing.open


def test_a_virtual_clock_never_goes_back() -> None:
    stage = Stage(lambda _: ())
    stage.clock.advance(5)
    with pytest.raises(KioskError, match="cannot go back"):
        stage.clock.advance(4)
