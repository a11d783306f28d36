import shutil
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from grammar import template_files
from kiosk.errors import ContentError
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.review import require_sealed
from kiosk.visit.content.tier import Tier
from tests.kiosk.visit.content.folder import VALUES, copied_content, edit, load

pytestmark = pytest.mark.unit

FIXED_QUESTIONS = [
    ("E1", Tier.EMERGENCY, "Do you have new trouble holding in your pee?"),
    ("E2", Tier.EMERGENCY, "Do you have new trouble holding in your poop?"),
    ("E3", Tier.EMERGENCY, "Do you have new trouble getting pee to come out?"),
    (
        "E4",
        Tier.EMERGENCY,
        "Do you have new numbness around your private parts or your bottom?",
    ),
    ("E5", Tier.EMERGENCY, "Do you have new weakness in your arms or legs?"),
    ("E6", Tier.EMERGENCY, "Do you have new trouble with walking, standing, or balance?"),
    (
        "E7",
        Tier.EMERGENCY,
        "Do you have new numbness or tingling in your arms, legs, chest, or belly?",
    ),
    ("E8", Tier.EMERGENCY, "Do you have pain that goes around your body like a tight band?"),
    ("C", Tier.CONTEXT, "Has a doctor ever told you that you have cancer?"),
    ("S1", Tier.SAME_DAY, "Have you had sudden back pain after a fall or a small injury?"),
    ("S2", Tier.SAME_DAY, "Do you have back or neck pain that is getting worse?"),
    ("S3", Tier.SAME_DAY, "Does back or neck pain keep you awake at night?"),
    ("T1", Tier.VISIT, "Have you lost weight without trying?"),
]
"""clinical-safety.md section 1; a change here is a clinical decision."""


def test_the_kiosks_own_content_loads() -> None:
    content = load_content("en", values=VALUES)
    assert content.language == "en"
    assert content.prompts["greeting"][0][0] == "Hello."
    assert content.seal == content.digest
    assert content.review_due == date(2027, 11, 23)


def test_questions_are_those_of_clinical_safety_in_their_order() -> None:
    content = load_content("en", values=VALUES)
    assert [(q.id, q.tier, q.text) for q in content.questions] == FIXED_QUESTIONS
    assert [q.id for q in content.reserve] == ["R1", "R2", "R3", "R4"]


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("symptoms", "back_pain nerve_changes bladder_bowel fracture weight_fatigue appetite"),
        ("causes", "primary migration adhesion new_tumors weak_bones nerve_pathways"),
        ("treatments", "radiation surgery chemo targeted pain supportive"),
    ],
)
def test_a_section_gives_its_six_topics_without_what_frames_them(section: str, names: str) -> None:
    content = load_content("en", values=VALUES)
    assert [t.id for t in content.section(section)] == [f"{section}.{n}" for n in names.split()]
    assert content.topic(f"{section}.intro").section == section
    assert content.topic(f"{section}.closing").section == section


def test_overview_and_clinic_are_about_the_whole() -> None:
    content = load_content("en", values=VALUES)
    assert [topic.id for topic in content.section("about")] == ["overview", "clinic"]


def test_every_topic_and_question_says_who_vouches_for_it() -> None:
    content = load_content("en", values=VALUES)
    assert date(2026, 11, 23) <= content.reviewed < content.review_due
    for item in (*content.topics.values(), *content.questions, *content.reserve):
        assert item.reviewer == "unreviewed draft"
        assert (item.reviewed, item.review_due) == (content.reviewed, content.review_due)
        assert item.sources


