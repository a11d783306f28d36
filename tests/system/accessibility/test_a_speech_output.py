"""A. Speech output."""

import re
from itertools import pairwise

import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.earcons import every_earcon
from audio.signals.portions import portion_starts
from audio.voices.estimated import EstimatedVoice
from audio.voices.plain import Pyttsx3Voice
from grammar.intents import Intent
from kiosk.alerts import Alerts, LocalChannel
from kiosk.clock import VirtualClock
from kiosk.lab.replay.runner import stage_of
from kiosk.lab.replay.transcript import RecordedScreen, Transcript
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Say, StopSpeaking
from kiosk.visit.dialogue.events import KeyPressed, Reading, Started
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.menu_prompts import NUMBERS
from kiosk.visit.dialogue.table import ASKING, State
from kiosk.visit.hearing.text_listener import TextHearing
from kiosk.visit.loop.app import App
from kiosk.visit.loop.virtual import VirtualDriver
from kiosk.visit.screen.screens import Screens
from kiosk.visit.speech.mouth import Mouth
from tests.every_row import every_row
from tests.kiosk.visit.content.phonemes import Phonemes, phonemes
from tests.kiosk.visit.dialogue.ways import QUESTION, WAYS, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, WITH_NAMES, YES_NO_ONLY, World
from tests.shipped import GRAMMAR
from tests.system.accessibility.walk import (
    HELPED,
    LISTENING,
    SPEAKING,
    STATES,
    falls_silent,
    heard_first,
    help_pages,
    says,
    silent,
    spoken_over,
)

pytestmark = pytest.mark.sound

__all__ = ["phonemes"]

REPEATABLE = [state for state in SPEAKING if state != State.EMERGENCY]


def plain(text: str) -> str:
    """Give the words alone; a counter, which the screen shows in digits, as it is spoken."""
    words = re.findall(r"[\w']+", text.lower())
    return " ".join(NUMBERS[int(word) - 1] if word.isdigit() else word for word in words)


@every_row("state", SPEAKING)
def test_a1_all_that_the_screen_says_is_spoken_or_told_by_help(state: State) -> None:
    world = brought_to(state)
    assert world.screen is not None
    shown = [world.screen.title, *(choice.label for choice in world.screen.choices)]
    if state == State.OFFER_STAFF:  # help there fetches staff; what it offers is told before
        told = help_pages(World(WITH_NAMES).go(WAYS[state]))
    else:
        told = help_pages(brought_to(state)) if state in HELPED else []
    if state in (State.QUESTION, State.CONFIRM_NO):  # the counter is shown in digits
        assert "This is question one of thirteen." in told
        shown.remove("Question 1 of 13")
    spoken = plain(" ".join((*world.listen().said, *told)))
    assert [text for text in shown if plain(text) not in spoken] == []


def test_a1_every_answer_is_verified_in_speech() -> None:
    for answer in ("1", "2", "3", "k", "b", "?"):
        world = World(WITH_NAMES).go(QUESTION).listen()
        world.presses(answer)
        assert says(world.last_actions), answer


def visit() -> tuple[Transcript, VirtualDriver, App, VirtualClock]:
    """The app itself, beginning of a visit, with nothing but time and sound made up."""
    dialogue = Dialogue(CONTENT, Abilities(voice=True, names=True), staff_code="")
    stage = stage_of(dialogue, TextHearing(GRAMMAR))
    stage.transcript.begin(0.0)
    stage.driver.post(Started())
    return stage.transcript, stage.driver, stage.app, stage.clock


WHOLE_VISIT = " kehrrp c1>+2kb2m" + "m2kkekk" + "m31" + "2" * 8 + "1" + "22122" + "r2q"


def test_a2_captions_are_what_is_spoken_no_later_than_it_sounds() -> None:
    transcript, driver, _, _ = visit()
    for key in WHOLE_VISIT:
        driver.press(key)
        driver.wait(2.9)
    driver.wait(200)
    assert len(transcript.sentences) > 60
    assert [m.what for m in transcript.captions] == [m.what for m in transcript.sentences]
    late = [c.at - s.at for c, s in zip(transcript.captions, transcript.sentences, strict=True)]
    assert max(late) <= 0


