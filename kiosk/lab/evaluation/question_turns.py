"""How many turns the red-flag questions take, counted on the dialogue that asks them."""

from collections.abc import Callable

from grammar.intents import Intent
from kiosk.lab.evaluation.answer_path import KEYS_TO_PREAMBLE
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue import Abilities, Dialogue
from kiosk.visit.dialogue.actions import Say
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import Event, Heard, KeyPressed, Reading, SpeechEnded
from kiosk.visit.dialogue.keys import ANSWER_KEYS
from kiosk.visit.dialogue.table import ASKING, State


def by_voice(content: Content, abilities: Abilities, *recognizers: str) -> int:
    """Count the utterances when every answer is no and all `recognizers` hear each rightly."""
    return _turns(
        Dialogue(content, abilities, staff_code=""),
        lambda intent: Heard(tuple(Reading(name, intent) for name in recognizers)),
    )


def by_keys(content: Content) -> int:
    """Count the keys when every answer is no."""
    keys = {intent: key for key, intent in ANSWER_KEYS.items()}
    return _turns(
        Dialogue(content, Abilities(voice=False), staff_code=""),
        lambda intent: KeyPressed(keys[intent]),
    )


def _turns(dialogue: Dialogue, answer: Callable[[Intent], Event]) -> int:
    """Answer preamble, questions, "Did you say no?" and read-back; count the answers."""
    for key in KEYS_TO_PREAMBLE:
        actions = dialogue.handle(KeyPressed(key), 0.0)
    turns = 0
    now = 0.0
    while dialogue.state in (State.PREAMBLE, *ASKING):
        for action in actions:
            if isinstance(action, Say):
                dialogue.handle(SpeechEnded(action.id), now)
        asks_question = dialogue.state == State.QUESTION
        now += BOUNCE  # a key that is pressed again sooner is no answer
        actions = dialogue.handle(answer(Intent.NO if asks_question else Intent.YES), now)
        turns += 1
    assert dialogue.state == State.OUTCOME_ALL_NO, dialogue.state
    return turns
