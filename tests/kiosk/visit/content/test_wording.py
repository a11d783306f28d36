"""The wording keeps the rules, and each rule sees what breaks it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from kiosk.visit.content.lint import (
    RULES,
    abilities,
    counts,
    lint,
    prompts,
    questions,
    speech,
    topics,
)
from kiosk.visit.content.lint.passage import Rule
from kiosk.visit.content.model import Content, GlossaryTerm, Variant
from tests.every_row import every_row
from tests.shipped import REVIEWED as CONTENT

pytestmark = pytest.mark.unit


Change = Callable[[Content], Content]


@every_row("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_kiosks_own_wording_keeps_the_rule(rule: Rule) -> None:
    assert [str(finding) for finding in rule(CONTENT)] == []


def plain(*sentences: str) -> Change:
    """Change the plain version of a topic."""
    return partial(_topic, plain=sentences)


def fuller(*sentences: str) -> Change:
    return partial(_topic, fuller=sentences)


def named(name: str) -> Change:
    return partial(_topic, name=name)


def _topic(content: Content, **fields: object) -> Content:
    changed = content.topic("causes.adhesion").model_copy(update=fields)
    return replace(content, topics={**content.topics, changed.id: changed})


def prompt(key: str, *wordings: tuple[str, ...]) -> Change:
    """Change or add a prompt."""
    lines = tuple(tuple((Variant(text),) for text in wording) for wording in wordings)
    return lambda content: replace(content, lines={**content.lines, key: lines})


def asked(name: str, text: str) -> Change:
    """Change a question's text."""
    return lambda content: replace(
        content,
        questions=tuple(
            q.model_copy(update={"text": text}) if q.id == name else q for q in content.questions
        ),
    )


def term(name: str, *plain_phrases: str) -> Change:
    """Add a medical term."""
    return lambda content: replace(
        content, glossary=(*content.glossary, GlossaryTerm(term=name, plain=plain_phrases))
    )


def silent_without_voice(content: Content) -> Content:
    line = (Variant("To go on, say yes.", frozenset({"voice"})),)
    return replace(content, lines={**content.lines, "new": (((Variant("Go on."),),), (line,))})


def without_last_symptom(content: Content) -> Content:
    return replace(
        content, topics={k: t for k, t in content.topics.items() if k != "symptoms.appetite"}
    )


def without_last_question(content: Content) -> Content:
    return replace(content, questions=content.questions[:-1])


