"""`phrases` from outside."""

import json
from pathlib import Path

import pytest

from kiosk.cli import main

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "intent"),
    [("Radiation therapy", "topic.treatments.radiation"), ("yes please", "yes"), ("help", "help")],
)
def test_a_phrase_is_told_by_its_intent(
    capsys: pytest.CaptureFixture[str], text: str, intent: str
) -> None:
    assert main(["phrases", text]) == 0
    assert capsys.readouterr().out == f"{intent}\n"


@pytest.mark.parametrize("text", ["no problem", "no I mean yes", "not yes", "yes no", "xyzzy"])
def test_what_means_nothing_is_said_so(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert main(["phrases", text]) == 1
    assert capsys.readouterr().out == f'"{text}" means nothing here\n'


def test_words_need_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phrases", "tell", "me", "more"]) == 0
    assert capsys.readouterr().out == "more\n"


def test_everything_that_may_be_said_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phrases", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert "yes" in listed["yes"]
    assert "radiation therapy" in listed["topic.treatments.radiation"]
    assert main(["phrases"]) == 0
    assert "  radiation therapy\n" in capsys.readouterr().out


def told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, *lines: str, at: str = "main_menu"
) -> list[dict[str, object]]:
    """Give what `--lines` tells about each line."""
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["phrases", "--lines", str(file), "--at", at, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_each_line_is_told_with_what_it_leads_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    radiation, near, cry, nurse = told(
        capsys,
        tmp_path,
        "Radiation therapy",
        "",
        "no I can't feel my legs",
        "my dad can't feel his legs",
        "call a nurse please",
    )
    assert radiation == {
        "text": "Radiation therapy",
        "intent": "topic.treatments.radiation",
        "answer": None,
        "proposals": [],
        "staff": None,
    }
    assert (near["intent"], near["answer"], near["staff"]) == (None, "UNSURE", "offered")
    assert (cry["intent"], cry["staff"]) == ("distress", "emergency")
    assert (nurse["intent"], nurse["staff"]) == ("staff", "call")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("yes", "YES"),
        ("he does every night", "YES"),
        ("no", "NO"),
        ("um no", "NO"),
        ("maybe", "UNSURE"),
        ("only when i lie down", "UNSURE"),
        ("not really", "UNCLEAR"),
        ("no well sometimes", "UNCLEAR"),
        ("what does that mean", None),
        ("i'm not sure what numbness means", "UNCLEAR"),
        ("okay", "UNCLEAR"),
        ("not yet", "UNCLEAR"),
        ("repeat", None),
        ("and then he said no to the whole thing", "UNCLEAR"),
    ],
)
def test_at_a_question_a_line_is_told_with_the_answer_it_gives(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: str, answer: str | None
) -> None:
    (line,) = told(capsys, tmp_path, words, at="question")
    assert line["answer"] == answer


def test_own_words_are_proposed_as_topics_but_not_at_a_question(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = "will the x ray beams make my tumor smaller"
    (line,) = told(capsys, tmp_path, words)
    assert line["proposals"] == ["topic.treatments.radiation"]
    (line,) = told(capsys, tmp_path, words, at="question")
    assert line["proposals"] == []


def test_lines_are_told_in_words_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("yes\nit's cold in here\n", encoding="utf-8")
    assert main(["phrases", "--lines", str(file)]) == 0
    assert capsys.readouterr().out.startswith("yes\n  intent: yes; answer: YES\n")


@pytest.mark.parametrize("kind", ["missing", "folder", "not text"])
def test_a_file_without_lines_of_text_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "lines.txt"
    if kind == "folder":
        file.mkdir()
    elif kind == "not text":
        file.write_bytes(b"\xff\xfe\x00")
    assert main(["phrases", "--lines", str(file)]) == 2
    complaint = capsys.readouterr().err
    assert complaint.count("\n") == 1
    assert str(file) in complaint


def test_an_unknown_state_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["phrases", "--lines", str(tmp_path / "lines.txt"), "--at", "nowhere"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
