"""`replay` from outside: what it prints, its exit codes, and bad input in one line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile

from kiosk.cli import main

RECORDINGS = Path(__file__).resolve().parents[2] / "audio" / "recordings"


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
        ("{spoken: This is about surgery., within_ms: 500}", True),
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


def test_a_name_that_no_xml_may_hold_leaves_junit_whole(tmp_path: Path) -> None:
    file = write(tmp_path, "  - say: hello\n")
    file.write_text(file.read_text().replace("a visit", '"bell \\a"'))
    report = tmp_path / "report.xml"
    assert main(["replay", str(file), "--junit", str(report)]) == 0
    case = ElementTree.parse(report).getroot().find("testcase")
    assert case is not None
    assert case.get("name") == "bell \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("option", ["--junit", "--html"])
def test_a_report_that_finds_no_room_loses_neither_results_nor_the_one_before(
    tmp_path: Path, option: str
) -> None:
    file = write(tmp_path, "  - say: hello\n")
    report = tmp_path / "report"
    report.write_text("of yesterday")
    command = [sys.executable, "-m", "kiosk", "replay", str(file), option, str(report)]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "1 passed, 0 failed" in done.stdout
    assert f"{report}: cannot be written: file too large; make room" in done.stderr
    assert set(tmp_path.iterdir()) == {file, report}
    assert report.read_text() == "of yesterday"


@pytest.mark.parametrize("level", ["nan", "-inf", "1e6"])
def test_noise_without_a_sensible_level_is_refused(
    capsys: pytest.CaptureFixture[str], level: str
) -> None:
    yes = str(RECORDINGS / "yes.flac")
    assert main(["replay", yes, "--noise", yes, f"--snr={level}"]) == 2
    assert f"'{level}' are no decibels from -100 to 100" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_told_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n")
    assert main(["replay", str(file), "--junit", str(tmp_path / "absent" / "report.xml")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1


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
    file = shutil.copy(RECORDINGS / "yes.flac", tmp_path / "my_recording.flac")
    assert main(["replay", str(file), "--recognizer", "yes-no"]) == 0
    shown = capsys.readouterr().out
    assert "heard yes-no: yes\n" in shown
    assert "states: main_menu, reading, section_menu\n" in shown
    assert "spoken: I can tell you about six signs" in shown


def test_a_telephone_recording_in_stereo_is_heard_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames, _ = soundfile.read(RECORDINGS / "yes.flac", dtype="float32")
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


@pytest.mark.parametrize(
    ("own", "line", "why"),
    [
        (
            "settings:\n  language: en\n  clinic: x\n",
            2,
            "{file}:4: settings.clinic: unknown key: correct or remove it.",
        ),
        ("# 7\nsettings: {language: 7}\n", 3, "{file}:3: settings.language: "),
        (
            "recognizer: vosk\nsettings: {vosk_model: /absent/model}\n",
            3,
            "there is no Vosk model at /absent/model",
        ),
    ],
)
def test_settings_of_its_own_that_are_wrong_fail_a_dialogue_alone(
    tmp_path: Path, own: str, line: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    right = write(tmp_path, "  - key: space\n").rename(tmp_path / "right.yaml")
    wrong = write(tmp_path, "  - key: space\n", own)
    why = why.format(file=wrong)
    junit, page = tmp_path / "report.xml", tmp_path / "page.html"
    reports = ["--coverage", "--junit", str(junit), "--html", str(page)]
    for jobs in ("1", "2"):
        assert main(["replay", str(wrong), str(right), "--json", "-j", jobs, *reports]) == 1
        shown = capsys.readouterr()
        assert shown.err == ""
        failed, passed = json.loads(shown.out)["scenarios"]
        assert passed["passed"]
        assert failed["failure"]["place"] == f"{wrong}:{line}"
        assert failed["failure"]["got"].startswith(why)
        assert why in junit.read_text()
        assert why in page.read_text()


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
        ("c", str(RECORDINGS / "yes.flac")),
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
    assert main(["replay", str(RECORDINGS / "yes.flac"), "--recognizer", "vosk"]) == 3
    assert capsys.readouterr().err == (
        "run_kiosk.py: no Vosk model is configured; get one by: run_kiosk.py setup\n"
    )


def test_noise_without_a_level_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(RECORDINGS / "yes.flac"), "--snr", "5"]) == 2
    assert "--noise and --snr belong together" in capsys.readouterr().err


def test_silent_noise_is_refused_once_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soundfile.write(tmp_path / "hush.wav", np.zeros(16000), 16000)
    noise = ["--noise", str(tmp_path), "--snr", "5"]
    assert main(["replay", *[str(RECORDINGS / "yes.flac")] * 2, *noise]) == 3
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
    turns = f"  - key: space\n  - say: {RECORDINGS / 'yes.flac'}\n  - key: m\n  - say: 'yes'\n"
    file = write(tmp_path, turns + "    expect: {state: reading}\n", "recognizer: yes-no\n")
    assert main(["replay", str(file)]) == 0
    assert main(["replay", str(file), *roar]) == 1
    assert main(["replay", str(RECORDINGS / "yes.flac"), "--recognizer", "yes-no", *roar]) == 1
    assert "heard yes-no: yes\n" not in capsys.readouterr().out


def test_there_is_no_noise_without_sound(
    tmp_path: Path, roar: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "  - say: hello\n")
    assert main(["replay", str(file), *roar]) == 2
    assert f"{file}:1: heard as text, where there is no noise" in capsys.readouterr().err
