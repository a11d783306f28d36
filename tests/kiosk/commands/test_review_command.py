"""`review` from outside: who vouches for the wording, and how it is sealed anew."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.cli import main
from tests import CHECKOUT

pytestmark = pytest.mark.unit


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The kiosk's packages alone, to be changed."""
    for package in ("kiosk", "grammar", "audio"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(CHECKOUT / package, tmp_path / package, ignore=ignored)
    return tmp_path


def review(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kiosk", "review", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def change(checkout: Path) -> None:
    prompts = checkout / "kiosk" / "visit" / "content" / "en" / "prompts.yaml"
    text = prompts.read_text(encoding="utf-8")
    prompts.write_text(
        text.replace("As a machine, I am", "As a machine, I may be"), encoding="utf-8"
    )


def test_it_tells_who_vouches_for_the_wording(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["sealed"]
    why = "nobody has signed off the wording for this clinic"
    trial = f"this trial run asks the health questions, and the service does not: {why}"
    assert shown["questions_in_terminal"].startswith(trial)
    assert shown["questions_in_service"].startswith(f"the health questions are not asked: {why}")


def test_who_signs_off_is_asked_by_the_service_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SIGNED_OFF_BY", "Dr. A. Example")
    monkeypatch.setenv("KIOSK_SIGNED_OFF_ON", date.today().isoformat())
    assert main(["review", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["questions_in_service"]
    signed = f"the health questions are asked: signed off by Dr. A. Example on {date.today()}"
    assert told.startswith(signed)


def test_a_changed_wording_is_sealed_by_who_reviewed_it(checkout: Path) -> None:
    change(checkout)
    before = review(checkout)
    assert before.returncode == 1
    assert "no: a text was changed since the review" in before.stdout
    due = (date.today() + timedelta(90)).isoformat()
    assert review(checkout, "--seal", "--reviewer", "Dr. B", "--due", due).returncode == 0
    after = json.loads(review(checkout, "--json").stdout)
    assert after["sealed"]
    assert after["reviewer"] == "Dr. B"
    assert after["reviewed"] == date.today().isoformat()
    assert after["review_due"] == due
    file = checkout / "kiosk" / "visit" / "content" / "en" / "review.yaml"
    kept = file.read_text(encoding="utf-8")
    assert kept.startswith("# Who vouches"), "comments stay"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seal",), "a review needs the name of who made it"),
        (("--seal", "--reviewer", "Dr. B", "--due", "2020-01-01"), "must be after today"),
        (
            ("--seal", "--reviewer", "Dr. B", "--due", "soon"),
            '"soon" is not a day',
        ),
    ],
)
def test_a_seal_that_says_nothing_is_refused_in_one_line(
    checkout: Path, arguments: tuple[str, ...], said: str
) -> None:
    review_file = checkout / "kiosk" / "visit" / "content" / "en" / "review.yaml"
    before = review_file.read_bytes()
    ended = review(checkout, *arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert review_file.read_bytes() == before
