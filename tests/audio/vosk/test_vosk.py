"""The Vosk adapter on the real engine and the Korean model that a package ships.

The model's vocabulary has English loanwords. On English speakers it proves that the parts fit
together; it says nothing about how well an English model hears.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import vosk as vosk_library

from audio.errors import ModelError, VocabularyError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Hypothesis
from audio.vosk.recognizer import VoskRecognizer
from tests.audio.sounds import clips, in_blocks, joined, silence
from tests.korean_model import linked, model

pytestmark = [pytest.mark.sound, pytest.mark.slow]

YES, NO, STOP = {"예스", "예쓰"}, {"노", "노우"}, {"스톱", "스탑"}
PHRASES = ["예스", "예쓰", "노", "노우", "스톱", "스탑", "메뉴", "메인 메뉴"]


@cache
def vosk() -> VoskRecognizer:
    return VoskRecognizer(model(), PHRASES)


@pytest.fixture(scope="module", autouse=True)
def _freed() -> Iterator[None]:
    yield
    vosk.cache_clear()  # the engine cannot be freed once the interpreter is ending


def hear(frames: Frames, block: int = 512) -> Hypothesis:
    for piece in in_blocks(frames, [block]):
        vosk().accept(piece)
    return vosk().finish()


def spoken(word: str, count: int) -> list[Frames]:
    return [joined(clip, silence(0.5)) for clip in clips(f"speech_commands/{word}", count)]


def copy_of_model(folder: Path, *, without: str = "", cut: str = "") -> Path:
    """The model in links, one file left out or cut in half."""
    linked(model(), folder, without=(without or cut,))
    if cut:
        content = (model() / cut).read_bytes()
        (folder / cut).parent.mkdir(parents=True, exist_ok=True)
        (folder / cut).write_bytes(content[: len(content) // 2])
    return folder


@pytest.mark.people
def test_most_of_what_english_speakers_say_is_heard() -> None:
    yes = [hear(frames).text for frames in spoken("yes", 30)]
    stop = [hear(frames).text for frames in spoken("stop", 20)]
    assert sum(text in YES for text in yes) >= 21
    assert sum(text in NO for text in yes) <= 1
    assert sum(text in STOP for text in stop) >= 14


@pytest.mark.people
def test_words_have_their_places_in_the_utterance_also_in_a_later_one() -> None:
    (yes,) = clips("speech_commands/yes", 1)
    frames = joined(silence(1.0), yes, silence(0.4))
    for _ in range(3):
        hypothesis = hear(frames)
        assert hypothesis.recognizer == vosk().name == "vosk"
        (word,) = hypothesis.words
        assert word.text in YES
        assert 1.0 <= word.start < word.end <= 2.1


@pytest.mark.people
def test_the_words_so_far_come_while_the_person_speaks() -> None:
    (yes,) = clips("speech_commands/yes", 1)
    vosk().reset()
    so_far = [vosk().accept(block) for block in in_blocks(joined(yes, silence(0.4)), [512])]
    assert so_far[0] == ""
    assert so_far[-1] in YES
    assert vosk().finish().text in YES


@pytest.mark.people
def test_what_the_engine_ends_by_itself_stays_part_of_the_utterance() -> None:
    first, second = (frames for frames in spoken("yes", 2))
    frames = joined(first, silence(3.0), second, silence(0.3))
    vosk().reset()
    so_far = [vosk().accept(block) for block in in_blocks(frames, [512])]
    in_the_pause = so_far[(len(first) + 40_000) // 512]
    assert in_the_pause in YES
    assert so_far[-1].split()[0] in YES
    hypothesis = vosk().finish()
    assert hypothesis.words[0].text in YES
    assert hypothesis.words[0].end < 1.5
    assert all(word.start > 4.0 for word in hypothesis.words[1:])


@pytest.mark.people
def test_a_reset_forgets_the_utterance_so_far() -> None:
    (yes,) = clips("speech_commands/yes", 1)
    for block in in_blocks(joined(yes, silence(0.5)), [512]):
        vosk().accept(block)
    vosk().reset()
    assert vosk().accept(silence(0.3)) == ""
    assert vosk().finish() == Hypothesis("vosk")


@pytest.mark.people
@pytest.mark.parametrize("heard", [0.7, 0.9, 1.1, 1.3])
def test_a_word_that_a_reset_cuts_off_is_not_heard_in_the_next_utterance(heard: float) -> None:
    (yes,) = clips("speech_commands/yes", 1)
    vosk().forget()
    vosk().accept(joined(yes, silence(0.5))[: round(heard * SAMPLE_RATE)])
    vosk().reset()
    assert vosk().accept(silence(0.3)) == ""
    assert vosk().finish() == Hypothesis("vosk")


def test_nothing_given_is_nothing_heard() -> None:
    assert vosk().finish() == Hypothesis("vosk")
    assert vosk().accept(np.zeros(0, np.float32)) == ""
    assert vosk().finish() == Hypothesis("vosk")
    assert hear(silence(2.0)) == Hypothesis("vosk")


@pytest.mark.people
def test_an_utterance_does_not_hang_on_how_it_is_cut_into_blocks() -> None:
    for frames in spoken("stop", 6):
        vosk().forget()
        in_small_ones = hear(frames, 320)
        vosk().forget()
        assert hear(frames, 4000).text == in_small_ones.text


@pytest.mark.people
def test_the_alternatives_are_other_readings() -> None:
    hypotheses = [hear(frames) for frames in spoken("yes", 20)]
    assert any(hypothesis.alternatives for hypothesis in hypotheses)
    assert not any(hypothesis.text in hypothesis.alternatives for hypothesis in hypotheses)


def test_every_word_that_the_model_lacks_is_named_with_its_phrase() -> None:
    named = "does not know 'hello' in 'hello 예스', 'radiation' in 'radiation': use another model"
    with pytest.raises(VocabularyError, match=named) as caught:
        VoskRecognizer(model(), ["예스", "hello 예스", "radiation", "예스 radiation"])
    assert "\n" not in str(caught.value)


def test_a_phrase_with_one_of_few_words_that_the_model_lacks_is_left_out() -> None:
    known = ["예스", "예쓰", "노", "노우"]
    recognizer = VoskRecognizer(model(), [*known, "hello 예스"])
    assert recognizer.lacking == ("hello",)
    assert VoskRecognizer(model(), known).lacking == ()


def test_a_model_of_another_language_is_an_error_that_can_be_read() -> None:
    with pytest.raises(VocabularyError, match="'l' in 'l' and 14 more: use another model"):
        VoskRecognizer(model(), list("abcdefghijklmnopqrstuvwxyz"))


def test_a_folder_without_a_model_is_an_error_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is not a Vosk model at .*gone") as caught:
        VoskRecognizer(tmp_path / "gone", ["예스"])
    assert "\n" not in str(caught.value)
    with pytest.raises(ModelError, match="is not a Vosk model: name the folder"):
        VoskRecognizer(tmp_path, ["예스"])


@pytest.mark.parametrize("damaged", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
def test_a_damaged_model_is_an_error_in_one_line_and_nothing_else(
    damaged: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of_model(tmp_path / "model", cut=damaged)
    with pytest.raises(ModelError, match="is damaged or incomplete: unpack it again"):
        VoskRecognizer(folder, ["예스"])
    assert capfd.readouterr() == ("", "")


def test_a_model_that_ignores_grammars_is_refused(tmp_path: Path) -> None:
    folder = copy_of_model(tmp_path / "model", without="graph/HCLr.fst")
    with pytest.raises(ModelError, match=r"takes no grammar \(HCLr\.fst is missing\)"):
        VoskRecognizer(folder, ["예스"])


@pytest.mark.people
def test_each_visitor_is_heard_by_an_engine_that_knows_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []

    class Counted(vosk_library.KaldiRecognizer):  # type: ignore[misc]
        def __init__(self, *arguments: object) -> None:
            made.append(self)
            super().__init__(*arguments)

    monkeypatch.setattr(vosk_library, "KaldiRecognizer", Counted)
    recognizer = VoskRecognizer(model(), PHRASES)
    recognizer.forget()
    assert len(made) == 1, "nobody was heard yet"
    for _ in range(2):
        recognizer.accept(spoken("yes", 1)[0])
        assert recognizer.finish().text in YES
    assert len(made) == 1, "one visitor"
    recognizer.forget()
    assert len(made) == 2
