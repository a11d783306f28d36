"""Phrases: each means one thing, and words that only resemble an answer mean nothing."""

from pathlib import Path

import pytest
from hassil import parse_sentence
from hypothesis import given
from hypothesis import strategies as st

from grammar.errors import GrammarError
from grammar.grammar import Extent, Grammar
from grammar.intents import Intent
from grammar.normalization import normalize
from grammar.template_files import RULES_FILE, expand, read_entries, read_rules
from tests import CHECKOUT
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.world import CONTENT
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

FOLDER = CHECKOUT / "grammar" / "en"
FILES = sorted(file for file in FOLDER.glob("*.yaml") if file.name != RULES_FILE)
TESTS = [(text, intent) for file in FILES for intent, text, _ in read_entries(file, "tests")]


@every_row(("sentence", "intent"), TESTS)
def test_every_test_sentence_means_its_intent(sentence: str, intent: str) -> None:
    assert GRAMMAR.meaning(sentence) == intent


@every_row("file", FILES, ids=lambda file: file.name)
def test_every_template_has_a_test_sentence(file: Path) -> None:
    rules = read_rules(FOLDER / RULES_FILE)
    said: dict[str, set[str]] = {}
    for intent, text, _ in read_entries(file, "tests"):
        said.setdefault(intent, set()).add(normalize(text))
    for intent, template, line in read_entries(file, "templates"):
        assert said[intent] & set(expand(template, rules)), f"{file.name}:{line}: {template}"


def test_every_topic_and_section_of_the_content_can_be_named() -> None:
    topics = {f"topic.{topic}" for topic in CONTENT.topics if not topic.endswith(".intro")}
    sections = {"section.symptoms", "section.causes", "section.treatments"}
    fixed = {str(intent) for intent in Intent}
    assert GRAMMAR.intents() == topics | sections | fixed


def test_every_topic_is_called_by_its_spoken_name_and_its_heading() -> None:
    for topic in CONTENT.topics.values():
        if topic.id.endswith(".intro"):
            continue
        assert GRAMMAR.meaning(topic.name) == f"topic.{topic.id}", topic.name
        if not topic.is_frame and "." in topic.id:
            assert GRAMMAR.meaning(topic.heading) == f"topic.{topic.id}", topic.heading


def test_every_offered_label_can_be_said() -> None:
    for intent, label in CONTENT.labels.items():
        if not intent.startswith(("title.", "scan.", "page.")):
            assert GRAMMAR.meaning(label) == intent


NOT_ANSWERS = """
no problem|no i mean yes|not yes|yes no|no yes|no well sometimes|no i can't feel it|yes but no
know|now|okay|ok|uh-huh|uh-uh|mm|mhm|mm-hmm|nah i mean yeah|no wait yes|yes wait no|no, not really
yes and no|no but sometimes|no only at night|no i don't think so but maybe|well no
well yes maybe|not no|never mind|no idea yes|no feeling|no feeling in my legs i think
yes no maybe|no more than usual
not any more|not always|not much|hardly|no worse than before|no better|yes it's no problem
no only sometimes|no just a bit|no a little|no it comes and goes
i don't feel my legs|i do not feel it
i can't say no|i wouldn't say no|i won't say yes|no comment|no one|nobody|nothing|none|no he does
no she says yes|yes she says no|no that's my back|no my legs are weak|no they are numb|no i fell
no doubt|no kidding|no question|no wonder|it's no better|why no|say no|say yes|did you say no
did you say yes|yes or no|no or yes|i heard yes|i said no yes|yesterday|yes i no
""".replace("\n", "|").split("|")


@every_row("said", [text.strip() for text in NOT_ANSWERS if text.strip()])
def test_what_is_near_an_answer_is_none(said: str) -> None:
    assert GRAMMAR.meaning(said) not in (Intent.YES, Intent.NO)


def test_phrases_of_no_hold_no_yes_and_the_other_way_round() -> None:
    texts = {i: [p.text.split() for p in GRAMMAR.phrases() if p.intent == i] for i in ("yes", "no")}
    assert not [t for t in texts["no"] if {"yes", "yeah", "yep", "sure"} & set(t)]
    assert not [t for t in texts["yes"] if {"no", "nope", "not", "don't"} & set(t)]


def test_a_hundred_disclosures_fetch_staff() -> None:
    disclosures = [p.text for p in GRAMMAR.phrases() if p.intent == Intent.DISTRESS]
    assert len(disclosures) >= 100
    for said in ("I can't pee", "I\u2019ve fallen", "chest pain", "I wet myself", "I want to die!"):
        assert GRAMMAR.meaning(said) == Intent.DISTRESS


