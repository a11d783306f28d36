"""How each state is reached, for tests that look at all of them."""

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading, WentOutOfService
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.world import WITH_NAMES, YES_NO_ONLY, World

MAIN_MENU = ("key: ", "key:k")
QUESTION = (*MAIN_MENU, "say:questions", "say:yes")
ALL_NO = ("say:no",) * 8
SETTLED = (*QUESTION, *ALL_NO, "say:yes")
WAYS: dict[State, tuple[str, ...]] = {
    State.ATTRACT: (),
    State.GREETING: ("key: ",),
    State.MAIN_MENU: MAIN_MENU,
    State.SECTION_MENU: (*MAIN_MENU, "say:section.symptoms"),
    State.CONFIRM_CHOICE: MAIN_MENU,
    State.READING: (*MAIN_MENU, "say:topic.treatments.surgery"),
    State.AFTER_TOPIC: (*MAIN_MENU, "say:topic.treatments.surgery", "key:k"),
    State.PREAMBLE: (*MAIN_MENU, "say:questions"),
    State.QUESTION: QUESTION,
    State.CONFIRM_NO: QUESTION,
    State.READ_BACK: (*QUESTION, *ALL_NO),
    State.OUTCOME_ALL_NO: (*SETTLED, *("say:no",) * 5, "say:yes"),
    State.OUTCOME_SAME_DAY: (*SETTLED, "say:no", "say:yes", *("say:no",) * 3, "say:yes"),
    State.OUTCOME_VISIT: (*SETTLED, *("say:no",) * 4, "say:yes", "say:yes"),
    State.OUTCOME_UNCLEAR: (*QUESTION, *("noise",) * 4),
    State.EMERGENCY: (*QUESTION, "say:yes"),
    State.HELP: (*MAIN_MENU, "key:h"),
    State.PAUSED: (*MAIN_MENU, "key:p"),
    State.OFFER_STAFF: MAIN_MENU,
    State.STILL_THERE: (*MAIN_MENU, *("wait:10",) * 4),
    State.GOODBYE: (*MAIN_MENU, "say:goodbye"),
    State.OUT_OF_SERVICE: (),
}


def brought_to(state: State) -> World:
    world = World(WITH_NAMES)
    if state == State.CONFIRM_CHOICE:
        world = World(YES_NO_ONLY).go(WAYS[state])
        world.reads(Reading("moonshine", None, alternatives=("topic.treatments.radiation",)))
    elif state == State.OFFER_STAFF:
        world.go(WAYS[state]).reads(Reading("moonshine", None, open=True, near_cry=True))
    elif state == State.CONFIRM_NO:
        world.go(WAYS[state]).reads(Reading("yes-no", Intent.NO))
    elif state == State.OUT_OF_SERVICE:
        world.post(WentOutOfService("The voice does not work."))
    else:
        world.go(WAYS[state])
    assert world.state == state
    return world
