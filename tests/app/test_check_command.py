"""`check` from outside: each part is tried, and what is not fit says what to do."""

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.marks import Marks
from tests.app.key_records import Keypad
from tests.korean_model import model

NO_SOUND = "unix:/nowhere"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_STATE_FOLDER", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", NO_SOUND)


def checked(capsys: pytest.CaptureFixture[str], code: int = 1) -> dict[str, tuple[bool, str]]:
    assert main(["check", "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["fit"] is (code == 0)
    return {part["part"]: (part["fit"], part["line"]) for part in found["parts"]}


def test_what_works_is_fit_and_what_is_missing_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = checked(capsys)
    for part in ("wording", "state folder", "voice", "recognizers"):
        assert found[part][0], found[part]
    assert not found["review"][0]
    assert "signed_off_by" in found["review"][1]
    assert all(len(line.splitlines()) == 1 for _, line in found.values())


def test_a_wording_that_was_signed_off_is_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SIGNED_OFF_BY", "Dr. A. Example")
    monkeypatch.setenv("KIOSK_SIGNED_OFF_ON", date.today().isoformat())
    fit, line = checked(capsys)["review"]
    assert fit
    assert "signed off by Dr. A. Example" in line


def test_a_keypad_that_is_missing_is_not_fit_and_one_that_is_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_KEY_DEVICE", str(tmp_path / "pad"))
    fit, line = checked(capsys)["keys"]
    assert not fit
    assert "plug it in" in line
    with Keypad(tmp_path / "pad"):
        assert checked(capsys)["keys"] == (True, str(tmp_path / "pad"))


def test_an_emergency_that_is_latched_keeps_it_from_service(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Marks(tmp_path / "state").keep_emergency(True)
    fit, line = checked(capsys)["emergency"]
    assert not fit
    assert "run_kiosk.py clear-emergency" in line


def test_people_read_a_line_for_each_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "Not fit for service."
    assert all(line.startswith(("ok ", "NO ", "?  ")) for line in lines[:-2])
    first = next(line for line in lines if line.startswith("NO "))
    assert lines[-1] == f"Do this first: {first[4:]}"


def test_a_model_that_lacks_words_of_the_grammar_names_them_with_their_phrases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_VOSK_MODEL", str(model()))
    fit, line = checked(capsys)["recognizers"]
    assert not fit
    assert "does not know 'a' in '" in line
    assert "more: use another model, or leave the phrases with these words out" in line


def test_a_kiosk_without_a_browser_is_fit_and_told_what_the_page_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BROWSER", "no-such-browser --fast")
    told = "no-such-browser is not installed, which run --page would need"
    assert checked(capsys)["page"] == (True, told)
