"""The rule that turns readings into an answer, row by row, and what answers come to."""

from collections.abc import Callable

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
    OneRecognizer,
    TwoRecognizers,
    Unsure,
    Yes,
    outcome,
)
from kiosk.visit.dialogue.red_flags.evidence import (
    Aside,
    AskBack,
    Unclear,
    confirms,
    denies,
    judge,
)
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from tests.every_row import every_row
from tests.shipped import CONTENT

pytestmark = pytest.mark.unit

YES, NO, MAYBE, NOTHING = Intent.YES, Intent.NO, Intent.NOT_SURE, None
HEDGE = Intent.HEDGED_NO
AGREED = No(TwoRecognizers("moonshine", "yes-no"))
ASK, HAZY = AskBack.NO, Unclear.UNCLEAR


@every_row(
    ("words", "listener", "at_emergency", "elsewhere"),
    [
        (YES, YES, Yes(), Yes()),
        (YES, NO, Yes(), HAZY),
        (YES, MAYBE, Yes(), Unsure()),
        (YES, NOTHING, Yes(), Yes()),
        (NO, YES, Yes(), HAZY),
        (NO, NO, AGREED, AGREED),
        (NO, MAYBE, Unsure(), HAZY),
        (NO, NOTHING, ASK, No(OneRecognizer("moonshine"))),
        (MAYBE, YES, Yes(), Unsure()),
        (MAYBE, NO, Unsure(), HAZY),
        (MAYBE, MAYBE, Unsure(), Unsure()),
        (MAYBE, NOTHING, Unsure(), Unsure()),
        (NOTHING, YES, Yes(), Yes()),
        (NOTHING, NO, ASK, No(OneRecognizer("yes-no"))),
        (HEDGE, NO, ASK, AGREED),
        (HEDGE, NOTHING, ASK, No(OneRecognizer("moonshine"))),
        (HEDGE, YES, Yes(), HAZY),
        (NOTHING, NOTHING, HAZY, HAZY),
        ("topic.overview", NO, ASK, ASK),
        ("topic.overview", NOTHING, HAZY, HAZY),
    ],
)
def test_two_recognizers(
    words: str | None, listener: str | None, at_emergency: object, elsewhere: object
) -> None:
    readings = (Reading("moonshine", words), Reading("yes-no", listener))
    assert judge(readings, emergency=True) == at_emergency
    assert judge(readings, emergency=False) == elsewhere


@pytest.mark.parametrize(
    ("heard", "verdict"), [(YES, Yes()), (NO, ASK), (MAYBE, Unsure()), (NOTHING, HAZY)]
)
def test_one_recognizer(heard: str | None, verdict: object) -> None:
    assert judge((Reading("yes-no", heard),), emergency=True) == verdict


@pytest.mark.parametrize(
    ("clear_db", "verdict"), [(-3.0, ASK), (7.9, ASK), (8.0, AGREED), (60.0, AGREED)]
)
def test_in_noise_two_recognizers_that_agree_on_no_are_asked_back(
    clear_db: float, verdict: object
) -> None:
    readings = (Reading("moonshine", NO), Reading("yes-no", NO))
    assert judge(readings, emergency=True, clear_db=clear_db) == verdict
    elsewhere = judge(readings, emergency=False, clear_db=clear_db)
    assert elsewhere == verdict


@every_row(
    "readings",
    [
        (Reading("vosk", NO), Reading("yes-no", NO)),
        (Reading("vosk", NO), Reading("moonshine", NO)),
        (Reading("moonshine", NO, open=True), Reading("yes-no", NO)),
        (Reading("moonshine", NO), Reading("moonshine", NO, open=True)),
        (Reading("moonshine", NO), Reading("yes-no", NO), Reading("vosk", NOTHING)),
        (
            Reading("moonshine", NO),
            Reading("moonshine", None, frozenset({NO}), open=True),
            Reading("yes-no", NO),
        ),
        (
            Reading("moonshine", NO),
            Reading("moonshine", "topic.overview", open=True),
            Reading("yes-no", NO),
        ),
        (Reading("moonshine", HEDGE), Reading("yes-no", NO)),
        (Reading("moonshine", NO, open=True),),
    ],
)
def test_noes_that_are_asked_back_at_an_emergency_question(readings: tuple[Reading, ...]) -> None:
    assert judge(readings, emergency=True) == ASK


