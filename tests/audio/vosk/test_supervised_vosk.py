"""Vosk in its own process, the real engine on the Korean model that a package ships.

On English speakers the model's loanwords prove that the parts fit together, no more.
"""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from audio.errors import ModelError, VocabularyError
from audio.frames import Frames
from audio.recognition.recognizer import Hypothesis, LacksWords
from audio.signals.recording import read_recording
from audio.vosk.supervised import Limits, SupervisedVosk
from tests import CHECKOUT, OWN_RECORDINGS
from tests.audio.sounds import clips, in_blocks, joined, silence
from tests.audio.vosk.test_vosk import PHRASES, STOP, YES, copy_of_model, spoken
from tests.korean_model import model
from tests.waiting import killed_when_late, until

pytestmark = [pytest.mark.sound, pytest.mark.slow]

PATIENT = Limits(load=120.0, answer=20.0, finish=120.0)
"""For a machine that does much else meanwhile: what is waited for comes, however late."""

QUICK_TO_KILL = Limits(load=120.0, answer=2.0, finish=120.0)


@pytest.fixture(scope="module")
def shared() -> Iterator[SupervisedVosk]:
    vosk = SupervisedVosk(model(), PHRASES, QUICK_TO_KILL)
    yield vosk
    vosk.close()


@pytest.fixture
def vosk(shared: SupervisedVosk) -> SupervisedVosk:
    """As for a visitor, after an utterance that has ended well."""
    shared.forget()
    assert hear(shared, said("yes")).text in YES
    return shared


ROBUST = {"yes": 0, "stop": 2}
"""Clips that the model hears right."""


def said(word: str) -> Frames:
    number = ROBUST[word]
    return joined(clips(f"speech_commands/{word}", number + 1)[number], silence(0.5))


def hear(vosk: SupervisedVosk, frames: Frames) -> Hypothesis:
    vosk.reset()
    for piece in in_blocks(frames, [512]):
        vosk.accept(piece)
    return vosk.finish()


def worker(vosk: SupervisedVosk) -> int:
    pid = vosk.worker_pid
    assert pid is not None
    return pid


def next_worker(vosk: SupervisedVosk, before: int | None) -> int:
    """Wait for the process that takes over."""
    return until(lambda: pid if (pid := vosk.worker_pid) != before else None)


def gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    return not Path(f"/proc/{pid}").exists()


