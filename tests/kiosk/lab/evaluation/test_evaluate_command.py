"""`evaluate` from outside: grouping, counts, one JSON object, and recordings that are no use."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.cli import main
from tests import OWN_RECORDINGS
from tests.kiosk.lab.evaluation.recorded import own_folder, people

pytestmark = pytest.mark.sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own_folder(tmp_path)


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


def test_a_recording_that_is_listed_twice_is_told_and_counts_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "manifest.tsv").open("a") as manifest:
        manifest.write("yes.flac\tspeech/words\ts1\tno\t1\n")
    assert main(["evaluate", str(folder), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["clips"] == 4
    told = f"{folder}/manifest.tsv:6: yes.flac is listed before, in line 2: left out."
    assert shown.err.splitlines()[-1] == told


def test_loud_noise_hides_an_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(1)
    soundfile.write(folder / "rain.wav", rng.normal(0, 0.1, 48000), 16000)
    noise = ["--noise", str(folder / "rain.wav"), "--snr", "-30"]
    assert main(["evaluate", str(folder), *noise, "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["confusion"]["yes"]["reject"] == 1
    assert measured["snr_db"] == -30


@pytest.mark.slow
def test_each_clip_meets_one_noise_of_a_folder_whatever_clips_are_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def heard(seed: int) -> dict[str, dict[str, int]]:
        noise = ["--noise", str(folder / "noises"), "--snr", "-30", "--seed", str(seed)]
        assert main(["evaluate", str(folder), *noise, "--json"]) == 0
        confusion: dict[str, dict[str, int]] = json.loads(capsys.readouterr().out)["confusion"]
        return confusion

    (folder / "noises" / "rain").mkdir(parents=True)
    rain = np.random.default_rng(1).normal(0, 0.1, 48000)
    click = np.zeros(16000 * 60)
    click[0] = 1.0  # somewhere in a minute: clips that meet it stay as they are
    soundfile.write(folder / "noises" / "rain" / "rain.wav", rain, 16000)
    soundfile.write(folder / "noises" / "click.wav", click, 16000)
    by_seed = [heard(seed)["yes"] for seed in range(8)]
    assert {count["yes"] for count in by_seed} == {0, 1}
    rows = (folder / "manifest.tsv").read_text().splitlines()
    (folder / "manifest.tsv").write_text("\n".join(r for r in rows if not r.startswith("no.")))
    assert [heard(seed)["yes"] for seed in range(8)] == by_seed


@pytest.mark.people
def test_people_are_counted_by_word_or_collection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people(
        tmp_path,
        {
            "speech_commands/yes/": 6,
            "speech_commands/no/": 6,
            "speech_commands/_unknown_/": 2,
            "speech_commands/dog/": 2,
            "continuous/librispeech_train_clean_100spk/": 2,
            "continuous/picovoice_coffee_orders/": 2,
            "noise/rir/": 1,
        },
    )
    assert main(["evaluate", str(tmp_path), "--recognizer", "yes-no", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["clips"] == 21
    confusion = measured["confusion"]
    assert {group: sum(counts.values()) for group, counts in confusion.items()} == {
        "_unknown_": 2,
        "dog": 2,
        "librispeech_train_clean_100spk": 2,
        "no": 6,
        "picovoice_coffee_orders": 2,
        "rir": 1,
        "yes": 6,
    }
    assert confusion["yes"]["yes"] >= 5
    assert confusion["no"]["no"] >= 5
    assert confusion["yes"]["no"] == confusion["no"]["yes"] == 0
    assert all(set(counts) == {"yes", "no", "reject"} for counts in confusion.values())


@pytest.mark.parametrize("rate", [8000, 44100])
def test_a_recording_of_another_rate_in_stereo_is_measured_too(
    folder: Path, capsys: pytest.CaptureFixture[str], rate: int
) -> None:
    frames, _ = soundfile.read(OWN_RECORDINGS / "yes.flac", dtype="float32")
    resampled = np.interp(np.arange(0, len(frames), 16000 / rate), range(len(frames)), frames)
    soundfile.write(folder / "yes.flac", np.stack([resampled, resampled], axis=1), rate)
    # Moonshine is not sure of a word that lacks what is above 4 kHz.
    assert main(["evaluate", str(folder), "--recognizer", "yes-no", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["confusion"]["yes"]["yes"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("--recognizer vosk", 3, "no Vosk model is configured"),
        ("--as emergency --recognizer vosk", 3, "no Vosk model is configured"),
        ("--as question", 2, "invalid choice"),
        ("--noise {folder}/hush.wav --snr 5", 3, "the noise to mix in is empty or silent"),
        ("--noise {folder}/absent.wav --snr 5", 3, "absent.wav"),
        ("--noise {folder} --snr 5", 3, "hush.wav: the noise to mix in is empty or silent"),
        ("--noise {folder}/bare --snr 5", 2, "bare: no recordings in this folder"),
        ("--snr 5", 2, "--noise and --snr belong together"),
        ("--recognizer ear", 2, "invalid choice"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: str, code: int, said: str
) -> None:
    (folder / "bare").mkdir()
    options = arguments.format(folder=folder).split()
    assert main(["evaluate", str(folder), "--json", *options]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.splitlines()) == 1


def test_a_folder_without_a_manifest_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(tmp_path)]) == 2
    assert "manifest" in capsys.readouterr().err


@pytest.mark.parametrize("taken_as", ["word", "emergency"])
def test_a_yes_in_capitals_with_a_full_stop_is_no_false_yes(
    folder: Path, capsys: pytest.CaptureFixture[str], taken_as: str
) -> None:
    manifest = folder / "manifest.tsv"
    manifest.write_text(manifest.read_text().replace("\tyes\t", "\tYES.\t"))
    assert main(["evaluate", str(folder), "--as", taken_as, "--json"]) == 0
    counted = json.loads(capsys.readouterr().out)
    assert "yes" in json.dumps(counted)
    assert counted["false_yes"]["count"] == 0
