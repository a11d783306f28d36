"""`replay` from outside: what it prints, its exit codes, and bad input in one line."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import Pyttsx3Voice
from kiosk.cli import main
from tests import CHECKOUT, OWN_RECORDINGS

pytestmark = [pytest.mark.sound, pytest.mark.slow]


def write(folder: Path, turns: str, more: str = "recognizer: text\n") -> Path:
    file = folder / "visit.yaml"
    file.write_text(f"name: a visit\n{more}turns:\n{turns}")
    return file


def test_a_failure_names_the_turn_what_was_expected_and_what_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n  - say: surgery\n    expect: {state: goodbye}\n")
    assert main(["replay", str(file)]) == 1
    shown = capsys.readouterr().out
    assert f"{file}:5" in shown
    assert "expected: state goodbye" in shown
    assert "heard text: topic.treatments.surgery" in shown


@pytest.mark.parametrize(
    ("expect", "passes"),
    [
        ("{spoken: As a machine, within_ms: 500}", True),
        ("{spoken: Walking can become, within_ms: 500}", False),
        ("{absent: This is about surgery.}", False),
        ("{absent: radiation}", True),
        ("{caption: about SURGERY}", True),
        ("{alert: emergency}", False),
    ],
)
def test_each_expectation_can_be_met_and_broken(tmp_path: Path, expect: str, passes: bool) -> None:
    file = write(tmp_path, f"  - say: hello\n  - say: surgery\n    expect: {expect}\n")
    assert main(["replay", str(file)]) == (0 if passes else 1)


def test_json_is_one_object_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n    expect: {state: greeting}\n")
    assert main(["replay", str(file), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["failed"] == 0
    assert shown["scenarios"][0]["name"] == "a visit"
    assert shown["scenarios"][0]["states"] == ["attract", "greeting", "main_menu"]
    assert shown["scenarios"][0]["spoken"][0] == "Hello."


def test_junit_has_a_case_a_scenario_and_where_it_failed(tmp_path: Path) -> None:
    write(tmp_path, "  - say: hello\n").rename(tmp_path / "good.yaml")
    bad = write(tmp_path, "  - say: hello\n    expect: {state: goodbye}\n")
    report = tmp_path / "report.xml"
    assert main(["replay", str(tmp_path), "--junit", str(report)]) == 1
    suite = ElementTree.parse(report).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    passed, failed = suite.findall("testcase")
    assert passed.find("failure") is None
    told = failed.find("failure")
    assert told is not None
    assert str(told.text).startswith(f"{bad}:4\nexpected: state goodbye\n")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n")
    assert main(["replay", str(file), "--junit", str(tmp_path / "absent" / "report.xml")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1


@contextmanager
def full_disk(largest: int) -> Iterator[None]:
    """No file may grow beyond `largest` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("option", ["--junit", "--html"])
def test_a_report_that_cannot_be_written_loses_neither_the_results_nor_the_old_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    report = tmp_path / "report"
    report.write_text("the old one")
    file = write(tmp_path, "  - say: hello\n")
    with full_disk(100):
        assert main(["replay", str(file), option, str(report)]) == 2
    shown = capsys.readouterr()
    assert "1 passed, 0 failed" in shown.out
    (line,) = shown.err.splitlines()
    assert f"{report}: cannot be written: file too large; make room or name another" in line
    assert report.read_text() == "the old one"
    assert {each.name for each in tmp_path.iterdir()} == {"report", "visit.yaml"}


def test_a_new_report_takes_the_place_of_what_a_link_names_and_stays_as_private(
    tmp_path: Path,
) -> None:
    (tmp_path / "old.xml").touch(0o600)
    (tmp_path / "report.xml").symlink_to("old.xml")
    file = write(tmp_path, "  - say: hello\n")
    fresh = tmp_path / "fresh.xml"
    for report in (tmp_path / "report.xml", fresh):
        assert main(["replay", str(file), "--junit", str(report)]) == 0
        assert ElementTree.parse(report).getroot().get("tests") == "1"
    assert (tmp_path / "report.xml").is_symlink()
    assert (tmp_path / "old.xml").stat().st_mode & 0o777 == 0o600
    assert fresh.stat().st_mode == file.stat().st_mode


