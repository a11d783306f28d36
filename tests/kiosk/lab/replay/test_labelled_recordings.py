"""`replay` of recordings by themselves: their names, or a manifest's labels, say what is said."""

import json
import os
import re
import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.frames import SAMPLE_RATE
from audio.signals.recording import read_recording, write_recording
from audio.voices.plain import Pyttsx3Voice
from kiosk.cli import main
from kiosk.lab.replay.visitors import speech_end
from tests import OWN_RECORDINGS

pytestmark = [pytest.mark.sound, pytest.mark.slow]

YES, NO = OWN_RECORDINGS / "yes.flac", OWN_RECORDINGS / "no.flac"


def played(
    folder: Path, capsys: pytest.CaptureFixture[str], recognizer: str = "yes-no"
) -> dict[str, tuple[str, str] | None]:
    """Give of each recording what was expected and came instead; None where it went well."""
    main(["replay", str(folder), "--recognizer", recognizer, "--json"])
    shown = json.loads(capsys.readouterr().out)
    return {
        Path(each["file"]).name: each["failure"]
        and (each["failure"]["expected"], each["failure"]["got"])
        for each in shown["scenarios"]
    }


def test_a_recording_is_understood_as_its_name_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = {"yes": YES, "yes_please-2": YES, "no-1": NO, "no-2": YES, "not_sure": NO, "mine": NO}
    for name, recording in copies.items():
        shutil.copy(recording, tmp_path / f"{name}.flac")
    results = played(tmp_path, capsys)
    failures = {name: told for name, told in results.items() if told is not None}
    assert len(results) == len(copies)
    assert set(failures) == {"no-2.flac", "not_sure.flac"}
    expected, got = failures["no-2.flac"]
    assert expected == "heard no; within 3000 ms"
    assert "heard yes-no: yes" in got


def test_in_what_is_out_of_vocabulary_nothing_is_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(1)
    soundfile.write(tmp_path / "oov_rustle.wav", rng.normal(0, 0.01, 24000), 16000)
    shutil.copy(OWN_RECORDINGS / "radiation_therapy.flac", tmp_path / "oov_talk-1.flac")
    shutil.copy(YES, tmp_path / "oov_yes.flac")
    results = played(tmp_path, capsys)
    assert [name for name, told in results.items() if told] == ["oov_yes.flac"]
    assert results["oov_yes.flac"] is not None
    assert results["oov_yes.flac"][0] == "state main_menu; heard nothing"


def test_what_is_said_at_the_very_end_of_a_recording_counts_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk, yes = read_recording(OWN_RECORDINGS / "radiation_therapy.flac"), read_recording(YES)
    # The kiosk has decided on the talk, has asked again and listens.
    pause = np.zeros(12 * SAMPLE_RATE, np.float32)
    said = np.concatenate([talk, pause, yes[: speech_end(yes)]])
    write_recording(tmp_path / "oov_talk.wav", said)
    told = played(tmp_path, capsys)["oov_talk.wav"]
    assert told is not None
    assert "heard yes-no: yes" in told[1]


def test_a_topic_is_named_where_topics_are_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Pyttsx3Voice("en")) as person:
        said = person.speak("chemotherapy", 150)
    for name in ("chemo_therapy", "chemotherapy", "surgery", "oov_word"):
        write_recording(tmp_path / f"{name}.wav", said)
    results = played(tmp_path, capsys, "auto")
    assert [name for name, told in results.items() if told] == ["oov_word.wav", "surgery.wav"]


def test_the_manifests_labels_go_before_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "no", "yes"):
        shutil.copy(YES, tmp_path / f"{name}.flac")
    (tmp_path / "manifest.tsv").write_text(
        "path\tlabel\na.flac\tyes\nb.flac\tno\nno.flac\tyes please\nyes.flac\t\n"
    )
    results = played(tmp_path, capsys)
    assert [name for name, told in results.items() if told] == ["b.flac"]


def test_labels_go_before_names_however_a_recording_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "people" / "s-1"
    inner.mkdir(parents=True)
    for name in ("no", "oov_a"):
        shutil.copy(YES, inner / f"{name}.flac")
    (tmp_path / "manifest.tsv").write_text(
        "path\tlabel\npeople/s-1/no.flac\tnot this\n./people/../people/s-1/oov_a.flac\tyes\n"
    )
    (inner / "manifest.tsv").write_text("path\tlabel\nno.flac\tyes\n")
    well = {"no.flac": None, "oov_a.flac": None}
    for given in (tmp_path, inner.parent, inner):
        assert played(given, capsys) == well
    files = [f"{inner}/../s-1/{name}" for name in well]
    assert main(["replay", *files, "--recognizer", "yes-no"]) == 0


