"""E. Recognition and dialogue."""

import pytest

from audio.frames import SAMPLE_RATE
from audio.recognition.endpointing import Completeness, Endpointer, TurnRules
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import ListeningWindow, Utterance
from audio.voices.plain import Pyttsx3Voice
from audio.yes_no import YesNoListener
from grammar.intents import Intent
from kiosk.visit.content.lint import prompts, questions
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.red_flags.answers import (
    ConfirmedNo,
    Declined,
    No,
    NotAnswered,
    TwoRecognizers,
    Unsure,
    Yes,
)
from kiosk.visit.dialogue.table import ASIDES, ASKING, MENUS, State
from kiosk.visit.hearing.recognizers import Recognizers
from tests.audio.sounds import in_blocks, joined, silence
from tests.every_row import every_row
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.kiosk.lab.evaluation.korean_vosk import korean_vosk
from tests.kiosk.visit.dialogue.ways import QUESTION, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.shipped import GRAMMAR, REVIEWED
from tests.system.accessibility.ear import Ear, recording
from tests.system.accessibility.test_a_speech_output import WHOLE_VISIT, visit
from tests.system.accessibility.walk import HELPED, LISTENING, STATES, heard_first, says, silent

pytestmark = pytest.mark.sound

REFUSALS = {
    sentence
    for name in ("not_here", "no_match", "no_input")
    for wording in CONTENT.prompts[name]
    for sentence in wording
}
COMMANDS = sorted(UNIVERSAL - {Intent.MORE})


def answer_to_first(ear: Ear) -> object:
    assert ear.dialogue.questions is not None
    return ear.dialogue.questions.answers.get("E1")


def test_e1_a_stuttered_yes_is_one_yes() -> None:
    whole = recording("yes")
    begun = whole[: round(0.14 * SAMPLE_RATE)]
    ear = Ear()
    ear.hears(begun, silence(1.2), whole)
    assert len(ear.stage.transcript.heard) == 1
    assert ear.dialogue.state == State.EMERGENCY
    assert answer_to_first(ear) == Yes()


def test_e1_no_no_no_is_one_no_that_is_asked_back() -> None:
    """A recognizer of words writes it; the real listener, which waits for less, hears it too."""
    no = recording("no")
    hears = Recognizers(YesNoListener(), ScriptedRecognizer(["no no no"]), None, SpeechDetector())
    ear = Ear(recognizers=hears)
    ear.hears(no, silence(0.25), no, silence(0.25), no)
    assert len(ear.stage.transcript.heard) == 1
    assert ear.dialogue.state == State.CONFIRM_NO


def test_e1_the_listener_alone_takes_no_no_no_whole_and_asks_once_more() -> None:
    no = recording("no")
    ear = Ear()
    ear.hears(no, silence(0.25), no, silence(0.25), no)
    assert len(ear.stage.transcript.heard) == 1
    assert ear.dialogue.state == State.QUESTION
    assert answer_to_first(ear) is None
    ear.hears(no)
    assert ear.dialogue.state == State.CONFIRM_NO


def test_e1_broken_off_words_are_waited_for() -> None:
    rules = TurnRules()
    assert rules.incomplete >= 1.5
    for words, waited in (("tell me about", 1.5), ("i am not", 1.5), ("yes", 0.6)):
        gauge = {text: Completeness.of(*GRAMMAR.extent(text)) for text in ("", words)}.__getitem__
        ear = Endpointer(gauge, rules)
        ear.update(1.0, True, words)
        assert not ear.update(1.0 + waited - 0.01, False, words)
        assert ear.update(1.0 + waited, False, words)