@every_row("state", REPEATABLE)
def test_a3_repeat_stops_the_speech_and_gives_it_from_its_first_word(state: State) -> None:
    for ask in ("key", "voice"):
        world = spoken_over(state)
        if state == State.AFTER_TOPIC:
            whole: tuple[str, ...] = ("This is about surgery.",)  # what was read, not the menu
        elif world.dialogue.visit.speech is not None:
            whole = world.dialogue.visit.speech.content
        world.sentence()
        if ask == "key":
            world.presses("r")
            assert any(isinstance(action, StopSpeaking) for action in world.last_actions)
        else:
            world.interrupts(*readings(Intent.REPEAT))
        assert world.last_say.sentences[: len(whole)] == whole


def readings(intent: Intent) -> tuple[Reading, ...]:
    return (Reading("vosk", intent), Reading("yes-no", None))


def test_a3_the_emergency_can_be_repeated_once_it_was_heard() -> None:
    world = heard_first(brought_to(State.EMERGENCY)).presses("r")
    assert world.last_say.sentences == CONTENT.prompts["emergency_uncalled"][0]


def paused_in_sentence(number: int) -> World:
    world = brought_to(State.READING)
    for _ in range(number):
        world.sentence()
    return world.presses("p").listen()


@pytest.mark.parametrize("number", range(1, 6))
def test_a4_pause_and_continue_go_on_in_the_same_sentence(number: int) -> None:
    whole = brought_to(State.READING).last_say.sentences
    world = paused_in_sentence(number)
    assert world.state == State.PAUSED
    said = len(world.said)
    world.waits(60)
    assert world.said[said:] == []
    assert world.state == State.PAUSED
    world.presses("c")
    assert world.state == State.READING
    assert world.last_say.sentences == whole[number - 1 :]
    assert world.last_say.resumes is not None


def test_a4_a_long_sentence_goes_on_in_its_portion() -> None:
    clock, speaker = VirtualClock(), LoggingSpeaker()
    speaker.clock = clock
    mouth = Mouth(EstimatedVoice(), speaker, {}, clock)
    sentence = " ".join(["word"] * 40)  # 16 s at 150 words a minute
    mouth.say(Say(1, (sentence,), 150, 1.0))
    run_mouth(mouth, clock, 9.0)
    mouth.stop()
    run_mouth(mouth, clock, 60.0)
    mouth.say(Say(2, ("I have paused here.",), 150, 1.0))
    run_mouth(mouth, clock, 1.0)
    mouth.say(Say(3, (sentence,), 150, 1.0, resumes=1))
    run_mouth(mouth, clock, 0.1)
    began = 16 - speaker.played[-1] / SAMPLE_RATE
    assert 4.0 <= began <= 9.0, "in the portion that was cut, and nothing is skipped"


def test_a4_no_portion_of_any_sentence_lasts_over_five_seconds() -> None:
    voice = Pyttsx3Voice("en")
    try:
        for rate in (110, 150):
            for sentence in longest_sentences(6):
                frames = voice.speak(sentence, rate)
                starts = [*portion_starts(frames), len(frames)]
                lengths = [end - start for start, end in pairwise(starts)]
                assert len(lengths) >= 2
                assert max(lengths) <= 5.0 * SAMPLE_RATE, sentence
    finally:
        voice.close()


def longest_sentences(count: int) -> list[str]:
    spoken = [s for topic in CONTENT.topics.values() for s in (*topic.plain, *topic.fuller)]
    return sorted(spoken, key=len)[-count:]


UNHEARD = {
    State.QUESTION: {Intent.NO},
    State.CONFIRM_NO: {Intent.YES},
    State.READ_BACK: {Intent.YES, Intent.NO, Intent.NOT_SURE},
}
"""Keys that count at an emergency question only once it was heard: before, the speech goes on."""


