"""`evaluate --as emergency` from outside: recordings as answers, through all that would take them.

Recognizers that agree need two whose agreement was measured: the listener and Moonshine. Beside the
listener, the real Vosk engine on the Korean model that a package ships hears loanwords that English
speakers say, and never gives a no.
"""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.speech_detector import SpeechDetector
from audio.signals.noise import mixed
from audio.signals.recording import read_recording
from kiosk.cli import main
from kiosk.lab.evaluation.answer_path import Outcome
from kiosk.lab.evaluation.answers import evaluate_answers
from kiosk.lab.recordings.manifest import Clip, read_manifest
from kiosk.visit.hearing.recognizers import Recognizers
from tests import OWN_RECORDINGS
from tests import people as shared
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.kiosk.lab.evaluation.korean_vosk import SETS, answer_path, path_of
from tests.kiosk.lab.evaluation.recorded import own_folder, people

pytestmark = [pytest.mark.sound, pytest.mark.slow]

COMMAND = ("--as", "emergency", "--recognizer", "yes-no")


def outcomes(**counts: int) -> dict[str, int]:
    return {outcome: counts.get(outcome, 0) for outcome in Outcome}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own_folder(tmp_path)


def test_json_has_the_first_attempt_and_what_the_ask_back_made_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder), *COMMAND, "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["recognizer"] == "yes-no"
    assert measured["as"] == "emergency"
    assert measured["clips"] == 4
    assert measured["confusion"] == {
        "no": outcomes(ASK_BACK=1),
        "room": outcomes(UNCLEAR=1),
        "talk": outcomes(UNCLEAR=1),
        "yes": outcomes(YES=1),
    }
    assert measured["with_ask_back"]["no"] == outcomes(NO=1)
    assert measured["with_ask_back"]["yes"] == outcomes(YES=1)
    assert measured["ms_per_clip"] > 0
    none_of_one = {"count": 0, "of": 1, "upper_95": 1 - 0.05}
    assert measured["yes_to_no"] == dict.fromkeys(
        ("first", "with_ask_back", "repeated"), none_of_one
    )
    assert measured["false_no"]["count"] == measured["false_yes"]["count"] == 0
    assert (measured["false_no"]["of"], measured["false_yes"]["of"]) == (3, 3)
    assert measured["other_to_no"]["with_ask_back"]["of"] == 2
    assert (measured["asked_back"]["count"], measured["asked_back"]["of"]) == (1, 2)
    mistaken = ("yes_as_no", "no_as_yes", "other_as_no", "unreadable")
    assert [measured[name] for name in mistaken] == [[], [], [], []]


def test_the_table_has_outcomes_and_bounds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder), *COMMAND]) == 0
    shown = capsys.readouterr().out
    assert "yes to NO, with ask-back: 0 of 1, at most 95.00% (95 %)" in shown
    assert "honest answers asked back: 1 of 2" in shown


def test_a_no_without_anybody_to_confirm_it_stays_asked_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (folder / "manifest.tsv").read_text().splitlines()
    (folder / "manifest.tsv").write_text("\n".join(r for r in rows if not r.startswith("yes")))
    assert main(["evaluate", str(folder), *COMMAND, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["with_ask_back"]["no"] == outcomes(ASK_BACK=1)


def test_a_yes_that_sounds_as_no_is_counted_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    yes, no = ((OWN_RECORDINGS / f"{word}.flac").read_bytes() for word in ("yes", "no"))
    (folder / "yes.flac").write_bytes(no)
    (folder / "no.flac").write_bytes(yes)
    assert main(["evaluate", str(folder), *COMMAND, "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["confusion"]["yes"] == outcomes(ASK_BACK=1)
    assert measured["with_ask_back"]["yes"] == outcomes(NO=1)
    assert measured["yes_as_no"] == ["yes.flac"]
    assert measured["no_as_yes"] == ["no.flac"]
    assert measured["false_no"]["count"] == measured["false_yes"]["count"] == 1
    by_attempt = {name: rate["count"] for name, rate in measured["yes_to_no"].items()}
    # Who is heard as no twice has not confirmed it.
    assert by_attempt == {"first": 0, "with_ask_back": 1, "repeated": 0}


@pytest.mark.people
def test_people_who_say_yes_are_not_taken_for_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people(
        tmp_path,
        {
            "speech_commands/yes/": 8,
            "speech_commands/no/": 6,
            "speech_commands/nine/": 2,
            "continuous/librispeech_train_clean_100spk/": 2,
        },
    )
    babble = ("--noise", str(shared.RECORDINGS / "noise" / "babble_mixed"), "--snr", "10")
    for noise in ((), babble):
        assert main(["evaluate", str(tmp_path), *COMMAND, *noise, "--json"]) == 0
        measured = json.loads(capsys.readouterr().out)
        assert measured["yes_to_no"]["with_ask_back"]["count"] == 0
        assert measured["other_to_no"]["with_ask_back"]["count"] == 0
        assert measured["confusion"]["yes"][Outcome.YES] >= 6
        assert measured["confusion"]["no"][Outcome.NO] == 0
        assert measured["with_ask_back"]["no"][Outcome.NO] >= 4


@pytest.mark.people
def test_two_recognizers_that_agree_give_a_no_and_one_alone_is_asked_back(tmp_path: Path) -> None:
    clips = read_manifest(people(tmp_path, {"speech_commands/no/": 12})).clips
    first = {
        chosen: Counter(
            answered.first
            for answered in evaluate_answers(
                answer_path(chosen), clips, lambda clip: read_recording(clip.file)
            ).answered
        )
        for chosen in SETS
    }
    assert first.pop("yes-no+moonshine")[Outcome.NO] >= 4
    for not_the_measured_pair in first.values():
        assert not_the_measured_pair[Outcome.NO] == 0
        assert not_the_measured_pair[Outcome.ASK_BACK] >= 4


@pytest.mark.people
def test_in_noise_as_loud_as_the_word_two_recognizers_that_agree_are_asked_back_too(
    tmp_path: Path,
) -> None:
    clips = read_manifest(people(tmp_path, {"speech_commands/no/": 12})).clips
    rng = np.random.default_rng(6)

    def in_rain(clip: Clip) -> Frames:
        rain = rng.normal(0, 0.1, 3 * SAMPLE_RATE).astype(np.float32)
        return mixed(read_recording(clip.file), rain, -3.0, seed=1)

    measured = evaluate_answers(answer_path("yes-no+moonshine"), clips, in_rain)
    first = Counter(answered.first for answered in measured.answered)
    assert first[Outcome.NO] == 0
    assert first[Outcome.ASK_BACK] >= 4


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("goodbye", Outcome.UNCLEAR),
        ("help me", Outcome.UNSURE),
        ("my legs are weak", Outcome.UNSURE),
    ],
)
def test_words_that_leave_the_questions_or_fetch_staff_are_an_outcome_too(
    words: str, outcome: Outcome
) -> None:
    says = Recognizers(
        phrases=ScriptedRecognizer([words], name="moonshine"), detector=SpeechDetector()
    )
    visit = path_of(says).visit()
    assert visit.says(read_recording(OWN_RECORDINGS / "radiation_therapy.flac")) is outcome
