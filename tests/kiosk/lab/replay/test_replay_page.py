"""`replay --html`: each failed dialogue second by second, on one page that needs nothing else."""

import base64
import io
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.cli import main
from kiosk.lab.replay.checks import Check
from kiosk.lab.replay.play import Failure
from kiosk.lab.replay.report_checks import write_checks
from kiosk.report.html import Page
from tests import OWN_RECORDINGS
from tests.kiosk.report.looked_at import faults
from tests.kiosk.visit.screen.touch.open_page import chromium
from tests.parsed_page import Parsed

pytestmark = pytest.mark.sound


WRONG = """name: <b>wrong</b> & loud
turns:
  - key: space
  - key: k
  - say: yes.flac
    expect: {state: section_menu}
  - say: long.wav
    words: "staff"
    expect: {state: goodbye, within_ms: 700}
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("visits")
    shutil.copy(OWN_RECORDINGS / "yes.flac", folder)
    soundfile.write(folder / "long.wav", np.zeros(70 * 8000), 8000)
    (folder / "wrong.yaml").write_text(WRONG)
    (folder / "right.yaml").write_text("name: right\nturns: [{key: space}]\n")
    code = main(
        ["replay", str(folder), "--recognizer", "yes-no", "--html", str(folder / "page.html")]
    )
    assert code == 1
    return folder / "page.html"


@pytest.fixture(scope="module")
def parsed(page: Path) -> Parsed:
    return Parsed(page.read_text(encoding="utf-8"))


def test_the_timeline_has_what_was_heard_understood_reached_and_said(parsed: Parsed) -> None:
    told = [tuple(row[1:]) for row in parsed.rows if len(row) == 4]
    begins = told.index(("visitor says", "yes.flac", ""))
    assert told[begins + 1] == ("kiosk hears", "yes-no: “yes”, yes", "decided 360 ms")
    assert told[begins + 2] == ("kiosk comes to", "section_menu", "")
    assert told[begins + 3] == ("kiosk signals", "heard", "first signal 360 ms")
    who, sentence, late = told[begins + 4]
    assert (who, late) == ("kiosk says", "first sentence 420 ms")
    assert sentence.startswith("Do you want to hear about lasting back pain?")
    assert ("visitor presses", "space", "") in told
    assert ("failed", "expected: state goodbye; within 700 ms", "") in told


def test_it_says_where_it_failed_and_what_came_instead(parsed: Parsed, page: Path) -> None:
    assert f"{page.parent / 'wrong.yaml'}:7, turn 4 of 4" in parsed.words
    assert ["state", "goodbye", "still_there", "not as expected"] in parsed.rows
    assert ["within", "700 ms", "not by then", "not as expected"] in parsed.rows
    assert "1 of 2 dialogues failed." in parsed.words
    assert ["right", str(page.parent / "right.yaml"), "1"] in [row[:3] for row in parsed.rows]
    assert "<b>wrong</b> & loud" in parsed.words
    assert "b" not in parsed.tags


def test_what_was_said_is_in_the_page_as_it_sounded(parsed: Parsed) -> None:
    sources = [value for _, name, value in parsed.attributes if name == "src"]
    # The turn that failed comes first.
    second, first = (source for source in sources if source.startswith("data:audio/flac"))
    sound = base64.b64decode(first.removeprefix("data:audio/flac;base64,"))
    frames, rate = soundfile.read(io.BytesIO(sound), dtype="float32")
    recorded, recorded_rate = soundfile.read(OWN_RECORDINGS / "yes.flac", dtype="float32")
    assert rate == recorded_rate == 16000
    assert np.array_equal(frames, recorded)
    cut = base64.b64decode(second.removeprefix("data:audio/flac;base64,"))
    assert soundfile.info(io.BytesIO(cut)).duration == 60
    assert "70 s long, here are the first 60 s" in parsed.words


def test_both_sides_of_the_turn_that_failed_stand_first_and_can_be_heard(parsed: Parsed) -> None:
    told = [tuple(row[1:]) for row in parsed.rows if len(row) == 4]
    assert told.index(("visitor says", "long.wav (staff)", "")) < told.index(
        ("visitor says", "yes.flac", "")
    )
    names = [
        value for tag, name, value in parsed.attributes if (tag, name) == ("audio", "aria-label")
    ]
    said = [row for row in parsed.rows if len(row) == 4 and row[1] == "kiosk says"]
    assert {f"{what} at {at} s" for at, _, what, _ in said} < set(names)
    spoken = next(
        value for _, name, value in parsed.attributes if name == "src" and "audio/mpeg" in value
    )
    sound = io.BytesIO(base64.b64decode(spoken.removeprefix("data:audio/mpeg;base64,")))
    frames, _ = soundfile.read(sound)
    assert np.abs(frames).max() > 0.05


def test_words_that_differ_from_those_expected_are_marked() -> None:
    check = Check(
        "spoken", "read to you about black pain", "I read it to you about back pain.", met=False
    )
    made = Page("Marks")
    write_checks(made, 1, Failure("visit.yaml:3", "", "", 0, (check,)))
    assert re.findall("<mark>(.*?)</mark>", str(made)) == ["black", "I", "it", "back"]


@pytest.mark.browser
def test_a_browser_plays_it_fetches_nothing_and_finds_no_barrier(page: Path) -> None:
    with chromium() as browser:
        shown = browser.new_page()
        fetched: list[str] = []
        complaints: list[str] = []
        shown.on("request", lambda request: fetched.append(request.url))
        shown.on("console", lambda message: complaints.append(message.text))
        shown.goto(page.as_uri())
        shown.wait_for_function(
            "() => [...document.querySelectorAll('audio')].every(each => each.duration > 0)"
        )
        assert [url for url in fetched if not url.startswith(("file:", "data:"))] == []
        assert complaints == []
        assert faults(shown) == []


def test_a_page_that_cannot_be_written_is_one_line_before_anything_is_played(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = page.parent / "absent" / "page.html"
    assert main(["replay", str(page.parent), "--html", str(absent)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