@pytest.mark.parametrize(
    ("completeness", "waits"), [(Completeness.COMPLETE, 0.35), (Completeness.INCOMPLETE, 1.5)]
)
def test_e2_the_kiosk_and_not_the_engine_says_when_speech_ended(
    completeness: Completeness, waits: float
) -> None:
    """The engine's own rules would end both after the same silence."""
    said = joined(silence(0.5), recording("yes"), silence(4.0))
    turn = ListeningWindow(
        (korean_vosk(),),
        lambda words: completeness if words else Completeness.NOTHING,
        TurnRules(),
        SpeechDetector(),
    )
    fed, utterances = 0, []
    for block in in_blocks(said, [320]):
        fed += len(block)
        utterances += [event for event in turn.accept(block) if isinstance(event, Utterance)]
        if utterances:
            break
    (utterance,) = utterances
    if utterance.hypotheses[0].words:
        assert fed / SAMPLE_RATE - utterance.end == pytest.approx(waits, abs=0.07)
    else:
        pytest.fail("the engine heard nothing in the recording")


def test_e2_all_waits_are_set_by_the_kiosk_in_seconds() -> None:
    rules = TurnRules()
    assert (rules.complete, rules.extendable, rules.careful_no) == (0.35, 0.6, 0.8)
    assert (rules.incomplete, rules.nothing) == (1.5, 0.8)
    assert rules.slowed(2.0).incomplete == 3.0


NOT_A_NO: list[tuple[Reading, ...]] = [
    (),
    (Reading("vosk", None), Reading("yes-no", None)),
    (Reading("vosk", None, frozenset({Intent.NO})), Reading("yes-no", None)),
    (Reading("vosk", Intent.NO), Reading("yes-no", Intent.YES)),
    (Reading("vosk", Intent.NO), Reading("yes-no", None)),
    (Reading("yes-no", Intent.NO),),
    (Reading("vosk", None, alternatives=(Intent.NO,)), Reading("yes-no", None)),
    (Reading("moonshine", None, alternatives=(Intent.NO,)),),
    (Reading("vosk", Intent.REPEAT), Reading("yes-no", Intent.NO)),
]


@every_row("readings", NOT_A_NO)
@every_row("number", range(8))
def test_e3_doubt_never_becomes_a_no(number: int, readings: tuple[Reading, ...]) -> None:
    world = World(WITH_NAMES).go(QUESTION)
    world.presses("2" * number)
    asked = world.questions.current.id
    world.reads(*readings)
    assert not isinstance(world.questions.answers.get(asked), No)
    world.waits(60)
    assert not isinstance(world.questions.answers.get(asked), No)


@pytest.mark.parametrize("state", ASKING)
def test_e3_silence_never_becomes_a_no(state: State) -> None:
    world = brought_to(state)
    before = dict(world.questions.answers)
    world.waits(120)
    after = world.questions.answers
    assert not [key for key in after if isinstance(after[key], No) and key not in before]


def test_e3_one_witness_is_asked_back_and_an_explicit_yes_confirms() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(Reading("yes-no", Intent.NO))
    assert world.last_say.sentences == CONTENT.prompts["heard_no"][0]
    world.says(Intent.YES)
    assert isinstance(world.questions.answers["E1"], No)
    evidence = world.questions.answers["E1"].evidence
    assert isinstance(evidence, ConfirmedNo | TwoRecognizers)


@every_row("back", ["key", "go back", "change my answer"])
@every_row("number", range(1, len(CONTENT.questions)))
def test_e4_every_answer_can_be_taken_back(number: int, back: str) -> None:
    world = World(WITH_NAMES).go(QUESTION).answers_no(number)
    before = CONTENT.questions[number - 1]
    if back == "key":
        world.presses("b")
    else:
        intent = GRAMMAR.meaning(back)
        assert intent == (Intent.BACK if back == "go back" else Intent.CHANGE_ANSWER)
        world.says(intent)
    assert world.questions.current.id == before.id
    assert before.id not in world.questions.answers
    world.presses("k")
    assert world.questions.answers[before.id] == Declined()


def test_e4_the_outcome_follows_the_answer_that_was_changed() -> None:
    world = World(WITH_NAMES).go(QUESTION).presses("2" * 8 + "1" + "2" + "1222")
    assert world.state == State.OUTCOME_SAME_DAY
    for _ in range(4):
        world.presses("b")
    assert world.questions.current.id == "S1"
    world.presses("2222")
    assert world.state == State.OUTCOME_ALL_NO
    world.presses("b").presses("1")
    assert world.state == State.OUTCOME_VISIT