def test_a_report_that_a_device_refuses_takes_the_other_not_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = write(tmp_path, "  - say: hello\n"), tmp_path / "page.html"
    assert main(["replay", str(file), "--junit", "/dev/full", "--html", str(page)]) == 2
    shown = capsys.readouterr()
    assert "1 passed, 0 failed" in shown.out
    assert "/dev/full: cannot be written: no space left on device" in shown.err
    assert page.read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("into", ["file", "pipe"])
def test_a_report_may_follow_what_is_printed(tmp_path: Path, into: str) -> None:
    file = write(tmp_path, "  - say: hello\n")
    command = [sys.executable, "-m", "kiosk", "replay", str(file), "--junit", "/dev/stdout"]
    with (tmp_path / "out").open("w") as out:
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            stdout=out if into == "file" else subprocess.PIPE,
            text=True,
            check=True,
            timeout=300,
        )
    printed, head, xml = (done.stdout or (tmp_path / "out").read_text()).partition("<?xml")
    assert "1 passed, 0 failed" in printed
    assert ElementTree.fromstring(head + xml).get("tests") == "1"


def test_what_cannot_be_printed_is_in_the_reports(tmp_path: Path) -> None:
    file, report = write(tmp_path, "  - say: hello\n"), tmp_path / "report.xml"
    read, written = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "kiosk", "replay", str(file), "--junit", str(report)]
    done = subprocess.run(command, cwd=CHECKOUT, stdout=written, check=False, timeout=300)
    os.close(written)
    assert done.returncode == 1
    assert ElementTree.parse(report).getroot().get("tests") == "1"


def test_what_no_report_may_hold_is_replaced(tmp_path: Path) -> None:
    named = 'name: "a\\0b\\e[1mc\\ufffe"\n'
    (tmp_path / "visit.yaml").write_text(
        f"{named}turns: [{{key: space, expect: {{state: goodbye, within_ms: 1}}}}]\n"
    )
    junit, page = tmp_path / "report.xml", tmp_path / "page.html"
    reports = ["--junit", str(junit), "--html", str(page)]
    assert main(["replay", str(tmp_path), "--recognizer", "text", *reports]) == 1
    case = ElementTree.parse(junit).getroot().find("testcase")
    assert case is not None
    assert case.get("name") == "a\ufffdb\ufffd[1mc\ufffd"
    assert "a\ufffdb\ufffd[1mc\ufffd" in page.read_text()


