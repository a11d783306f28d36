"""The rule that turns readings into an answer, row by row, and what answers come to."""

import pytest

from grammar.intents import Intent
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import (
    Answer,
    ByHand,
    ConfirmedNo,
    Declined,
    No,
    NotAnswered,
    TwoRecognizers,
    Unsure,
    Yes,
    outcome,
)
from kiosk.visit.dialogue.red_flags.evidence import AskBack, Unclear, confirms, judge

pytestmark = pytest.mark.unit

YES, NO, MAYBE, NOTHING = Intent.YES, Intent.NO, Intent.NOT_SURE, None
AGREED = No(TwoRecognizers("vosk", "yes-no"))
ASK, HAZY = AskBack.NO, Unclear.UNCLEAR


@pytest.mark.parametrize(
    ("vosk", "listener", "at_emergency", "elsewhere"),
    [
        (YES, YES, Yes(), Yes()),
        (YES, NO, Yes(), HAZY),
        (YES, MAYBE, Yes(), Unsure()),
        (YES, NOTHING, Yes(), Yes()),
        (NO, YES, Yes(), HAZY),
        (NO, NO, AGREED, AGREED),
        (NO, MAYBE, Unsure(), HAZY),
        (NO, NOTHING, ASK, ASK),
        (MAYBE, YES, Yes(), Unsure()),
        (MAYBE, NO, Unsure(), HAZY),
        (MAYBE, MAYBE, Unsure(), Unsure()),
        (MAYBE, NOTHING, Unsure(), Unsure()),
        (NOTHING, YES, Yes(), Yes()),
        (NOTHING, NO, ASK, ASK),
        (NOTHING, NOTHING, HAZY, HAZY),
        ("topic.overview", NO, ASK, ASK),
        ("topic.overview", NOTHING, HAZY, HAZY),
    ],
)
def test_two_recognizers(
    vosk: str | None, listener: str | None, at_emergency: object, elsewhere: object
) -> None:
    readings = (Reading("vosk", vosk), Reading("yes-no", listener))
    assert judge(readings, emergency=True) == at_emergency
    assert judge(readings, emergency=False) == elsewhere


@pytest.mark.parametrize(
    ("heard", "verdict"), [(YES, Yes()), (NO, ASK), (MAYBE, Unsure()), (NOTHING, HAZY)]
)
def test_one_recognizer(heard: str | None, verdict: object) -> None:
    assert judge((Reading("yes-no", heard),), emergency=True) == verdict


@pytest.mark.parametrize(
    ("clear_db", "verdict"), [(-3.0, ASK), (14.9, ASK), (15.0, AGREED), (60.0, AGREED)]
)
@pytest.mark.parametrize("emergency", [True, False])
def test_in_noise_two_recognizers_that_agree_on_no_are_asked_back(
    clear_db: float, verdict: object, emergency: bool
) -> None:
    readings = (Reading("vosk", NO), Reading("yes-no", NO))
    assert judge(readings, emergency=emergency, clear_db=clear_db) == verdict


def test_a_yes_needs_no_quiet_room() -> None:
    assert judge((Reading("yes-no", YES),), emergency=True, clear_db=-10.0) == Yes()


SYMPTOM, CRY = "topic.symptoms.nerve_changes", Intent.DISTRESS


@pytest.mark.parametrize(
    ("meaning", "mentions", "listener", "at_emergency", "elsewhere"),
    [
        (NOTHING, {SYMPTOM}, NOTHING, Unsure(), HAZY),
        (NOTHING, {SYMPTOM}, NO, Unsure(), ASK),
        (NOTHING, {SYMPTOM}, YES, Yes(), Yes()),
        (NOTHING, {NO, CRY}, NO, Unsure(), ASK),
        (NOTHING, {NO, YES}, NO, HAZY, HAZY),
        (NOTHING, {NO, MAYBE}, NO, HAZY, HAZY),
        (NOTHING, {NO, YES}, NOTHING, HAZY, HAZY),
        (NOTHING, {"topic.overview"}, NO, ASK, ASK),
        (SYMPTOM, set(), NOTHING, Unsure(), Unsure()),
        (SYMPTOM, set(), NO, Unsure(), ASK),
        (CRY, set(), NO, Unsure(), ASK),
    ],
)
def test_what_stands_among_other_words(
    meaning: str | None,
    mentions: set[str],
    listener: str | None,
    at_emergency: object,
    elsewhere: object,
) -> None:
    readings = (Reading("vosk", meaning, frozenset(mentions)), Reading("yes-no", listener))
    assert judge(readings, emergency=True) == at_emergency
    assert judge(readings, emergency=False) == elsewhere


