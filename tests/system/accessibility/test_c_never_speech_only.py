"""C. Never speech only."""

import tomllib
from dataclasses import fields

import pytest

from audio.recognition.recognizer import Hypothesis
from grammar.intents import Intent
from kiosk.visit.dialogue.events import Heard, KeyPressed, Reading
from kiosk.visit.dialogue.keys import ANSWER_KEYS, CHOICE_KEYS, KEYS
from kiosk.visit.dialogue.table import ASKING, State
from tests import CHECKOUT
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, STAFF_ANSWER, WITH_NAMES, World
from tests.system.accessibility.walk import LISTENING, silent

pytestmark = pytest.mark.unit

KNOWS_PEOPLE = ("speaker-id", "speakerid", "voiceprint", "resemblyzer", "pyannote", "speechbrain")


def test_c2_nothing_tells_who_speaks() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = " ".join(project["dependencies"]).lower()
    assert not [name for name in KNOWS_PEOPLE if name in packages]
    told = {field.name for kind in (Hypothesis, Reading, Heard) for field in fields(kind)}
    assert not told & {"speaker", "person", "who", "voice", "spk", "embedding"}


def test_c2_the_recognizer_is_given_no_model_of_speakers() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (CHECKOUT / "audio").rglob("*.py"))
    assert "SpkModel" not in code


ENDS = {
    State.OUTCOME_ALL_NO: " k21" + "2" * 8 + "1" + "22222",
    State.OUTCOME_SAME_DAY: " k21" + "2" * 8 + "1" + "21222",
    State.OUTCOME_VISIT: " k21" + "2" * 8 + "1" + "22221",
    State.OUTCOME_UNCLEAR: " k21m",
    State.EMERGENCY: " k211",
    State.GOODBYE: " kq",
    State.AFTER_TOPIC: " k1k1k",
    State.READING: " k1k1",
    State.SECTION_MENU: " k1k",
    State.HELP: " kh",
    State.PAUSED: " kp",
    State.READ_BACK: " k21" + "2" * 8,
    State.QUESTION: " k21",
    State.PREAMBLE: " k2",
    State.MAIN_MENU: " k",
    State.GREETING: " ",
    State.ATTRACT: "",
}
"""Keys that lead to each state; the others follow below."""


def by_keys(keys: str) -> World:
    """Visit a kiosk that hears nothing."""
    world = World(KEYS_ONLY)
    for key in keys:
        world.presses(key)
    return world


@every_row("state", ENDS)
def test_c1_keys_alone_reach_every_state(state: State) -> None:
    world = by_keys(ENDS[state])
    assert world.state == state
    assert world.window is None, "it does not listen"


def test_c1_no_state_is_for_the_voice_alone() -> None:
    asked_back = {State.CONFIRM_CHOICE, State.CONFIRM_NO, State.OFFER_STAFF}  # of what is heard
    by_itself = {State.STILL_THERE, State.OUT_OF_SERVICE}  # of silence, and of a fault
    assert set(State) == {*ENDS, *asked_back, *by_itself}
    world = by_keys(" k")
    for _ in range(4):
        silent(world)
    assert world.state == State.STILL_THERE


def chosen(world: World, intent: str) -> World:
    """Turn the menu's pages until a choice is shown, and press its number."""
    topic = CONTENT.topics.get(intent.removeprefix("topic."))
    label = topic.name if topic else CONTENT.labels[intent]
    for _ in range(6):
        assert world.screen is not None
        for choice in world.screen.choices:
            if choice.label == label and choice.key.isdigit():
                return world.presses(choice.key)
        world.presses("c")
    raise AssertionError(f"{intent} is on no page")


@pytest.mark.parametrize("section", ["symptoms", "causes", "treatments"])
def test_c1_keys_alone_hear_every_topic(section: str) -> None:
    for topic in (*CONTENT.section(section), CONTENT.topic(f"{section}.closing")):
        world = chosen(by_keys(" k"), f"section.{section}").presses("k")
        chosen(world, f"topic.{topic.id}").listen()
        assert set(topic.plain) <= set(world.said)


(LAST_NOES,) = CONTENT.prompts["read_back_last"][0]


def transcript(ways: str) -> list[str]:
    """Answer the questions by key (k) or voice (v), in turn as written; gives what was said.

    But for whether the last noes that were only said are right, which keys need not be asked, and
    for the menu after it, which tells the keys to people who use them.
    """
    world = World(WITH_NAMES).go(QUESTION).listen()
    for number in range(len(CONTENT.questions) + 2):
        if world.state not in ASKING:
            break
        by_voice = ways[number % len(ways)] == "v"
        if world.state == State.READ_BACK:
            world.says(Intent.YES) if by_voice else world.presses("1")
        elif by_voice:
            world.says(Intent.NO)
        else:
            world.presses("2")
        world.listen()
    assert world.state == State.OUTCOME_ALL_NO
    outcome = CONTENT.prompts["outcome_all_no"][0]
    told = world.said[: world.said.index(outcome[-1]) + 1]
    return [said for said in told if "of the last four" not in said and said != LAST_NOES]


@pytest.mark.parametrize("ways", ["k", "kv", "vk", "vvk", "kkkv"])
def test_c3_keys_and_voice_in_turn_give_the_same_transcript(ways: str) -> None:
    assert transcript(ways) == transcript("v")


@every_row("state", LISTENING)
def test_c3_a_key_counts_while_it_listens_and_while_it_speaks(state: State) -> None:
    for listens in (False, True):
        world = brought_to(state)
        if listens:
            world.listen()
        world.presses("s")
        assert world.state == State.EMERGENCY


def test_c4_no_key_needs_another_or_to_be_held() -> None:
    for keys in (KEYS, CHOICE_KEYS, ANSWER_KEYS):
        assert all(len(key) == 1 for key in keys)
    assert [field.name for field in fields(KeyPressed)] == ["key"], "no press has a length"


def test_c4_an_alarm_needs_no_key_but_the_one_for_staff() -> None:
    world = World(STAFF_ANSWER).presses(" s").waits(3.0).presses("s")
    assert world.state == State.EMERGENCY


def test_c4_everything_is_reached_by_single_presses() -> None:
    without_shift = {*"abcdefghijklmnopqrstuvwxyz0123456789 -=,.;'/"}
    for intent in set(KEYS.values()) - {Intent.DISTRESS}:  # which staff, asked for twice, means too
        assert without_shift & {key for key, meant in KEYS.items() if meant == intent}, intent
