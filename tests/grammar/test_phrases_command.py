"""`phrases` from outside."""

import json

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