def test_e4_the_first_question_leads_back_to_what_the_questions_are_for() -> None:
    world = World(WITH_NAMES).go(QUESTION).presses("b")
    assert world.state == State.PREAMBLE


@every_row("state", [s for s in LISTENING if s not in ASKING])
@every_row("error", ["silence", "unclear"])
def test_e5_reprompts_differ_and_state_what_can_be_said(state: State, error: str) -> None:
    world = brought_to(state).listen()
    heard = [world.last_say.sentences]
    for _ in range(3):
        before = world.last_say.id
        if error == "silence":
            silent(world)
        else:
            world.says(None)
        if world.state != state or world.last_say.id == before:
            break
        heard.append(world.last_say.sentences)
        said = " ".join(world.last_say.sentences).lower()
        assert "say" in said or "press" in said, said
    assert len(set(heard)) == len(heard)


@every_row("kinds", [("silence",) * 3, ("unclear",) * 3, ("silence", "unclear") * 2])
@every_row("state", MENUS)
def test_e6_three_failures_offer_keys_and_lose_nothing(state: State, kinds: tuple[str]) -> None:
    world = brought_to(state).listen()
    questions = world.dialogue.questions
    before = dict(questions.answers) if questions else {}
    for kind in kinds[:3]:
        if kind == "silence":
            silent(world)
        else:
            world.says(None)
    assert world.within == state
    world.listen()
    keys = ("press the yes key or the no key", "press a number")
    assert any(way in said for said in world.said for way in keys)
    assert world.dialogue.questions is questions
    assert (dict(questions.answers) if questions else {}) == before


def test_e6_then_staff_are_told_and_the_visit_goes_on() -> None:
    world = brought_to(State.MAIN_MENU)
    for _ in range(3):
        world.says(None)
    assert world.listen().said[-1] == "Do you want me to call a member of staff?"
    for _ in range(2):
        world.says(None)
    assert world.alerts == ["attention"]
    assert "I am not able to understand, so I stop talking now." in world.listen().said
    for _ in range(20):
        world.says(None)
    assert world.within == State.MAIN_MENU


def test_e6_an_unanswered_emergency_question_stays_so_and_staff_are_told() -> None:
    world = World(WITH_NAMES).go(QUESTION).go(("noise",) * 4).listen()
    assert world.state == State.OUTCOME_UNCLEAR
    assert world.alerts == ["attention"]
    answers = world.questions.answers
    assert {name: answers[name] for name in ("E1", "E2")} == {
        "E1": NotAnswered(),
        "E2": NotAnswered(),
    }
    assert "Please speak to a member of staff." in world.said


@every_row("command", COMMANDS)
@every_row("state", STATES)
def test_e7_every_command_works_in_every_state(state: State, command: Intent) -> None:
    key = next(key for key, intent in KEYS.items() if intent == command)
    for way in ("key", "voice"):
        world = heard_first(brought_to(state))
        before = len(world.said)
        if way == "key":
            world.presses(key)
        elif world.listen().window is None:
            continue
        else:
            before = len(world.said)
            world.says(command)
        if world.speaking:
            first = says(world.last_actions)[-1].sentences
            assert not REFUSALS & set(first), first
        else:
            assert state in (State.ATTRACT, State.GOODBYE)
            assert command in (Intent.PAUSE, Intent.STOP, Intent.GOODBYE)
        assert before <= len(world.said)


@every_row("command", COMMANDS)
def test_e7_each_can_be_said_in_words_and_has_a_key(command: Intent) -> None:
    assert GRAMMAR.spoken_forms(command)
    assert command in KEYS.values()


