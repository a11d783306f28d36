"""H19. Over-calling makes staff ignore alerts

Cause: questions and cries for help are answered on the safe side
Effect: a true alert is missed
Mitigation: emergencies and calls for attention look and sound different; they are counted, the
    emergencies per set of questions too, so that tiers can be reviewed
Severity: critical
Likelihood: probable
Residual risk: E7 calls for numbness of long standing (clinical-safety.md §1)
Owner: the clinical safety officer, who is not yet named
"""

import numpy as np
import pytest

from audio.signals.earcons import every_earcon
from grammar.intents import Intent
from kiosk.status.vitals import Tally
from kiosk.visit.dialogue.events import StaffCleared
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.ways import QUESTION, SETTLED
from tests.kiosk.visit.dialogue.world import WITH_NAMES, World

pytestmark = pytest.mark.unit


def counted(*ways: tuple[str, ...]) -> Tally:
    """Let a kiosk be visited, one way after the other, with staff clearing every emergency."""
    tally = Tally()
    world = World(WITH_NAMES, watched_by=tally)
    for way in ways:
        world.go(way).listen()
        world.post(StaffCleared())
        while world.state != State.ATTRACT:
            world.presses("q").listen()
    return tally


def test_alerts_are_counted_by_what_raised_them() -> None:
    all_no = (*SETTLED, *("say:no",) * 5)
    a_yes = (*QUESTION, "say:yes")
    silence = (*QUESTION, *("wait:10",) * 4)
    tally = counted(all_no, a_yes, all_no, ("key: ", "key:s"), all_no, silence, ("key:s",))
    assert tally.visits == 6
    assert tally.question_sets == 5
    assert tally.emergencies_by_question == 1
    assert tally.other_emergencies == 2
    assert tally.attention_calls == 1
    assert tally.emergency_rate == pytest.approx(0.2)
    assert "sets of questions 5, of them emergencies 1 (20%)" in tally.summary()


def test_an_emergency_that_lasts_counts_once() -> None:
    tally = counted((*QUESTION, "say:yes", "wait:120", f"say:{Intent.DISTRESS}"))
    assert tally.emergencies_by_question == 1
    assert tally.other_emergencies == 0


def test_what_is_counted_names_no_question_and_no_answer() -> None:
    tally = counted((*QUESTION, "say:no", "say:yes"))
    assert tally.emergencies_by_question == 1
    assert "E2" not in repr(tally) + tally.summary()


def test_an_emergency_and_a_call_for_attention_sound_different() -> None:
    sounds = every_earcon()
    emergency, attention = sounds["alert"], sounds["attention"]
    assert len(attention) < len(emergency) / 2
    alike = np.corrcoef(emergency[: len(attention)], attention)[0, 1]
    assert abs(alike) < 0.5