def test_what_a_manifest_says_of_other_folders_counts_where_theirs_say_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    shutil.copy(YES, tmp_path / "b" / "no.flac")
    (tmp_path / "a" / "manifest.tsv").write_text("path\tlabel\n../b/no.flac\tyes\n")
    assert played(tmp_path, capsys) == {"no.flac": None}
    other = tmp_path / "c" / "manifest.tsv"
    other.write_text("path\tlabel\n../b/no.flac\tno\n")
    results = played(tmp_path, capsys)
    assert results.pop("no.flac") is None
    told = results.pop("manifest.tsv")
    assert told is not None
    assert f"{other}:2: ../b/no.flac has the label 'yes' in another manifest" in told[1]
    assert not results


def test_of_a_folder_its_scenarios_are_played_and_the_recordings_that_none_of_them_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visits = tmp_path / "visits"
    visits.mkdir()
    for name in ("no", "yes"):
        shutil.copy(YES, tmp_path / f"{name}.flac")
    shutil.copy(YES, visits / "no-2.flac")
    (visits / "visit.yaml").write_text(
        "name: visit\nturns: [{key: space}, {say: no-2.flac}, {say: ../visits/../yes.flac}]\n"
    )
    results = played(tmp_path, capsys)
    assert set(results) == {"visit.yaml", "no.flac"}
    assert results["visit.yaml"] is None
    assert results["no.flac"] is not None


def test_what_a_manifest_lists_is_played_though_it_lies_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people").symlink_to(OWN_RECORDINGS)
    (tmp_path / "manifest.tsv").write_text("path\tlabel\npeople/yes.flac\tyes\n")
    assert played(tmp_path, capsys) == {"yes.flac": None}


WRONG_MANIFESTS = pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("absent.flac\tyes\n", "there is no recording"),
        ("manifest.tsv\tyes\n", "there is no recording"),
        ("yes.flac\tyes\tmore\n", ":2: more columns than the first line names: correct it."),
        (
            "yes.flac\tyes\n./yes.flac\tno\n",
            ":3: ./yes.flac is listed before, in line 2: correct it.",
        ),
    ],
)


@WRONG_MANIFESTS
def test_a_wrong_manifest_of_the_one_folder_that_is_given_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    shutil.copy(YES, tmp_path)
    (tmp_path / "manifest.tsv").write_text(f"path\tlabel\n{rows}")
    (tmp_path / "visit.yaml").write_text("name: visit\nturns: [{key: space}]\n")
    assert main(["replay", str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "manifest.tsv" in shown.err
    assert said in shown.err


@pytest.mark.parametrize("given", ["deeper", "deeper/yes.flac"])
def test_a_wrong_manifest_above_all_that_is_given_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    (tmp_path / "deeper").mkdir()
    shutil.copy(YES, tmp_path / "deeper")
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("label\nyes\n")
    assert main(["replay", str(tmp_path / given)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"run_kiosk.py: {manifest}:1: the first line must name the columns")


@WRONG_MANIFESTS
def test_a_wrong_manifest_of_a_folder_within_a_folder_or_beside_another_fails_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    for folder in (wrong, wrong / "own", right):
        folder.mkdir()
        shutil.copy(YES, folder)
    manifest = wrong / "manifest.tsv"
    manifest.write_text(f"path\tlabel\n{rows}")
    (wrong / "own" / "manifest.tsv").write_text("path\tlabel\nyes.flac\tyes\n")
    (wrong / "visit.yaml").write_text("name: visit\nrecognizer: text\nturns: [{key: space}]\n")
    well = {str(wrong / "visit.yaml"), str(wrong / "own/yes.flac"), str(right / "yes.flac")}
    for given in ([tmp_path], [right, wrong], [wrong, right]):
        assert main(["replay", *map(str, given), "--json"]) == 1
        told = json.loads(capsys.readouterr().out)["scenarios"]
        assert {each["file"] for each in told if each["passed"]} == well
        (failed,) = (each for each in told if not each["passed"])
        assert failed["failure"]["place"] == str(manifest)
        assert said in failed["failure"]["got"]


def test_a_folder_with_nothing_to_play_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(tmp_path)]) == 2
    assert "no scenario and no recording here" in capsys.readouterr().err


def test_a_recording_is_heard_as_if_it_were_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    def heard(*recordings: Path) -> list[str]:
        main(["replay", *map(str, recordings), "--json"])
        last: list[str] = json.loads(capsys.readouterr().out)["scenarios"][-1]["heard"]
        return last

    alone = heard(YES)
    assert len(alone) == 1
    assert heard(NO, OWN_RECORDINGS / "radiation_therapy.flac", YES) == alone


def test_capitals_and_punctuation_of_a_label_do_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        shutil.copy(YES, tmp_path / f"{name}.flac")
    (tmp_path / "manifest.tsv").write_text("path\tlabel\na.flac\tYES.\nb.flac\tNo!\nc.flac\tOOV_x")
    assert [name for name, told in played(tmp_path, capsys).items() if told] == [
        "b.flac",
        "c.flac",
    ]


def test_hidden_files_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hidden = tmp_path / ".Trash"
    hidden.mkdir()
    (tmp_path / "a.yaml").write_text("name: a\nturns: [{key: space}]\n")
    shutil.copy(YES, tmp_path / "yes.flac")
    for foreign in ("._a.yaml", "._yes.flac", ".Trash/b.yaml", ".Trash/manifest.tsv"):
        (tmp_path / foreign).write_bytes(b"\0\x05\x16\x07\0\x02\0\0Mac OS X")
    assert played(tmp_path, capsys) == {"a.yaml": None, "yes.flac": None}


def test_what_cannot_be_read_in_a_folder_fails_alone_and_is_told_in_every_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("services: [web]\n")
    (tmp_path / "b.yaml").write_text("[" * 100_000)
    os.mkfifo(tmp_path / "c.yaml")
    (tmp_path / "d.wav").write_text("no sound")
    (tmp_path / "e.yaml").write_text("name: well\nrecognizer: text\nturns: [{key: space}]\n")
    junit, html = tmp_path / "out.xml", tmp_path / "out.html"
    reports = ["--junit", str(junit), "--html", str(html)]
    for jobs in ("1", "2"):
        assert main(["replay", str(tmp_path), "-j", jobs, "--json", *reports]) == 1
        shown = json.loads(capsys.readouterr().out)["scenarios"]
        assert {Path(each["file"]).name: each["passed"] for each in shown} == {
            **dict.fromkeys(("a.yaml", "b.yaml", "c.yaml", "d.wav"), False),
            "e.yaml": True,
        }
        told = {each["file"]: each["failure"] for each in shown if not each["passed"]}
        for file, failure in told.items():
            assert failure["place"] == file
            assert file in failure["got"]
            for report in (junit, html):
                assert file in report.read_text()
    main(["replay", str(tmp_path)])
    table = capsys.readouterr().out
    assert "1 passed, 4 failed" in table
    assert all(file in table for file in told)


def test_every_output_tells_recordings_of_one_name_by_their_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / speaker / "yes.flac" for speaker in ("s-1", "s-2")]
    for file in files:
        file.parent.mkdir()
        shutil.copy(YES, file)
    junit, html = tmp_path / "out.xml", tmp_path / "out.html"
    asked = ["replay", str(tmp_path), "--recognizer", "yes-no"]
    assert main([*asked, "--junit", str(junit), "--html", str(html)]) == 0
    told = [capsys.readouterr().out, html.read_text()]
    assert main([*asked, "--json"]) == 0
    names = [each["name"] for each in json.loads(capsys.readouterr().out)["scenarios"]]
    told += ["\n".join(names), " ".join(re.findall(r' name="(.*?)"', junit.read_text()))]
    assert [str(file) in text for text in told for file in files] == [True] * 8