@pytest.mark.parametrize("name", [b"b\xe9.flac", b"b\xe9.yaml"])
def test_a_name_that_is_no_text_is_one_line(
    tmp_path: Path, name: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_text("name: a\nturns: [{key: space}]\n")
    junit = tmp_path / "report.xml"
    options = ["--recognizer", "text", "--json", "--junit", str(junit)]
    assert main(["replay", str(file), *options]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    readable = os.fsencode(file).replace(b"\xe9", b"\\udce9").decode()
    why = f"{readable}: the name is not UTF-8: rename the file."
    assert shown.err == f"run_kiosk.py: {why}\n"
    assert main(["replay", str(tmp_path), *options]) == 2  # nothing else is in the folder
    (told,) = json.loads(capsys.readouterr().out)["scenarios"]
    assert told["failure"]["got"] == why
    assert why in junit.read_text()


def test_what_no_phrase_means_is_never_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n  - expect: {heard: topic.overvew}\n")
    assert main(["replay", str(file)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        f"run_kiosk.py: {file}:5: heard: no phrase means 'topic.overvew': "
        "did you mean 'topic.overview'?\n",
    )


def test_a_recording_is_played_after_the_greeting_and_what_came_of_it_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = shutil.copy(OWN_RECORDINGS / "yes.flac", tmp_path / "my_recording.flac")
    assert main(["replay", str(file), "--recognizer", "yes-no"]) == 0
    shown = capsys.readouterr().out
    assert "heard yes-no: yes\n" in shown
    assert "states: main_menu, section_menu\n" in shown
    assert "spoken: Do you want to hear about lasting back pain?" in shown


def test_a_telephone_recording_in_stereo_is_heard_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames, _ = soundfile.read(OWN_RECORDINGS / "yes.flac", dtype="float32")
    stereo = np.stack([frames[::2], frames[::2]], axis=1)
    soundfile.write(tmp_path / "telephone.wav", stereo, 8000)
    assert main(["replay", str(tmp_path / "telephone.wav"), "--recognizer", "yes-no"]) == 0
    assert "heard yes-no: yes\n" in capsys.readouterr().out


def test_a_silent_recording_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soundfile.write(tmp_path / "hush.wav", np.zeros(16000), 16000)
    assert main(["replay", str(tmp_path / "hush.wav"), "--recognizer", "yes-no"]) == 0
    shown = capsys.readouterr().out
    assert "heard nothing\n" in shown
    assert "states: main_menu\n" in shown


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("absent.wav", None, 2),
        ("absent.yaml", None, 2),
        ("broken.yaml", b"name: [", 2),
        ("unknown.yaml", b"name: a\nturns: [{sya: yes}]", 2),
        ("binary.yaml", b"\x00\xff", 2),
    ],
)
def test_bad_input_is_one_line_with_the_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    code: int,
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    assert main(["replay", str(file), "--recognizer", "yes-no"]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert name in shown.err


def test_settings_of_its_own_that_are_wrong_fail_a_dialogue_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = "  - key: space\n"
    own = {
        "key": ("settings:\n  language: en\n  clinic: x\n", ":4"),
        "value": ("# 7\nsettings: {language: 7}\n", ":3"),
        "model": ("recognizer: vosk\nsettings: {vosk_model: /absent/model}\n", ":3"),
    }
    files = {
        n: write(tmp_path, turns, o).rename(tmp_path / f"{n}.yaml") for n, (o, _) in own.items()
    }
    why = {
        "key": f"{files['key']}:4: settings.clinic: unknown key: correct or remove it.",
        "value": f"{files['value']}:3: settings.language: ",
        "model": "there is not a Vosk model at /absent/model",
    }
    right = write(tmp_path, turns)
    junit, page = tmp_path / "report.xml", tmp_path / "page.html"
    reports = ["--coverage", "--junit", str(junit), "--html", str(page)]
    for jobs in ("1", "2"):
        played = ["replay", *map(str, files.values()), str(right), "--json", "-j", jobs, *reports]
        assert main(played) == 1
        shown = capsys.readouterr()
        assert shown.err == ""
        *failed, passed = json.loads(shown.out)["scenarios"]
        assert passed["passed"]
        for told, (name, file) in zip(failed, files.items(), strict=True):
            assert told["failure"]["place"] == f"{file}{own[name][1]}"
            assert told["failure"]["got"].startswith(why[name])
            assert why[name] in junit.read_text()
            assert why[name] in page.read_text()


def test_what_cannot_be_played_fails_alone_and_is_told_in_every_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {
        "meant": "recognizer: text\nturns:\n  - key: space\n  - expect: {heard: bananas}\n",
        "mute": "recognizer: text\nturns:\n  - key: space\n  - say: a.wav\n",
        "model": "recognizer: vosk\nturns: [{key: space}]\n",
        "well": "recognizer: text\nturns: [{key: space}]\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\n{text}")
    (tmp_path / "broken.yaml").write_text("turns: 3\n")
    named = [*texts, "broken", "absent"]
    files = [str(tmp_path / f"{name}.yaml") for name in named]
    wrong = {
        "meant": (f"{tmp_path}/meant.yaml:5", "no phrase means 'bananas'"),
        "mute": (f"{tmp_path}/mute.yaml:5", "without sound a recording needs its words"),
        "model": (f"{tmp_path}/model.yaml:1", "no Vosk model is configured"),
        "broken": (f"{tmp_path}/broken.yaml", f"{tmp_path}/broken.yaml:1: name: this key is"),
        "absent": (f"{tmp_path}/absent.yaml", "no such scenario"),
    }
    junit, page = tmp_path / "report.xml", tmp_path / "page.html"
    for jobs in ("1", "2"):
        reports = ["--junit", str(junit), "--html", str(page), "-j", jobs]
        assert main(["replay", *files, "--json", *reports]) == 1
        shown = capsys.readouterr()
        assert shown.err == ""
        told = {Path(each["file"]).stem: each for each in json.loads(shown.out)["scenarios"]}
        assert list(told) == named
        assert told.pop("well")["passed"]
        for name, (place, why) in wrong.items():
            assert told[name]["failure"]["place"] == place
            assert told[name]["failure"]["expected"] == "it can be played"
            assert why in told[name]["failure"]["got"]
            assert all(place in report.read_text() for report in (junit, page))
    assert main(["replay", *files, "--coverage"]) == 1
    table = capsys.readouterr().out
    assert "1 passed, 5 failed" in table
    assert all(place in table and why in table for place, why in wrong.values())


def test_what_cannot_be_spoken_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def speak(_: Pyttsx3Voice, text: str, __: int) -> Frames:
        if text == "mute":
            raise VoiceError("the voice is silent for 'mute'; use other words")
        return np.zeros(SAMPLE_RATE, np.float32)

    monkeypatch.setattr(Pyttsx3Voice, "speak", speak)
    for words in ("mute", "hello"):
        (tmp_path / f"{words}.yaml").write_text(
            f"name: {words}\nrecognizer: yes-no\nturns: [{{key: space}}, {{say: {words}}}]\n"
        )
    assert main(["replay", str(tmp_path)]) == 1
    assert "1 passed, 1 failed" in capsys.readouterr().out
    assert main(["replay", str(tmp_path / "mute.yaml")]) == 3
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        "run_kiosk.py: the voice is silent for 'mute'; use other words\n",
    )


def test_where_nothing_can_be_played_all_of_it_is_told_and_the_input_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = write(tmp_path, "  - expect: {heard: bananas}\n")
    assert main(["replay", str(wrong), str(tmp_path / "absent.yaml")]) == 2
    shown = capsys.readouterr()
    assert "0 passed, 2 failed" in shown.out
    assert "no phrase means 'bananas'" in shown.out
    assert "no such scenario" in shown.out
    assert shown.err == ""


def test_scenarios_of_one_name_are_told_apart_by_their_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / folder / "visit.yaml" for folder in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text("name: a visit\nrecognizer: text\nturns: [{key: space}]\n")
    assert main(["replay", str(files[0]), "--repeat", "2"]) == 0
    assert capsys.readouterr().out.count("a visit\n") == 2
    junit, page = tmp_path / "report.xml", tmp_path / "page.html"
    assert main(["replay", str(tmp_path), "--junit", str(junit), "--html", str(page)]) == 0
    told = (capsys.readouterr().out, junit.read_text(), page.read_text())
    assert all(f"a visit ({file})" in text for file in files for text in told)


def test_what_is_wrong_whatever_a_dialogue_sets_ends_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - key: space\n", "settings: {staff_code: '4711'}\n")
    assert main(["replay", str(file), "--recognizer", "vosk"]) == 3
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        "run_kiosk.py: no Vosk model is configured; get one by: run_kiosk.py setup\n",
    )