@every_row("way", ["h", "0", "help", "what can i say"])
@every_row("state", [s for s in HELPED if s not in (State.HELP, State.OFFER_STAFF)])
def test_e8_help_comes_in_every_state_and_goes_back(state: State, way: str) -> None:
    world = brought_to(state)
    if len(way) > 1:
        world.listen()
        assert world.window is not None
    origin = world.within
    questions = world.dialogue.questions if state in ASKING else None
    asked = questions.current if questions else None
    if len(way) == 1:
        world.presses(way)
    else:
        intent = GRAMMAR.meaning(way)
        assert intent == Intent.HELP
        world.says(intent)
    assert world.state == State.HELP
    assert "Do you want me to call a member of staff now?" in world.last_say.sentences
    world.listen().says(Intent.NO)
    if state not in (State.GREETING, State.READING):
        assert world.within == origin
    assert (questions.current if questions else None) is asked


def test_e8_help_reaches_a_human() -> None:
    for answer in ("1", "y", " "):
        assert brought_to(State.HELP).presses(answer).alerts == ["emergency"]
    assert silent(brought_to(State.HELP)).alerts == ["attention"]


def test_e9_no_prompt_offers_more_than_three_things() -> None:
    assert list(prompts.prompts_offer_few_choices(REVIEWED)) == []


def test_e9_the_option_comes_before_what_to_say_for_it() -> None:
    assert list(prompts.option_before_action(REVIEWED)) == []


@pytest.mark.parametrize("state", MENUS)
def test_e9_no_menu_offers_more_than_three_choices(state: State) -> None:
    world = brought_to(state).listen()
    for _ in range(4):
        offered = [s for s in world.last_say.sentences if "press" in s]
        assert len(offered) <= 3
        world.says(Intent.SKIP).listen()


def test_e10_the_captions_are_the_transcript_of_the_dialogue() -> None:
    record, driver, _, _ = visit()
    said: list[str] = []
    for key in WHOLE_VISIT:
        driver.press(key)
        driver.wait(4.1)
    driver.wait(200)
    said += [moment.what for moment in record.sentences]
    shown = [moment.what for moment in record.captions]
    assert shown == said
    assert shown[0] == "Hello."
    assert [m.at for m in record.captions] == sorted(m.at for m in record.captions)


def test_e11_no_question_asks_two_things() -> None:
    assert list(questions.questions_ask_one_thing(REVIEWED)) == []


@every_row("number", range(len(CONTENT.questions)))
@every_row("answer", [Intent.YES, Intent.NO, Intent.NOT_SURE])
def test_e11_every_question_takes_yes_no_and_not_sure(number: int, answer: Intent) -> None:
    world = World(WITH_NAMES).go(QUESTION).answers_no(number)
    asked = world.questions.current.id
    assert world.screen is not None
    labels = [choice.label for choice in world.screen.choices]
    assert {"yes", "no", "not sure"} <= set(labels)
    world.says(answer)
    taken = world.questions.answers[asked]
    assert isinstance(taken, {Intent.YES: Yes, Intent.NO: No}.get(answer, Unsure))


def test_e11_a_retry_is_rephrased() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    first = world.last_say.sentences
    world.says(None)
    assert world.last_say.sentences != first
    assert world.last_say.sentences[-1] == first[-1]
    assert "Please say yes, or say no." in world.last_say.sentences


@pytest.mark.parametrize("number", [0, 4, 9])
def test_e12_its_own_voice_in_the_microphone_changes_nothing(number: int) -> None:
    ear = Ear()
    for _ in range(number):
        ear.stage.driver.press("2")
    if number > 8:
        ear.stage.driver.press("1")
    asked = ear.dialogue.questions.current if ear.dialogue.questions else None
    assert ear.stage.app.speaking
    voice = Pyttsx3Voice("en")
    try:
        own = voice.speak("Please say yes, or say no. I heard no.", 150)
    finally:
        voice.close()
    ear.stage.transcript.begin(ear.stage.clock.now())
    for block in in_blocks(own, [320]):
        if not ear.stage.app.speaking:
            break
        ear.stage.driver.play(block)
    assert ear.stage.transcript.heard == []
    assert ear.dialogue.questions is not None
    assert ear.dialogue.questions.current is asked


def test_asides_are_all_looked_at() -> None:
    assert set(ASIDES) <= set(HELPED)