@pytest.mark.parametrize("state", REPEATABLE)
def test_a5_any_key_stops_the_speech_at_once(state: State) -> None:
    for key in ("?", *dict.fromkeys(KEYS)):
        if KEYS.get(key) in UNHEARD.get(state, ()):
            continue
        world = brought_to(state)
        if world.speaking:
            world.sentence()
            actions = world.post(KeyPressed(key))
            silences = [isinstance(action, StopSpeaking) for action in actions]
            speaks = [isinstance(action, Say) for action in actions]
            assert any(silences), (state, key)
            assert True not in speaks or silences.index(True) < speaks.index(True)


@every_row("state", REPEATABLE)
def test_a5_a_command_spoken_over_it_stops_the_speech(state: State) -> None:
    world = spoken_over(state)
    if world.speaking:
        world.sentence()
        world.interrupts(*readings(Intent.REPEAT))
        assert falls_silent(world.last_actions)


class LoggingSpeaker:
    """Plays in the clock's time; refuses to begin while it plays."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.played: list[int] = []
        self.stops: list[float] = []
        self._until = 0.0

    @property
    def playing(self) -> bool:
        return self.clock.now() < self._until

    def start(self, frames: Frames) -> None:
        assert not self.playing, "two things sound at once"
        self.played.append(len(frames))
        self._until = self.clock.now() + len(frames) / SAMPLE_RATE

    def stop(self) -> None:
        if self.playing:
            self.stops.append(self.clock.now())
        self._until = self.clock.now()


def run_mouth(mouth: Mouth, clock: VirtualClock, seconds: float) -> None:
    end = clock.now() + seconds
    while clock.now() < end:
        mouth.progress()
        clock.advance(min(end, clock.now() + 0.02))


def test_a5_nothing_ever_overlaps_and_keys_silence_within_300_ms() -> None:
    clock, speaker = VirtualClock(), LoggingSpeaker()
    speaker.clock = clock
    mouth = Mouth(EstimatedVoice(), speaker, {}, clock, earcons=every_earcon())
    dialogue = Dialogue(CONTENT, Abilities(voice=True, names=True), staff_code="")
    transcript = Transcript(lambda: dialogue.state)
    screen = Screens(RecordedScreen(transcript, clock))
    alerts = Alerts([LocalChannel(mouth.earcon, screen, clock, lambda: True)])
    app = App(
        dialogue=dialogue,
        hearing=TextHearing(GRAMMAR),
        mouth=mouth,
        screen=screen,
        alerts=alerts,
        clock=clock,
        observers=[transcript],
    )
    driver = VirtualDriver(app, clock)
    driver.post(Started())
    for key in WHOLE_VISIT:
        speaking, at = mouth.speaking and speaker.playing, clock.now()
        driver.press(key)
        driver.wait(0.3)
        if speaking:
            assert speaker.stops
            assert speaker.stops[-1] - at <= 0.3
        driver.wait(1.7)
    assert len(speaker.played) > 60


def all_says() -> list[tuple[State, Say]]:
    """Everything said in every state: on entering, on each command, after silence."""
    found: list[tuple[State, Say]] = []
    for state in STATES:
        for key in ("", *dict.fromkeys(KEYS)):
            world = brought_to(state)
            found.append((state, world.last_say))
            world.presses(key)
            found += [(state, say) for say in says(world.last_actions)]
    return found


@pytest.mark.slow
def test_a6_only_tell_staff_now_cannot_be_cut_short() -> None:
    held = {say.sentences for _, say in all_says() if not say.interruptible}
    assert held == {("You need a member of staff now.", "You can stay where you are.")}


def test_a6_it_takes_ten_seconds_at_most_and_keys_wait_for_it() -> None:
    world = brought_to(State.EMERGENCY)
    voice = Pyttsx3Voice("en")
    try:
        length = sum(len(voice.speak(s, 110)) for s in world.last_say.sentences) / SAMPLE_RATE
    finally:
        voice.close()
    assert length + 0.5 <= 10.0
    world.presses("rxmq")
    assert not world.last_actions
    assert heard_first(world).listen().said[-5:] == list(
        CONTENT.prompts["emergency_uncalled"][0]
    ), "the rest follows"


def test_a7_no_earcon_lasts_over_three_seconds() -> None:
    assert max(len(frames) for frames in every_earcon().values()) <= 3 * SAMPLE_RATE


def test_a7_nothing_sounds_until_somebody_comes() -> None:
    world = World(WITH_NAMES)
    world.waits(3600)
    assert world.said == []


VALID = ("yes", "no", "press", "say")


@every_row("state", [s for s in LISTENING if s != State.OFFER_STAFF])
@every_row("error", ["silence", "unclear"])
def test_a8_errors_name_the_question_and_what_can_be_answered(state: State, error: str) -> None:
    world = brought_to(state).listen()
    for _ in range(1 if state in ASKING else 3):
        before = len(world.said)
        if error == "unclear":
            world.says(None)
        else:
            silent(world)
        if world.state in (State.ATTRACT, State.GOODBYE):
            return
        said = " ".join(world.listen().said[before:])
        assert "?" in said or "say" in said, said
        assert any(word in plain(said).split() for word in VALID), said


@pytest.mark.parametrize("error", ["silence", "unclear"])
def test_a8_at_the_offer_of_staff_an_error_fetches_them_and_says_what_to_do(error: str) -> None:
    world = brought_to(State.OFFER_STAFF).listen()
    if error == "unclear":
        world.says(None)
    silent(world)
    assert world.state == State.EMERGENCY
    assert "You need a member of staff now." in world.listen().said


def test_a8_no_text_is_a_bare_error() -> None:
    for sentence in CONTENT.prompt_sentences():
        assert not re.search(r"\b(error|invalid|wrong input)\b", sentence, re.I)


def test_a9_the_voice_speaks_the_language_of_the_content() -> None:
    for language in ("en",):
        voice = Pyttsx3Voice(language)
        try:
            assert f"/{CONTENT.language}-" in voice.name
        finally:
            voice.close()


@pytest.mark.parametrize("term", [entry.term for entry in CONTENT.glossary])
def test_a9_every_term_is_pronounced_as_the_lexicon_says(term: str, phonemes: Phonemes) -> None:
    assert phonemes(CONTENT.pronunciations.get(term, term)) == CONTENT.ipa[term]


@pytest.mark.parametrize("key", ["1", " ", "y", "?", "z", "5"])
def test_a10_one_key_begins_the_speech(key: str) -> None:
    for abilities in (WITH_NAMES, YES_NO_ONLY, KEYS_ONLY):
        world = World(abilities).presses(key)
        assert says(world.last_actions)
        assert world.listen().said[0] == "Hello."


@pytest.mark.parametrize("said", [Intent.HELLO, Intent.YES, "topic.overview", Intent.REPEAT])
def test_a10_one_word_begins_the_speech(said: str) -> None:
    world = World(WITH_NAMES).says(said)
    assert says(world.last_actions)


@every_row("state", [s for s in LISTENING if s not in (State.AFTER_TOPIC, State.STILL_THERE)])
def test_a11_repeat_gives_the_question_and_not_the_apology(state: State) -> None:
    apologies = {s for name in ("no_input", "no_match") for v in CONTENT.prompts[name] for s in v}
    world = brought_to(state).listen()
    asked = world.dialogue.state
    world.says(None)
    if world.state != asked:
        return
    again = world.dialogue.visit.speech
    assert again is not None
    unspoken = (State.QUESTION, State.CONFIRM_NO, State.OFFER_STAFF)
    assert apologies & {*again.lead} or state in unspoken
    world.presses("r")
    assert not apologies & {*world.last_say.sentences}
    assert world.last_say.sentences


def test_a11_repeat_in_the_help_gives_the_help() -> None:
    world = brought_to(State.QUESTION).presses("h").listen()
    said = world.last_say.sentences
    assert world.state == State.HELP
    world.presses("r")
    assert world.last_say.sentences == said
