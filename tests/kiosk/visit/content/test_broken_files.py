import os
import re
from pathlib import Path

import pytest

from kiosk.errors import ContentError
from tests.kiosk.visit.content.folder import copied_content, edit, load

pytestmark = pytest.mark.unit

# file, what is replaced, by what, and what the one line must name.
BROKEN: dict[str, tuple[str, str | None, str, str]] = {
    "unknown field": (
        "topics.yaml",
        "    heading: Persistent Back Pain",
        "    headline: Persistent Back Pain",
        "topics[symptoms.back_pain].headline: is not a field here; expected sources, reviewer,",
    ),
    "missing field": (
        "topics.yaml",
        "    name: lasting back pain\n",
        "",
        "topics[symptoms.back_pain].name: is missing",
    ),
    "text is a number": (
        "topics.yaml",
        "      - The pain may be in one spot.",
        "      - 12",
        "topics[symptoms.back_pain].plain[2]: 12: Input should be a valid string",
    ),
    "sentence without its end": (
        "topics.yaml",
        "      - The pain may be in one spot.",
        "      - The pain may be in one spot",
        "topics[symptoms.back_pain].plain[2]: 'The pain may be in one spot' does not fit whole",
    ),
    "sentences missing": (
        "prompts.yaml",
        "  - - Hello.\n    - I am a machine that reads aloud.",
        "  - []",
        "greeting[1]: []: Tuple should have at least 1 item",
    ),
    "text in place of a list": (
        "prompts.yaml",
        "  - - Hello.\n    - I am a machine that reads aloud.",
        "  - Hello.",
        "greeting[1]: 'Hello.': Input should be a valid tuple",
    ),
    "prompt without a text": (
        "prompts.yaml",
        "greeting:\n  - - Hello.\n    - I am a machine that reads aloud.",
        "greeting:",
        "greeting: None: Input should be a valid tuple",
    ),
    "prompt id": ("prompts.yaml", "greeting:", "Greeting Text:", "Greeting Text: 'Greeting Text'"),
    "duplicate key": ("labels.yaml", "main_menu: main menu", "staff: nurse", "duplicate key"),
    "duplicate topic": (
        "topics.yaml",
        "id: symptoms.fracture",
        "id: symptoms.back_pain",
        "'symptoms.back_pain' is already in line",
    ),
    "duplicate question": ("questions.yaml", "id: E2", "id: E1", "'E1' is already in line 8"),
    "duplicate term": (
        "glossary.yaml",
        "{term: fracture, plain",
        "{term: incontinence, plain",
        "terms[incontinence].term: 'incontinence' is already in line",
    ),
    "duplicate pronunciation": (
        "pronunciation.yaml",
        "{word: fracture,",
        "{word: Incontinence,",
        "'incontinence' is already in line",
    ),
    "pause without a comma": (
        "pronunciation.yaml",
        "- new, trouble",
        "- new trouble",
        "pauses",
    ),
    "tab": ("topics.yaml", "    name: lasting", "\tname: lasting", "is not valid YAML"),
    "open quote": ("topics.yaml", "name: lasting back pain", 'name: "lasting', "is not valid YAML"),
    "open bracket": ("questions.yaml", "[clinical-safety.md section 1]", "[", "is not valid YAML"),
    "two documents": ("labels.yaml", "main_menu:", "---\nmain_menu:", "is not valid YAML"),
    "alias to itself": ("labels.yaml", "staff: staff", "staff: &a [*a]", "stands for itself"),
    "too deep": ("labels.yaml", "staff: staff", f"staff: {'[' * 20}{']' * 20}", "too deeply"),
    "far too deep": (
        "labels.yaml",
        "staff: staff",
        f"staff: {'[' * 1500}{']' * 1500}",
        "too deeply",
    ),
    "unknown tag": (
        "labels.yaml",
        "staff: staff",
        "staff: !!python/name:os.system x",
        "staff: ",
    ),
    "list in place of a mapping": (
        "labels.yaml",
        "staff: staff\nmain_menu: main menu",
        "- staff",
        "Input should be a valid dictionary",
    ),
    "unknown topic id": (
        "topics.yaml",
        "id: symptoms.fracture",
        "id: signs.fracture",
        "topics[signs.fracture].id",
    ),
    "unknown tier": ("questions.yaml", "tier: visit", "tier: later", "questions[T1].tier: 'later'"),
    "question of two sentences": (
        "questions.yaml",
        "Have you lost weight without trying?",
        "Think. Have you lost weight?",
        "questions[T1].text: 'Think. Have you lost weight?' does not fit one sentence",
    ),
    "asked is no truth value": (
        "questions.yaml",
        "asked: false\n    text: Does your back hurt more when you move?",
        "asked: sometimes\n    text: Does your back hurt more when you move?",
        "questions[R1].asked: 'sometimes': Input should be a valid boolean",
    ),
    "question out of order": (
        "questions.yaml",
        "  - id: E8\n    tier: emergency",
        "  - id: E8\n    tier: visit",
        "questions[C].tier: 'context' comes after a less urgent one",
    ),
    "unknown placeholder in a topic": (
        "topics.yaml",
        "At {clinic_name}, your care",
        "At {clinic}, your care",
        "topics[treatments.intro].plain[4]: unknown placeholder {clinic}; expected here: "
        "{clinic_name}, {emergency_number}",
    ),
    "dialogue's placeholder in a topic": (
        "topics.yaml",
        "At {clinic_name}, your care",
        "At {name}, your care",
        "unknown placeholder {name}",
    ),
    "unknown placeholder in a prompt": (
        "prompts.yaml",
        "call {emergency_number}.",
        "call {number}.",
        "emergency_called[1][2]: unknown placeholder {number}",
    ),
    "brace without partner": ("prompts.yaml", "Say {name},", "Say {name,", "without its partner"),
    "date that is none": (
        "review.yaml",
        "review_due: 2027-11-23",
        "review_due: next year",
        "review_due: 'next year': Input should be a valid date",
    ),
    "review lapses before it began": (
        "review.yaml",
        "review_due: 2027-11-23",
        "review_due: 2025-11-23",
        "review_due: is before the day of the review",
    ),
    "signed off by a word": (
        "review.yaml",
        'seal: "',
        'seal: "new',
        "seal: 'new",
    ),
    "language of another folder": ("review.yaml", "language: en", "language: de", "expected 'en'"),
    "no overview": ("topics.yaml", "id: overview", "id: causes.spare", "'overview' is missing"),
    "no closing": (
        "topics.yaml",
        "id: causes.closing",
        "id: causes.more",
        "'causes.closing' is missing",
    ),
    "no emergency question": (
        "questions.yaml",
        None,
        "sources: [x]\nquestions:\n  - {id: T1, tier: visit, text: Are you ill?}\n",
        "questions: no emergency question is asked",
    ),
    "empty file": ("topics.yaml", None, "", "is empty; expected sources, topics"),
    "only a comment": ("prompts.yaml", None, "# nothing\n", "is empty; expected names with"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_whatever_is_wrong_is_told_in_one_line_with_file_and_line(
    tmp_path: Path, case: str
) -> None:
    file, old, new, named = BROKEN[case]
    folder = copied_content(tmp_path)
    if old is None:
        (folder / file).write_text(new, encoding="utf-8")
    else:
        edit(folder / file, old, new)
    with pytest.raises(ContentError) as caught:
        load(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert re.match(rf"{re.escape(str(folder / file))}:\d+: ", message)
    assert named in message


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topics.yaml", "name: lasting back pain", "nome: lasting back pain"),
        ("topics.yaml", "      - The pain may be in one spot.", "      - {a: b}"),
        ("questions.yaml", "tier: visit", "tier: never"),
        ("prompts.yaml", "Say {name},", "Say {nome},"),
        ("labels.yaml", "staff: staff", "staff: [staff]"),
    ],
)
def test_the_line_told_is_the_line_that_is_wrong(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = copied_content(tmp_path)
    edit(folder / file, old, new)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    with pytest.raises(ContentError) as caught:
        load(folder)
    told = int(str(caught.value).removeprefix(f"{folder / file}:").split(":")[0])
    wrong = next(n for n, line in enumerate(lines, start=1) if new in line)
    assert told == wrong


def test_more_than_one_mistake_is_counted(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    edit(folder / "labels.yaml", "staff: staff", "staff: 1")
    edit(folder / "labels.yaml", "main_menu: main menu", "main_menu: 2")
    with pytest.raises(ContentError, match=r"labels.yaml:1: staff: .* \(1 more wrong"):
        load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    (folder / "topics.yaml").unlink()
    with pytest.raises(ContentError, match=r"topics\.yaml: the content file is missing"):
        load(folder)


def test_a_folder_in_a_files_place_is_refused(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    (folder / "topics.yaml").unlink()
    (folder / "topics.yaml").mkdir()
    with pytest.raises(ContentError, match=r"topics\.yaml: cannot be read"):
        load(folder)


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    (folder / "labels.yaml").write_bytes(b"staff: staff\nhelp: caf\xe9\n")
    with pytest.raises(ContentError, match=r"labels\.yaml:2: is not UTF-8"):
        load(folder)


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    folder = copied_content(tmp_path)
    (folder / "labels.yaml").write_bytes(b"staff: st\x07aff" + os.linesep.encode())
    with pytest.raises(ContentError, match=r"labels\.yaml:1: is not valid YAML"):
        load(folder)
