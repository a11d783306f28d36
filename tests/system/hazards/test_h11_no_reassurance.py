"""H11. All-no taken as reassurance

Cause: the words after thirteen noes sound like an all-clear
Effect: care is not sought
Mitigation: the wording of rule 10, word for word; reassuring words are banned from every outcome
Severity: critical
Likelihood: occasional
Residual risk: people may hear relief in any answer
Owner: the clinical safety officer, who is not yet named
"""

import re

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.table import OUTCOMES, State
from tests.kiosk.visit.dialogue.ways import SETTLED
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World

pytestmark = pytest.mark.unit

RULE_10 = (
    "You said no to every question.",
    "That does not rule out a problem.",
    "I am not able to check your health.",
    "Please tell your care team about anything that worries you.",
    "If something changes, tell staff right away.",
)
RULE_7 = "This is about you, or the person you answered for."
BANNED = ("fine", "okay", "ok", "clear", "normal", "low risk", "nothing wrong", "good news")


def test_the_all_no_ending_is_the_one_of_the_standard() -> None:
    world = World(WITH_NAMES).go((*SETTLED, *("say:no",) * 5, "say:yes"))
    assert world.state == State.OUTCOME_ALL_NO
    assert world.last_say.sentences == (*RULE_10[:2], RULE_7, *RULE_10[2:])


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_outcome_reassures(outcome: State) -> None:
    for wording in CONTENT.prompts[outcome]:
        said = " ".join(wording).replace("a clear answer", "")
        assert not [b for b in BANNED if re.search(rf"\b{b}\b", said, re.IGNORECASE)]


@pytest.mark.parametrize("left_out", ["skip", "silence"])
def test_one_question_without_an_answer_is_no_all_no(left_out: str) -> None:
    world = World(WITH_NAMES).go((*SETTLED, *("say:no",) * 4))
    if left_out == "skip":
        world.presses("k").listen()
    else:
        world.waits(10).waits(10)
    world.says(Intent.YES).listen()  # to the read-back of the noes
    assert world.state == State.OUTCOME_UNCLEAR
    assert "Please speak to a member of staff." in world.said
    assert RULE_10[0] not in world.said