def test_no_phrase_has_digits_or_is_too_long_to_say() -> None:
    for phrase in GRAMMAR.phrases():
        assert not any(character.isdigit() for character in phrase.text)
        assert len(phrase.text.split()) <= 12, phrase


@every_row(
    ("words", "how_much"),
    [
        ("", Extent(False, False)),
        ("banana", Extent(False, False)),
        ("radiation", Extent(True, True)),
        ("radiation therapy please", Extent(True, False)),
        ("tell me about", Extent(False, True)),
        ("targeted", Extent(False, True)),
        ("yes", Extent(True, True)),
        ("yes please dear", Extent(True, False)),
    ],
)
def test_words_are_a_phrase_or_the_beginning_of_one(words: str, how_much: Extent) -> None:
    assert GRAMMAR.extent(words) == how_much


def test_only_the_intents_count_that_are_expected() -> None:
    assert GRAMMAR.extent("radiation", {Intent.YES}) == Extent(False, False)
    assert GRAMMAR.extent("repeat", {Intent.YES, Intent.REPEAT}) == Extent(True, True)


@given(st.sampled_from(GRAMMAR.phrases()), st.integers(min_value=1, max_value=9))
def test_a_beginning_of_a_phrase_is_never_nothing(phrase: object, count: int) -> None:
    words = phrase.text.split()[:count]  # type: ignore[attr-defined]
    assert GRAMMAR.extent(" ".join(words)) != Extent(False, False)


@given(st.text(max_size=40))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


def write(folder: Path, text: str) -> Path:
    (folder / "xx").mkdir()
    (folder / "xx" / "some.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("yes:\n  templates: [yes\n", r"some\.yaml:\d: not YAML"),
        ("- yes\n", r"some\.yaml:1: expected intents"),
        ("yes:\n  templates: [yes]\n", r"some\.yaml:1: 'yes' needs exactly"),
        ("yes:\n  templates: []\n  tests: [yes]\n", r"some\.yaml:1: 'templates' of 'yes'"),
        ("yes:\n  templates:\n    - 12\n  tests: [yes]\n", r"some\.yaml:3: 12 is not text"),
        ("yes:\n  templates:\n    - '(yes'\n  tests: [yes]\n", r"some\.yaml:3: the template"),
        ("yes:\n  templates: ['<none>']\n  tests: [yes]\n", r"some\.yaml:2: the template"),
        (
            "yes:\n  templates: [sure]\n  tests: [sure]\n"
            "no:\n  templates: [sure]\n  tests: [sure]\n",
            r"some\.yaml:5: 'sure' means both 'yes' \(some\.yaml:2\) and 'no'",
        ),
    ],
)
def test_a_broken_grammar_is_refused_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(GrammarError, match=complaint) as caught:
        Grammar.load("xx", write(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_language_without_a_grammar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match="no grammar files"):
        Grammar.load("tlh", tmp_path)


def test_templates_use_the_library_s_language() -> None:
    assert expand("[tell me about] (mets|secondaries)", {}) == [
        "tell me about mets",
        "tell me about secondaries",
        "mets",
        "secondaries",
    ]
    assert expand("<a> b", {"a": parse_sentence("(x|y)")}) == ["x b", "y b"]


@pytest.mark.parametrize(
    ("words", "mentioned"),
    [
        ("no i can't feel my legs", {"no", "distress"}),
        ("well maybe sometimes no", {"not_sure", "no"}),
        ("oh dear", set()),
        ("", set()),
        ("[unk] chest pain [unk]", {"distress"}),
    ],
)
def test_phrases_among_other_words_are_mentioned(words: str, mentioned: set[str]) -> None:
    assert GRAMMAR.mentions(words) == mentioned


@pytest.mark.parametrize("phrase", ["no", "i can't feel my legs", "yes please", "chest pain"])
def test_a_whole_phrase_mentions_nothing(phrase: str) -> None:
    assert GRAMMAR.meaning(phrase) is not None
    assert GRAMMAR.mentions(phrase) == frozenset()


def test_a_phrase_within_a_longer_one_is_not_mentioned_for_itself() -> None:
    assert GRAMMAR.meaning("sure") == Intent.YES
    assert GRAMMAR.mentions("hm i'm not sure") == {Intent.NOT_SURE}