def test_a_recording_that_is_not_there_is_said_without_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "absent.wav"
    assert main(["replay", str(file)]) == 2
    assert capsys.readouterr().err == (
        f"run_kiosk.py: {file}: no such recording: correct the path.\n"
    )


def test_a_recording_that_cannot_be_used_fails_its_visit_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "damaged.wav").write_bytes(b"RIFF....")
    (tmp_path / "empty.wav").touch()
    for name, played in (
        ("a", "damaged.wav"),
        ("b", "gone.wav"),
        ("c", str(OWN_RECORDINGS / "yes.flac")),
    ):
        (tmp_path / f"{name}.yaml").write_text(
            f"name: {name}\nrecognizer: yes-no\n"
            f"turns:\n  - key: space\n  - say: {played}\n    words: yes\n"
        )
    files = [str(tmp_path / name) for name in ("a.yaml", "b.yaml", "c.yaml", "empty.wav")]
    page = tmp_path / "report.html"
    assert main(["replay", *files, "--html", str(page)]) == 1
    shown = capsys.readouterr()
    assert shown.err == ""
    for name, told in (
        ("a.yaml:5", f"cannot read the recording {tmp_path}/damaged.wav: no sound file, or a dam"),
        ("b.yaml:5", f"there is no recording {tmp_path}/gone.wav; correct the path"),
        ("empty.wav", f"cannot read the recording {tmp_path}/empty.wav: no sound file, or a dam"),
    ):
        assert f"{tmp_path}/{name}" in shown.out
        assert f"got: {told}" in shown.out
        assert told in page.read_text()
    assert "1 passed, 3 failed" in shown.out


