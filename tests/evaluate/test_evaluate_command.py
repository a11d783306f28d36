"""`evaluate` from outside: grouping, counts, one JSON object, and recordings that are no use."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.cli import main

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings"
HEAD = "path\tset\tspeaker\tlabel\tseconds\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("yes", "no", "radiation_therapy"):
        (tmp_path / f"{name}.flac").write_bytes((RECORDINGS / f"{name}.flac").read_bytes())
    soundfile.write(tmp_path / "hush.wav", np.zeros(16000), 16000)
    (tmp_path / "manifest.tsv").write_text(
        HEAD
        + "yes.flac\tspeech/words\ts1\tyes\t1\n"
        + "no.flac\tspeech/words\ts1\tno\t1\n"
        + "radiation_therapy.flac\tcontinuous/talk\ts1\tradiation therapy\t1\n"
        + "hush.wav\tnoise/room\t\t\t1\n"
    )
    return tmp_path


def test_json_has_the_confusions_by_word_or_set(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder), "--recognizer", "yes-no", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["recognizer"] == "yes-no"
    assert measured["clips"] == 4
    assert measured["confusion"] == {
        "no": {"yes": 0, "no": 1, "reject": 0},
        "room": {"yes": 0, "no": 0, "reject": 1},
        "talk": {"yes": 0, "no": 0, "reject": 1},
        "yes": {"yes": 1, "no": 0, "reject": 0},
    }
    assert measured["ms_per_clip"] > 0


def test_the_table_has_bounds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "false no: 0 of 3, at most 63.16% (95 %)" in shown
    assert "ms of one core each" in shown


def test_a_recording_that_is_no_use_is_named_and_the_others_still_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "no.flac").write_bytes(b"")
    assert main(["evaluate", str(folder), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["clips"] == 3
    assert "no.flac" in shown.err.splitlines()[-1]


def test_loud_noise_hides_an_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(1)
    soundfile.write(folder / "rain.wav", rng.normal(0, 0.1, 48000), 16000)
    noise = ["--noise", str(folder / "rain.wav"), "--snr", "-30"]
    assert main(["evaluate", str(folder), *noise, "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["confusion"]["yes"]["reject"] == 1
    assert measured["snr_db"] == -30


def test_a_folder_without_a_manifest_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(tmp_path)]) == 2
    assert "manifest" in capsys.readouterr().err