@pytest.mark.parametrize("beside", [(), ("vosk",)])
@pytest.mark.parametrize("freely", [NO, NOTHING])
def test_a_free_reading_that_says_nothing_else_leaves_the_evidence_as_it_is(
    freely: str | None, beside: tuple[str, ...]
) -> None:
    readings = (
        Reading("moonshine", NO),
        Reading("moonshine", freely, open=True),
        Reading("yes-no", NO),
        *(Reading(name, NO) for name in beside),
    )
    assert judge(readings, emergency=True) == AGREED


def test_a_yes_needs_no_quiet_room() -> None:
    assert judge((Reading("yes-no", YES),), emergency=True, clear_db=-10.0) == Yes()


SYMPTOM, CRY = "topic.symptoms.nerve_changes", Intent.DISTRESS
EXPLAIN, OFFER = Aside.EXPLAIN, Aside.OFFER_STAFF


@every_row(
    ("meaning", "mentions", "listener", "at_emergency", "elsewhere"),
    [
        (NOTHING, {SYMPTOM}, NOTHING, Unsure(), HAZY),
        (NOTHING, {SYMPTOM}, NO, Unsure(), ASK),
        (NOTHING, {SYMPTOM}, YES, Yes(), Yes()),
        (NOTHING, {NO, CRY}, NO, Unsure(), OFFER),
        (NOTHING, {YES}, NOTHING, Unsure(), HAZY),
        (NOTHING, {MAYBE}, NOTHING, Unsure(), HAZY),
        (NOTHING, {YES, NO}, NOTHING, HAZY, HAZY),
        (NOTHING, {YES, HEDGE}, NOTHING, HAZY, HAZY),
        (NOTHING, {YES}, NO, HAZY, HAZY),
        ("topic.symptoms.closing", set(), NOTHING, HAZY, HAZY),
        ("topic.symptoms.weight_fatigue", set(), NOTHING, HAZY, Unsure()),
        (NOTHING, {"topic.symptoms.appetite"}, NOTHING, HAZY, HAZY),
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
    readings = (Reading("moonshine", meaning, frozenset(mentions)), Reading("yes-no", listener))
    assert judge(readings, emergency=True) == at_emergency
    assert judge(readings, emergency=False) == elsewhere


@every_row(
    ("words", "listener", "at_emergency", "elsewhere"),
    [
        (Reading("moonshine", None, open=True, near_cry=True), NOTHING, OFFER, OFFER),
        (Reading("moonshine", None, open=True, near_cry=True), NO, OFFER, OFFER),
        (Reading("moonshine", None, open=True, near_cry=True), YES, Yes(), OFFER),
        (Reading("moonshine", None, frozenset({YES}), near_cry=True), NOTHING, Unsure(), OFFER),
        (Reading("moonshine", None, asks_about_question=True), NOTHING, EXPLAIN, EXPLAIN),
        (Reading("moonshine", None, asks_about_question=True), NO, EXPLAIN, EXPLAIN),
        (Reading("moonshine", None, asks_about_question=True), YES, Yes(), Yes()),
        (Reading("moonshine", MAYBE, asks_about_question=True), NOTHING, EXPLAIN, EXPLAIN),
        (
            Reading("moonshine", None, frozenset({MAYBE, SYMPTOM}), asks_about_question=True),
            NOTHING,
            EXPLAIN,
            EXPLAIN,
        ),
        (
            Reading("moonshine", None, frozenset({YES}), asks_about_question=True),
            NOTHING,
            Unsure(),
            EXPLAIN,
        ),
        (
            Reading("moonshine", None, frozenset({CRY}), asks_about_question=True),
            NOTHING,
            Unsure(),
            OFFER,
        ),
    ],
)
def test_near_cries_and_questions_about_the_question(
    words: Reading, listener: str | None, at_emergency: object, elsewhere: object
) -> None:
    readings = (words, Reading("yes-no", listener))
    assert judge(readings, emergency=True) == at_emergency
    assert judge(readings, emergency=False) == elsewhere


def test_a_yes_among_other_words_confirms_nothing() -> None:
    mixed = Reading("vosk", None, frozenset({YES, "topic.overview"}))
    assert not confirms([mixed, Reading("yes-no", YES)])


def test_a_recognizer_that_reports_twice_does_not_agree_with_itself() -> None:
    twice = (Reading("yes-no", NO), Reading("yes-no", NO))
    assert judge(twice, emergency=True) == ASK


@every_row(
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


@every_row(
    ("heard", "denied"),
    [
        ((NO,), True),
        ((NO, NOTHING), True),
        ((HEDGE, NO), True),
        ((NO, YES), False),
        ((NO, MAYBE), False),
        ((NO, "repeat"), False),
        ((YES,), False),
        ((NOTHING,), False),
    ],
)
def test_a_plain_no_denies_that_a_no_was_meant(heard: tuple[str | None, ...], denied: bool) -> None:
    readings = [Reading(f"recognizer {n}", intent) for n, intent in enumerate(heard)]
    assert denies(readings) is denied
    assert not denies([*readings, Reading("moonshine", None, frozenset({YES}))])
    assert not denies([*readings, Reading("moonshine", None, open=True, near_cry=True)])


@pytest.mark.parametrize("clear_db", [-3.0, 7.9])
def test_one_no_in_noise_is_asked_back_everywhere(clear_db: float) -> None:
    readings = (Reading("yes-no", NO),)
    assert judge(readings, emergency=False, clear_db=clear_db) == ASK
    assert judge(readings, emergency=True, clear_db=clear_db) == ASK


def test_a_free_no_alone_is_asked_back_where_one_recognizer_is_enough() -> None:
    readings = (Reading("moonshine", NO, open=True), Reading("yes-no", NOTHING))
    assert judge(readings, emergency=False) == ASK


def test_one_recognizer_is_no_evidence_at_an_emergency_question() -> None:
    with pytest.raises(ValueError, match="E1: one recognizer alone"):
        QuestionSet(CONTENT.questions).record(No(OneRecognizer("yes-no")))


def test_a_free_yes_confirms_nothing_by_itself_and_a_free_no_is_against_it() -> None:
    freely, listener = Reading("moonshine", YES, open=True), Reading("yes-no", YES)
    assert not confirms([freely])
    assert not confirms([freely, Reading("yes-no", None)])
    assert confirms([freely, listener])
    assert not confirms([Reading("moonshine", NO, open=True), listener])
    assert not confirms([Reading("moonshine", None, open=True, near_cry=True), listener])


def test_a_no_without_evidence_cannot_be_built() -> None:
    with pytest.raises(TypeError):
        No()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="needs evidence"):
        No(None)  # type: ignore[arg-type]
    unnamed: tuple[Callable[[], object], ...] = (
        lambda: ByHand(""),
        lambda: ConfirmedNo(""),
        lambda: OneRecognizer(""),
        lambda: TwoRecognizers("", "vosk"),
    )
    for nobody in unnamed:
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


@every_row(
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


@pytest.mark.parametrize("given", [BY_KEY, NotAnswered()])
def test_what_was_named_without_being_asked_counts_for_the_outcome(given: Answer) -> None:
    answers = {name: given for name, tier in ASKED if tier is not Tier.CONTEXT}
    result = outcome(ASKED, answers, frozenset({Tier.VISIT}))
    assert result.worst is Tier.VISIT
    assert not result.all_no


def test_a_confirmed_no_names_who_confirmed_it() -> None:
    assert No(ConfirmedNo("key y")).evidence == ConfirmedNo("key y")