def test_a_missing_model_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(OWN_RECORDINGS / "yes.flac"), "--recognizer", "vosk"]) == 3
    assert capsys.readouterr().err == (
        "run_kiosk.py: no Vosk model is configured; get one by: run_kiosk.py setup\n"
    )


def test_noise_without_a_level_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(OWN_RECORDINGS / "yes.flac"), "--snr", "5"]) == 2
    assert "--noise and --snr belong together" in capsys.readouterr().err


@pytest.mark.parametrize("level", ["nan", "inf", "-inf", "1e6", "-101", "loud", "20,10"])
def test_noise_without_a_measure_is_refused(
    tmp_path: Path, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    soundfile.write(tmp_path / "hum.wav", np.full(16000, 0.1), 16000)
    noise = ["--noise", str(tmp_path / "hum.wav"), f"--snr={level}"]
    assert main(["replay", str(OWN_RECORDINGS / "yes.flac"), *noise]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert f"'{level}' are not decibels from -100 to 100" in shown.err


def test_silent_noise_is_refused_once_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soundfile.write(tmp_path / "hush.wav", np.zeros(16000), 16000)
    noise = ["--noise", str(tmp_path), "--snr", "5"]
    assert main(["replay", *[str(OWN_RECORDINGS / "yes.flac")] * 2, *noise]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert f"{tmp_path / 'hush.wav'}: the noise to mix in is empty or silent" in shown.err


@pytest.fixture
def roar(tmp_path: Path) -> list[str]:
    soundfile.write(tmp_path / "roar.wav", np.random.default_rng(1).normal(0, 0.1, 48000), 16000)
    return ["--noise", str(tmp_path / "roar.wav"), "--snr", "-20"]


def test_noise_covers_recordings_and_spoken_words(
    tmp_path: Path, roar: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    turns = f"  - key: space\n  - say: {OWN_RECORDINGS / 'yes.flac'}\n  - say: 'yes'\n"
    file = write(tmp_path, turns + "    expect: {state: reading}\n", "recognizer: yes-no\n")
    assert main(["replay", str(file)]) == 0
    assert main(["replay", str(file), *roar]) == 1
    assert main(["replay", str(OWN_RECORDINGS / "yes.flac"), "--recognizer", "yes-no", *roar]) == 1
    assert "heard yes-no: yes\n" not in capsys.readouterr().out


def test_there_is_no_noise_without_sound(
    tmp_path: Path, roar: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n")
    assert main(["replay", str(file), *roar]) == 2
    assert f"{file}:1: heard as text, where there is no noise" in capsys.readouterr().err