def zombie(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False


@pytest.mark.people
def test_it_hears_what_the_engine_hears(vosk: SupervisedVosk) -> None:
    assert vosk.name == "vosk"
    (yes,) = clips("speech_commands/yes", 1)
    hypothesis = hear(vosk, joined(silence(1.0), yes, silence(0.4)))
    (word,) = hypothesis.words
    assert hypothesis.recognizer == "vosk"
    assert word.text in YES
    assert 1.0 <= word.start < word.end <= 2.1
    assert hear(vosk, said("stop")).text in STOP
    assert any(hear(vosk, frames).alternatives for frames in spoken("stop", 12))


@pytest.mark.people
def test_the_words_so_far_come_while_the_person_speaks(vosk: SupervisedVosk) -> None:
    vosk.reset()
    blocks = in_blocks(said("yes"), [512])
    assert vosk.accept(blocks[0]) == ""
    so_far = [vosk.accept(block) for block in blocks[1:]]

    def came() -> set[str]:  # a busy machine lags behind one who speaks this fast
        so_far.append(vosk.accept(np.zeros(0, np.float32)))
        return set(so_far) & YES

    until(came)
    assert vosk.finish().text in YES


@pytest.mark.people
def test_an_utterance_leaves_nothing_to_the_next(vosk: SupervisedVosk) -> None:
    for block in in_blocks(said("yes"), [512]):
        vosk.accept(block)
    vosk.reset()
    assert vosk.accept(silence(0.3)) == ""
    assert vosk.finish() == Hypothesis("vosk")
    assert vosk.finish() == Hypothesis("vosk")
    assert vosk.accept(np.zeros(0, np.float32)) == ""
    assert hear(vosk, said("stop")).text in STOP


@pytest.mark.people
@pytest.mark.parametrize("blocks", [1, 30])
def test_a_process_killed_in_an_utterance_loses_none_of_it(
    vosk: SupervisedVosk, blocks: int
) -> None:
    killed = worker(vosk)
    vosk.reset()
    for number, block in enumerate(in_blocks(said("stop"), [512])):
        if number == blocks:
            os.kill(killed, signal.SIGKILL)
        vosk.accept(block)
    assert vosk.finish().text in STOP
    assert worker(vosk) != killed
    assert gone(killed)


@pytest.mark.people
def test_a_process_that_hangs_in_an_utterance_loses_none_of_it(vosk: SupervisedVosk) -> None:
    hanging = worker(vosk)
    vosk.reset()
    for number, block in enumerate(in_blocks(said("yes"), [512])):
        if number == 12:
            os.kill(hanging, signal.SIGSTOP)
        vosk.accept(block)
    assert vosk.finish().text in YES
    assert worker(vosk) != hanging
    assert gone(hanging)


@pytest.mark.people
def test_a_process_killed_between_utterances_is_replaced_before_the_next(
    vosk: SupervisedVosk,
) -> None:
    killed = worker(vosk)
    os.kill(killed, signal.SIGKILL)
    next_worker(vosk, killed)
    assert gone(killed)
    assert hear(vosk, said("yes")).text in YES


@pytest.mark.people
def test_what_comes_too_late_is_no_answer_and_is_not_taken_for_the_next() -> None:
    vosk = SupervisedVosk(model(), PHRASES, Limits(load=120.0, answer=120.0, finish=0.5))
    try:
        hanging = worker(vosk)
        os.kill(hanging, signal.SIGSTOP)
        assert hear(vosk, said("yes")) == Hypothesis("vosk")
        os.kill(hanging, signal.SIGCONT)
        heard = [hear(vosk, said("stop")).text for _ in range(20)]
        assert heard[-1] in STOP
        assert not set(heard) & YES
        assert worker(vosk) == hanging
    finally:
        vosk.close()


@pytest.mark.people
def test_one_that_dies_three_times_in_a_row_is_given_up_and_leaves_nothing_behind() -> None:
    def open_files() -> set[str]:
        return {str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()}

    before = open_files()
    vosk = SupervisedVosk(model(), PHRASES, PATIENT)
    dead: list[int | None] = [None]
    for _ in range(3):
        dead.append(next_worker(vosk, dead[-1]))
        os.kill(dead[-1] or 0, signal.SIGKILL)
    vosk.accept(said("yes"))
    assert vosk.finish() == Hypothesis("vosk")
    with pytest.raises(ModelError, match=r"has died 3 times in a row .* start the kiosk again"):
        vosk.reset()
    vosk.forget()
    vosk.close()
    vosk.close()
    assert all(gone(pid) for pid in dead[1:] if pid)
    assert open_files() <= before


@pytest.mark.people
def test_an_utterance_that_kills_what_hears_it_is_dropped_and_the_next_is_heard(
    vosk: SupervisedVosk,
) -> None:
    vosk.reset()
    dead: int | None = None
    vosk.accept(silence(0.1))
    for _ in range(2):
        dead = next_worker(vosk, dead)
        os.kill(dead, signal.SIGKILL)
        vosk.accept(said("yes"))
    next_worker(vosk, dead)
    assert vosk.finish() == Hypothesis("vosk")
    assert hear(vosk, said("stop")).text in STOP


@pytest.mark.people
def test_a_process_that_has_grown_is_replaced_when_the_visitor_has_gone() -> None:
    vosk = SupervisedVosk(model(), PHRASES, Limits(load=120.0, answer=20.0, finish=120.0, growth=1))
    try:
        first = worker(vosk)
        for _ in range(3):
            assert hear(vosk, said("yes")).text in YES
        assert worker(vosk) == first, "not within a visit"
        vosk.forget()
        assert hear(vosk, said("stop")).text in STOP, "nothing of it is lost"
        assert worker(vosk) != first
        assert gone(first)
        second = worker(vosk)
    finally:
        vosk.close()
    assert gone(second)


@pytest.mark.people
def test_two_hundred_utterances_take_no_more_memory_than_the_first(vosk: SupervisedVosk) -> None:
    yes, no = (read_recording(OWN_RECORDINGS / f"{word}.flac")[:4_800] for word in ("yes", "no"))
    pid = worker(vosk)

    def after(utterances: int) -> int:
        for number in range(utterances):
            vosk.reset()
            vosk.accept(yes if number % 2 else no)
            vosk.finish()
            if number % 10 == 9:
                vosk.forget()  # a visitor has gone
        return resident(pid)

    begun = after(50)
    assert after(150) - begun < 3_000_000
    assert worker(vosk) == pid


def resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(line)


def test_it_ends_with_a_kiosk_that_is_killed() -> None:
    kiosk = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path\n"
            "from audio.vosk.supervised import SupervisedVosk\n"
            "vosk = SupervisedVosk(Path(sys.argv[1]), ['예스'])\n"
            "print(vosk.worker_pid, flush=True)\n"
            "input()",
            str(model()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert kiosk.stdout is not None
    with killed_when_late(kiosk):
        pid = int(kiosk.stdout.readline())
    os.kill(pid, signal.SIGSTOP)
    kiosk.kill()
    kiosk.communicate()
    for _ in range(1000):
        if gone(pid) or zombie(pid):  # whose it is then, is the system's to bury
            break
        Event().wait(0.01)
    else:
        pytest.fail("the process that runs Vosk outlives the kiosk")


@pytest.mark.people
def test_the_signals_that_end_a_kiosk_leave_its_end_to_the_kiosk(vosk: SupervisedVosk) -> None:
    pid = worker(vosk)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(pid, number)
    assert hear(vosk, said("yes")).text in YES
    assert worker(vosk) == pid


def test_the_words_that_the_model_lacks_are_told_by_its_process() -> None:
    with closing(SupervisedVosk(model(), ["예스", "예쓰", "노", "노우", "hello"], PATIENT)) as vosk:
        assert isinstance(vosk, LacksWords)
        assert vosk.lacking == ("hello",)


def test_what_is_wrong_with_a_model_is_the_engine_s_own_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(VocabularyError, match=r"does not know 'hello' in 'hello 예스'"):
        SupervisedVosk(model(), ["예스", "hello 예스"], PATIENT)
    with pytest.raises(ModelError, match=r"there is not a Vosk model at .*gone"):
        SupervisedVosk(tmp_path / "gone", ["예스"], PATIENT)
    static = copy_of_model(tmp_path / "static", without="graph/HCLr.fst")
    with pytest.raises(ModelError, match=r"takes no grammar \(HCLr\.fst is missing\)"):
        SupervisedVosk(static, ["예스"], PATIENT)
    damaged = copy_of_model(tmp_path / "damaged", cut="am/final.mdl")
    with pytest.raises(ModelError, match="is damaged or incomplete: unpack it again"):
        SupervisedVosk(damaged, ["예스"], PATIENT)
    assert capfd.readouterr() == ("", "")


def test_the_kiosk_s_own_process_loads_no_vosk() -> None:
    code = "import audio.vosk.supervised, sys; sys.exit('vosk' in sys.modules)"
    root = str(CHECKOUT)
    env = {**os.environ, "PYTHONPATH": root}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


def test_a_process_that_cannot_be_started_is_an_error_and_nobody_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr("audio.vosk.supervised.VoskProcess", full)
    with pytest.raises(ModelError, match="Vosk cannot be started: cannot allocate memory"):
        SupervisedVosk(model(), PHRASES, PATIENT)
