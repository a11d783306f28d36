"""H15. Content is outdated

Cause: guidance changes and nobody looks at the texts again
Effect: the wrong urgency
Mitigation: reviewer, review date and sources for every text; a review that has expired refuses the
    health questions, and fails the build
Severity: critical
Likelihood: remote
Residual risk: guidance that changes before the review is due
Owner: the clinical safety officer, who is not yet named
"""

from datetime import date, timedelta

import pytest

from grammar.intents import Intent
from kiosk.visit.content.model import Reviewed
from kiosk.visit.dialogue.events import QuestionsOffered, QuestionsRefused, Refusal
from kiosk.visit.dialogue.table import State
from kiosk.visit.loop.questions_gate import QuestionsGate, SignOff, approval, lasting_notice
from tests.kiosk.visit.dialogue.ways import MAIN_MENU
from tests.kiosk.visit.dialogue.world import CONTENT, YES_NO_ONLY, World

pytestmark = pytest.mark.unit

DUE = CONTENT.review_due
REVIEWED = CONTENT.reviewed


def gate(today: date, sign_off: SignOff | None = None, *, attended: bool = True) -> QuestionsGate:
    return QuestionsGate(
        CONTENT, sign_off, alerts_work=lambda: True, today=lambda: today, attended=attended
    )


def test_the_review_has_not_expired() -> None:
    assert date.today() <= DUE, "have the content reviewed, then: run_kiosk.py review --seal"


def test_every_text_names_its_sources() -> None:
    items: list[Reviewed] = [*CONTENT.topics.values(), *CONTENT.questions, *CONTENT.reserve]
    for item in items:
        assert item.sources, item
        assert item.reviewer, item


@pytest.mark.parametrize(("days", "refusal"), [(-1, None), (0, None), (1, Refusal.REVIEW_EXPIRED)])
def test_the_day_after_it_is_due_the_questions_are_refused(
    days: int, refusal: Refusal | None
) -> None:
    assert gate(DUE + timedelta(days)).refusal == refusal


def test_it_is_noticed_while_the_kiosk_runs_and_said() -> None:
    today = DUE
    watching = QuestionsGate(
        CONTENT, None, alerts_work=lambda: True, today=lambda: today, attended=True
    )
    assert watching.progress() == []
    today += timedelta(1)
    (event,) = watching.progress()
    assert event == QuestionsRefused(Refusal.REVIEW_EXPIRED)
    assert watching.progress() == [], "told once"
    world = World(YES_NO_ONLY)
    world.post(event)
    world.go(MAIN_MENU).says(Intent.QUESTIONS).listen()
    assert "Experts need to check the health questions again." in world.said
    assert "So I am not able to ask the health questions." in world.said
    world.says(Intent.NO).says(Intent.NO).says(Intent.NO).says(Intent.NO).listen()
    assert not [s for s in world.said if "yes or no questions about how you feel" in s]
    assert world.state == State.MAIN_MENU
    today = DUE
    assert watching.progress() == [QuestionsOffered()]


@pytest.mark.parametrize(
    ("sign_off", "refusal"),
    [
        (None, Refusal.NOT_SIGNED_OFF),
        (SignOff("Dr. Example", REVIEWED), None),
        (SignOff("Dr. Example", REVIEWED - timedelta(1)), Refusal.NOT_SIGNED_OFF),
        (SignOff("Dr. Example", DUE), Refusal.NOT_SIGNED_OFF),
    ],
    ids=["nobody", "after the review", "before the texts were reviewed", "in the future"],
)
def test_the_service_asks_only_what_was_signed_off(
    sign_off: SignOff | None, refusal: Refusal | None
) -> None:
    today = REVIEWED + timedelta(30)
    assert gate(today, sign_off, attended=False).refusal == refusal
    assert gate(today, sign_off, attended=True).refusal is None


@pytest.mark.parametrize(
    ("days", "signed", "said"),
    [
        (30, 40, "signed_off_on is {signed}, which is after this machine's date, {today}; "),
        (
            30,
            -1,
            "signed_off_on is {signed}, and the wording was reviewed after that, on {reviewed};",
        ),
        (-1, 0, "this machine's date is {today}, which is before the wording was reviewed, on "),
    ],
    ids=["in the future", "before the texts were reviewed", "a clock that is wrong"],
)
def test_a_signing_off_that_does_not_count_is_told_with_both_dates(
    days: int, signed: int, said: str
) -> None:
    dates = {
        "today": REVIEWED + timedelta(days),
        "signed": REVIEWED + timedelta(signed),
        "reviewed": REVIEWED,
    }
    refused = gate(dates["today"], SignOff("Dr. Example", dates["signed"]), attended=False)
    assert refused.refusal is Refusal.NOT_SIGNED_OFF
    assert said.format(**dates) in refused.why
    assert "nobody has signed off" not in refused.why


@pytest.mark.parametrize("sign_off", [None, SignOff("Dr. Example", REVIEWED)])
def test_each_place_tells_in_the_same_sentence_whether_the_questions_are_asked(
    sign_off: SignOff | None,
) -> None:
    today = REVIEWED + timedelta(30)
    for attended in (True, False):
        watching = gate(today, sign_off, attended=attended)
        asked = watching.refusal is None
        assert ("asks the health questions" in watching.told) is (asked and sign_off is None)
        assert ("questions are not asked" in watching.told) is not asked
        assert watching.told == approval(CONTENT, sign_off, today, attended=attended)
    notice = lasting_notice(CONTENT, sign_off, today)
    assert notice.lower() == (
        "" if sign_off else f"{gate(today, None, attended=True).told}.".lower()
    )


def test_a_clock_before_the_review_is_told_until_it_is_set() -> None:
    today, told = REVIEWED - timedelta(400), list[str]()
    watching = QuestionsGate(
        CONTENT,
        None,
        alerts_work=lambda: True,
        today=lambda: today,
        attended=True,
        report=told.append,
    )
    watching.progress()
    watching.progress()
    (line,) = told
    assert f"this machine's date is {today}" in line
    assert f"{REVIEWED}: its clock must be wrong" in line
    today = REVIEWED
    watching.progress()
    assert told[1:] == [""]


@pytest.mark.parametrize("attended", [True, False])
def test_while_the_settings_cannot_be_read_the_questions_are_not_asked(attended: bool) -> None:
    watching = QuestionsGate(
        CONTENT,
        SignOff("Dr. Example", REVIEWED),
        alerts_work=lambda: True,
        today=lambda: REVIEWED,
        attended=attended,
        sign_off_known=False,
    )
    (event,) = watching.progress()
    assert event == QuestionsRefused(Refusal.SIGN_OFF_UNREADABLE)
    assert "it cannot be read who has signed off" in watching.why
    world = World(YES_NO_ONLY)
    world.post(event)
    world.go(MAIN_MENU).says(Intent.QUESTIONS).listen()
    assert "The health questions still need to be approved." in world.said
