"""`evaluate --html`: one page that needs nothing else, and says what was measured."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.cli import main
from kiosk.report.html import STYLE
from tests import OWN_RECORDINGS
from tests.kiosk.lab.evaluation.recorded import HEAD, own_folder
from tests.parsed_page import Parsed

pytestmark = pytest.mark.sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own_folder(tmp_path)
    rng = np.random.default_rng(1)
    soundfile.write(tmp_path / "rain.wav", rng.normal(0, 0.1, 48000), 16000)
    return tmp_path


def page(folder: Path, *options: str) -> Parsed:
    file = folder / "page.html"
    code = main(["evaluate", str(folder), "--recognizer", "yes-no", *options, "--html", str(file)])
    assert code == 0
    return Parsed(file.read_text(encoding="utf-8"))


def with_noise(folder: Path) -> tuple[str, ...]:
    return ("--noise", str(folder / "rain.wav"), "--snr", "20,-30")


def test_the_page_says_first_how_often_a_yes_was_taken_for_a_no(folder: Path) -> None:
    assert "No yes was heard as no in one try" in page(folder).words
    yes, no = ((OWN_RECORDINGS / f"{word}.flac").read_bytes() for word in ("yes", "no"))
    (folder / "yes.flac").write_bytes(no)
    (folder / "no.flac").write_bytes(yes)
    turned = page(folder)
    assert "1 of 1 recordings of yes were heard as no" in turned.words
    assert "yes, heard as no: 1 (no noise)yes.flac" in turned.words


def test_the_page_has_the_confusions_and_the_conditions(folder: Path) -> None:
    rows = page(folder, "--room", str(folder / "rain.wav")).rows
    assert ["said", "yes", "no", "reject", "all"] in rows
    assert ["room", "0", "0", "1", "1"] in rows
    assert ["folder", str(folder)] in rows
    assert ["room", str(folder / "rain.wav")] in rows
    assert ["recordings used", "4"] in rows


def test_a_page_that_cannot_be_written_does_not_lose_what_was_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "manifest.tsv").open("a") as manifest:
        manifest.write("absent.flac\tspeech/words\ts1\tno\t1\n")
    assert main(["evaluate", str(folder), "--html", "/dev/full"]) == 2
    shown = capsys.readouterr()
    assert "false no: 0 of 3" in shown.out
    *_, unreadable, unwritten = shown.err.splitlines()
    assert "absent.flac" in unreadable
    assert "/dev/full: cannot be written: no space left on device" in unwritten


def test_levels_of_noise_are_columns_and_points_of_a_picture_for_each_mistake(folder: Path) -> None:
    shown = page(folder, *with_noise(folder))
    assert ["no noise", "20 dB", "-30 dB"] in [row[1:] for row in shown.rows]
    (missed,) = (row for row in shown.rows if row[0] == "yes, not understood")
    assert missed[1:] == ["0 of 1, at most 95.0%"] * 2 + ["1 of 1, at most 100.0%"]
    assert shown.tags.count("svg") == shown.tags.count("figcaption") == 6
    assert shown.tags.count("circle") == 6 * 3
    told = "yes, not understood, by level of noiseno noise 0 of 1, 20 dB 0 of 1, -30 dB 1 of 1."
    assert told in shown.words
    assert "svg" not in page(folder).tags


def test_the_answers_to_an_emergency_question_have_a_page_too(folder: Path) -> None:
    shown = page(folder, "--as", "emergency", *with_noise(folder))
    assert ["said", "yes", "no", "unsure", "ask back", "unclear", "all"] in shown.rows
    assert ["no", "0", "0", "0", "1", "0", "1"] in shown.rows
    assert "No yes was taken for NO in one try at each of the levels of noise" in shown.words
    assert "svg" in shown.tags


def test_the_page_fetches_nothing_and_runs_nothing(folder: Path) -> None:
    shown = page(folder, *with_noise(folder))
    assert not {"script", "link", "img", "iframe", "a", "object", "form"} & set(shown.tags)
    assert not {"src", "href", "style", "action"} & {name for _, name, _ in shown.attributes}
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    policy = next(value for _, name, value in shown.attributes if "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_tables_have_captions_and_headers_and_each_picture_has_words(folder: Path) -> None:
    shown = page(folder, *with_noise(folder))
    assert shown.tags.count("caption") == shown.tags.count("table") == 5
    scopes = {value for tag, name, value in shown.attributes if (tag, name) == ("th", "scope")}
    assert scopes == {"col", "row"}
    assert shown.tags.count("desc") == shown.tags.count("svg")
    assert ("html", "lang", "en") in shown.attributes


def test_names_of_files_are_text_and_never_markup(folder: Path) -> None:
    name = "<script>alert(1)</script>&.flac"
    file = folder / name
    file.parent.mkdir()  # the slash of "</script>" divides folder and file
    file.write_bytes((OWN_RECORDINGS / "no.flac").read_bytes())
    (folder / "manifest.tsv").write_text(f"{HEAD}{name}\twords\t\tyes\t1\n")
    shown = page(folder)
    assert name in shown.words
    assert "script" not in shown.tags


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out_seven_to_one(scheme: str) -> None:
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")
    found = colours(light if scheme == "light" else dark.split("body")[0])
    on_paper = {"mark", "ink", "faint"}
    pairs = [(name, "paper") for name in on_paper]
    pairs += [("ink", ground) for ground in ("shade", "right", "wrong")]
    for text, ground in pairs:
        lights = sorted((luminance(found[text]), luminance(found[ground])))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 7, (text, ground)