def test_an_entry_may_name_its_own_reviewer_and_days(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    edit(
        folder / "topics.yaml",
        "  - id: overview\n",
        "  - id: overview\n    reviewer: Dr. Example\n    review_due: 2027-01-31\n",
    )
    content = load(folder)
    assert content.topic("overview").reviewer == "Dr. Example"
    assert content.topic("clinic").reviewer == "unreviewed draft"
    assert content.review_due == date(2027, 1, 31)


def test_the_clinics_values_are_filled_in_and_the_dialogues_placeholders_stay(
    tmp_path: Path,
) -> None:
    content = load(copied_content(tmp_path))
    assert content.topic("clinic").plain[0].startswith("At Hillside Clinic, experts")
    assert content.prompts["emergency_called"][0][1] == "If no one comes, call 911."
    assert content.prompts["menu_choice"][1] == ("Say {name}, or press {count}.",)


def test_the_first_variant_whose_needs_are_met_is_said(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    edit(
        folder / "prompts.yaml",
        "    - I am a machine that reads aloud.\n",
        "    - {voice+touch: Say yes or touch it., voice: Say yes., else: Ask for help.}\n"
        "    - {headphones: You hear me alone.}\n",
    )
    content = load(folder)

    def said(*working: str) -> tuple[str, ...]:
        return content.said("greeting", working)[0]

    assert said("touch", "voice") == ("Hello.", "Say yes or touch it.")
    assert said("voice", "headphones") == ("Hello.", "Say yes.", "You hear me alone.")
    assert said("touch") == ("Hello.", "Ask for help.")
    assert content.prompts["greeting"][0] == ("Hello.", "Say yes.")


@pytest.mark.parametrize("needs", ["speech", "voice+", "", "else+voice"])
def test_a_variant_with_an_unknown_need_is_refused(needs: str, tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    edit(
        folder / "prompts.yaml",
        "    - I am a machine that reads aloud.\n",
        f'    - {{"{needs}": Say yes.}}\n',
    )
    with pytest.raises(ContentError, match=r"prompts.yaml:3: greeting"):
        load(folder)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("911", "nine one one"),
        ("999", "nine nine nine"),
        ("0131 555-0100", "zero one three one five five five zero one zero zero"),
        ("extension 20", "extension two zero"),
    ],
)
def test_an_emergency_number_is_said_digit_by_digit(number: str, said: str) -> None:
    content = load_content("en", values={**VALUES, "emergency_number": number})
    assert content.pronunciations[number] == said


def test_a_number_in_words_needs_no_pronunciation() -> None:
    content = load_content("en", values={**VALUES, "emergency_number": "nine one one"})
    assert "nine one one" not in content.pronunciations


def test_the_digest_is_that_of_the_reviewed_wording(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    before = load(folder).digest
    elsewhere = load_content(
        folder=tmp_path, values={"clinic_name": "Other", "emergency_number": "112"}
    )
    assert elsewhere.digest == before
    edit(folder / "topics.yaml", "Finding it early matters.", "Finding it early helps.")
    assert load(folder).digest != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("questions.yaml", "new trouble holding in your pee", "trouble holding in your pee"),
        ("questions.yaml", "tier: same_day", "tier: visit\n    asked: false"),
        ("prompts.yaml", "Hello.", "Good day."),
        ("labels.yaml", "main menu", "the main menu"),
        ("pronunciation.yaml", "me-tasstosiss", "me-tasstosis"),
    ],
)
def test_any_changed_wording_tier_or_pronunciation_changes_the_digest(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = copied_content(tmp_path)
    before = load(folder).digest
    edit(folder / file, old, new)
    assert load(folder).digest != before


def test_loaded_content_cannot_be_changed() -> None:
    content = load_content("en", values=VALUES)
    with pytest.raises(FrozenInstanceError):
        content.digest = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        content.topics["overview"] = content.topic("clinic")  # type: ignore[index]
    with pytest.raises(ValidationError):
        content.topic("overview").plain = ()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"clinic_name": "Hillside"}, "emergency_number"),
        ({**VALUES, "clinic_name": "  "}, "clinic_name"),
        ({**VALUES, "clinic_name": "Hill {name}"}, "brace"),
        ({**VALUES, "clinic_name": "Hill\nside"}, "line break"),
        ({**VALUES, "clinic": "Hillside"}, "'clinic'"),
    ],
)
def test_values_that_cannot_be_spoken_are_refused(values: dict[str, str], named: str) -> None:
    with pytest.raises(ContentError, match=named):
        load_content("en", values=values)


@pytest.mark.parametrize("language", ["xx", "", "../content/en", "lint"])
def test_a_language_that_is_not_there_is_refused_by_name(language: str) -> None:
    with pytest.raises(ContentError, match="there is en"):
        load_content(language, values=VALUES)


def test_a_folder_without_any_language_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no language is there"):
        load_content("en", folder=tmp_path / "nowhere", values=VALUES)


def test_the_seal_holds_the_phrases_that_say_what_an_answer_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language = tmp_path / "en"
    shutil.copytree(Path(template_files.__file__).parent / "en", language)
    monkeypatch.setattr(template_files, "__file__", str(tmp_path / "template_files.py"))
    require_sealed(load_content(values=VALUES))
    answers = language / "answers.yaml"
    answers.write_text(answers.read_text().replace("yes", "banana", 1))
    with pytest.raises(ContentError, match="is not the one that was reviewed"):
        require_sealed(load_content(values=VALUES))