def test_a_yes_among_other_words_confirms_nothing() -> None:
    mixed = Reading("vosk", None, frozenset({YES, "topic.overview"}))
    assert not confirms([mixed, Reading("yes-no", YES)])


def test_a_recognizer_that_reports_twice_does_not_agree_with_itself() -> None:
    twice = (Reading("yes-no", NO), Reading("yes-no", NO))
    assert judge(twice, emergency=True) == ASK


@pytest.mark.parametrize(
    ("heard", "confirmed"),
    [
        ((YES,), True),
        ((YES, YES), True),
        ((YES, NOTHING), True),
        ((YES, NO), False),
        ((YES, MAYBE), False),
        ((YES, "repeat"), False),
        ((NO,), False),
        ((NOTHING,), False),
        ((), False),
    ],
)
def test_only_an_explicit_yes_confirms(heard: tuple[str | None, ...], confirmed: bool) -> None:
    readings = [Reading(f"recognizer {n}", intent) for n, intent in enumerate(heard)]
    assert confirms(readings) is confirmed


def test_a_no_without_evidence_cannot_be_built() -> None:
    with pytest.raises(TypeError):
        No()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="needs evidence"):
        No(None)  # type: ignore[arg-type]
    for nobody in (lambda: ByHand(""), lambda: ConfirmedNo(""), lambda: TwoRecognizers("", "vosk")):
        with pytest.raises(ValueError, match="needs a name"):
            nobody()
    with pytest.raises(ValueError, match="must be two"):
        TwoRecognizers("yes-no", "yes-no")


ASKED = (
    ("E1", Tier.EMERGENCY),
    ("C", Tier.CONTEXT),
    ("S1", Tier.SAME_DAY),
    ("T1", Tier.VISIT),
)
BY_KEY = No(ByHand("n"))


@pytest.mark.parametrize(
    ("given", "worst", "all_no", "unanswered", "emergency_unanswered"),
    [
        ((BY_KEY, BY_KEY, BY_KEY, BY_KEY), None, True, False, False),
        ((BY_KEY, Yes(), BY_KEY, BY_KEY), None, True, False, False),
        ((BY_KEY, NotAnswered(), BY_KEY, BY_KEY), None, True, False, False),
        ((BY_KEY, BY_KEY, BY_KEY, Yes()), Tier.VISIT, False, False, False),
        ((BY_KEY, BY_KEY, Unsure(), Yes()), Tier.SAME_DAY, False, False, False),
        ((Unsure(), BY_KEY, Yes(), Yes()), Tier.EMERGENCY, False, False, False),
        ((NotAnswered(), BY_KEY, Yes(), BY_KEY), Tier.SAME_DAY, False, True, True),
        ((BY_KEY, BY_KEY, BY_KEY, Declined()), None, False, True, False),
        ((Declined(), BY_KEY, BY_KEY, BY_KEY), None, False, True, True),
        ((), None, False, True, True),
    ],
)
def test_the_outcome_is_the_worst_tier_reached(
    given: tuple[Answer, ...],
    worst: Tier | None,
    all_no: bool,
    unanswered: bool,
    emergency_unanswered: bool,
) -> None:
    answers = {name: answer for (name, _), answer in zip(ASKED, given, strict=False)}
    result = outcome(ASKED, answers)
    assert result.worst is worst
    assert result.all_no is all_no
    assert result.unanswered is unanswered
    assert result.emergency_unanswered is emergency_unanswered


def test_a_confirmed_no_names_who_confirmed_it() -> None:
    assert No(ConfirmedNo("key y")).evidence == ConfirmedNo("key y")