@pytest.mark.parametrize("ending", [".mp3", ".aiff", ".opus", ".wav"])
def test_what_libsndfile_reads_is_played_by_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    frames = read_recording(YES)
    file = tmp_path / f"yes{ending}"
    if ending == ".wav":  # as telephones write it: nothing can seek in it
        soundfile.write(file, frames, SAMPLE_RATE, subtype="GSM610")
    elif ending == ".opus":
        soundfile.write(file, frames, SAMPLE_RATE, format="OGG", subtype="OPUS")
    else:
        soundfile.write(file, frames, SAMPLE_RATE)
    (tmp_path / "visit.yaml").write_text(f"name: v\nturns: [{{key: space}}, {{say: {file.name}}}]")
    assert main(["replay", str(file), "--recognizer", "yes-no"]) == 0
    capsys.readouterr()
    assert played(tmp_path, capsys).keys() == {"visit.yaml"}
    (tmp_path / "visit.yaml").unlink()
    assert played(tmp_path, capsys) == {file.name: None}
    (tmp_path / "manifest.tsv").write_text(f"path\tlabel\n{file.name}\tyes\n")
    noise = ["--noise", str(tmp_path), "--snr", "30"]
    assert main(["evaluate", str(tmp_path), "--recognizer", "yes-no", "--json", *noise]) == 0
    capsys.readouterr()
    assert main(["replay", str(YES), "--recognizer", "yes-no", "--room", str(file)]) in {0, 1}


def test_sound_far_over_full_scale_is_heard_as_well_as_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loud = read_recording(YES) * np.float32(30_000)
    soundfile.write(tmp_path / "yes.wav", loud, SAMPLE_RATE, subtype="FLOAT")
    (tmp_path / "manifest.tsv").write_text("path\tlabel\nyes.wav\tyes\n")
    assert played(tmp_path, capsys) == {"yes.wav": None}
    assert main(["evaluate", str(tmp_path), "--recognizer", "yes-no", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["confusion"]["yes"]["yes"] == 1