ADHESION = "causes.adhesion"
BREACHES: list[tuple[Rule, Change, str]] = [
    (
        speech.sentences_are_short,
        plain("One " + "two " * 20 + "end."),
        f"{ADHESION} (plain): 22 words, at most 20",
    ),
    (
        speech.sentences_are_short,
        prompt("new", ("Say it. " + "Say the word " * 7 + "now.",)),
        "new (wording 1): 22 words",
    ),
    (
        speech.sentences_are_short,
        prompt("new", ("One two three four five six seven eight nine ten {name} {name} end.",)),
        "new (wording 1): 21 words",
    ),
    (
        speech.passages_last_a_minute_at_most,
        fuller(*["These are eight words that one can say."] * 19),
        f"{ADHESION} (fuller): longer than 150 words",
    ),
    (speech.no_lone_terms, plain("Adhesion of cells."), f"{ADHESION} (plain): fewer than 4"),
    (speech.no_lone_terms, prompt("new", ("Go on.",)), "new (wording 1): fewer than 4"),
    (
        speech.no_digits_or_abbreviations,
        plain("Call 911 if you can."),
        f"{ADHESION} (plain): digits '911'",
    ),
    (
        speech.no_digits_or_abbreviations,
        plain("Go to the ER right away."),
        f"{ADHESION} (plain): abbreviation 'ER'",
    ),
    (
        speech.no_digits_or_abbreviations,
        prompt("new", ("Ask Dr Smith about it.",)),
        "new (wording 1): abbreviation 'Dr'",
    ),
    (
        speech.no_banned_words,
        plain("You may have a tumor in the spine."),
        f"{ADHESION} (plain): 'you may have' names a disease",
    ),
    (
        speech.no_banned_words,
        prompt("new", ("I cannot hear you well.",)),
        "new (wording 1): 'cannot' is heard as 'can'",
    ),
    (
        speech.no_banned_words,
        prompt("outcome_all_no", ("Everything seems to be fine.",)),
        "outcome_all_no (wording 1): 'fine' reassures",
    ),
    (
        speech.no_banned_words,
        prompt("outcome_unclear", ("Your answers are clear, not a clear answer.",)),
        "outcome_unclear (wording 1): 'clear' reassures",
    ),
    (
        speech.words_are_known,
        plain("The cells have spezial parts."),
        f"{ADHESION} (plain): unknown word 'spezial'",
    ),
    (
        topics.fuller_says_more,
        fuller("To grow in the spine, cancer cells must first stick to it."),
        f"{ADHESION}: the fuller version has no more words",
    ),
    (
        topics.urgent_words_are_last,
        plain("If this happens, tell a member of staff now."),
        f"{ADHESION} (plain): 'tell a member of staff now' belongs in the last sentence",
    ),
    (
        topics.terms_follow_their_plain_phrase,
        fuller("Adhesion is when cells stick to the spine."),
        f"{ADHESION} (fuller): 'adhesion' comes before its plain phrase",
    ),
    (
        topics.terms_follow_their_plain_phrase,
        plain("The cells have receptors, which are special parts."),
        f"{ADHESION} (plain): 'receptor' comes before its plain phrase",
    ),
    (
        topics.terms_can_be_pronounced,
        term("biopsy", "small sample"),
        "biopsy: has no entry in pronunciation.yaml",
    ),
    (
        topics.names_are_short_and_distinct,
        named("Adhesion"),
        f"{ADHESION}: name 'Adhesion': expected lower case",
    ),
    (
        topics.names_are_short_and_distinct,
        named("how the cancer cells stick to spines"),
        f"{ADHESION}: name 'how the cancer cells stick to spines'",
    ),
    (
        topics.names_are_short_and_distinct,
        named("surgery"),
        "treatments.surgery: name 'surgery' is that of causes.adhesion",
    ),
    (
        counts.counts_are_true,
        without_last_symptom,
        "symptoms.intro (plain): says ['six']; there are five",
    ),
    (
        counts.counts_are_true,
        prompt("read_back", ("I heard no to all nine of those questions.",)),
        "read_back: says ['nine']; there are eight",
    ),
    (
        counts.counts_are_true,
        without_last_question,
        "preamble: says ['thirteen']; there are twelve",
    ),
    (
        questions.questions_ask_one_thing,
        asked("E1", "Do you have new pain or new weakness?"),
        "E1: asks two things at once",
    ),
    (
        questions.questions_ask_one_thing,
        asked("E5", "Do you have new weakness in your arms or legs and in your back?"),
        "E5: asks two things at once",
    ),
    (
        questions.questions_ask_one_thing,
        asked("E1", "Do you have " + "very " * 10 + "new trouble?"),
        "E1: more than 14 words",
    ),
    *[
        (
            questions.emergency_questions_have_no_negation,
            asked("E1", text),
            f"E1: negation {negation!r}",
        )
        for text, negation in (
            ("Are you not able to hold in your pee?", "not"),
            ("Can't you hold in your pee?", "n't"),
            ("Are you unable to hold in your pee?", "unable"),
            ("Do you walk without any balance?", "without"),
        )
    ],
    (
        prompts.wordings_differ,
        prompt("new", ("Please say it again.",), ("Please say IT again.",)),
        "new (wording 2): is the same",
    ),
    (
        prompts.prompts_offer_few_choices,
        prompt("new", ("You can say repeat, slower, louder, or back.",)),
        "new (wording 1): 4 things to say",
    ),
    (
        prompts.prompts_offer_few_choices,
        prompt("new", ("Say yes to go on.", "Say no or not sure.", "You can say help too.")),
        "new (wording 1): 4 things to say",
    ),
    (
        prompts.option_before_action,
        prompt("new", ("Say yes to go on.",)),
        "new (wording 1): tell the option before",
    ),
    (
        abilities.prompts_are_true,
        prompt("new", ("For the next one, say more.",)),
        "new (wording 1): 'say' where keys works: 'For the next one, say more.'",
    ),
    (
        abilities.prompts_are_true,
        prompt("new", ("Please press the yes key.",)),
        "new (wording 1): 'press' where touch works",
    ),
    (
        abilities.prompts_are_never_empty,
        silent_without_voice,
        "new (wording 2): has nothing to say where keys works",
    ),
]


@every_row(
    ("rule", "change", "expected"), BREACHES, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_breach_is_found_and_named(rule: Rule, change: Change, expected: str) -> None:
    findings = [str(finding) for finding in rule(change(CONTENT))]
    assert any(finding.startswith(expected) for finding in findings), findings


def test_every_rule_has_a_breach_to_show_for_it() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(RULES)


def test_linting_runs_every_rule() -> None:
    broken = plain("Uses 911.")(CONTENT)
    found = {str(finding) for finding in lint(broken)} - {str(f) for f in lint(CONTENT)}
    assert len(found) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "Please say yes, or say no. Or press a button.",
        "Did you say repeat, slower, louder, or back?",
        "I ask again. Shall I say that again? Please say yes, or say no.",
        "Say yes if I should call staff, say no to go on.",
    ],
)
def test_up_to_three_things_to_say_are_few_enough(text: str) -> None:
    changed = replace(CONTENT, lines={"new": (((Variant(text),),),)})
    assert list(prompts.prompts_offer_few_choices(changed)) == []


def test_the_fixed_wording_of_an_unclear_outcome_is_allowed() -> None:
    changed = prompt("outcome_unclear", ("I could not get a clear answer to every question.",))(
        CONTENT
    )
    assert not [f for f in speech.no_banned_words(changed) if f.item.startswith("outcome")]
