"""The natural voice: its pace, level and faults, and who speaks in its stead."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import read_recording
from audio.voices import natural
from audio.voices.cache import CachedVoice
from audio.voices.natural import NaturalVoice, VoiceGivenUpError
from audio.voices.plain import Pyttsx3Voice
from kiosk.cli import main
from kiosk.clock import VirtualClock
from kiosk.service.assembly.voices import INSTEAD, kind_of, service_voice
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.pace import RATES
from tests import CHECKOUT
from tests.system.accessibility.aloud import PatientVoice
from tests.system.accessibility.test_g_rate_and_voice import APPLY, DEFAULT, TEXTS, rate_of
from tests.waiting import until

pytestmark = [pytest.mark.sound, pytest.mark.slow]

TOPIC = "Some people feel weak in their legs. Walking can become hard. Tell your care team."
SHORT = "Tell your care team."
PATIENT = 120.0
"""Seconds for a machine that does much else meanwhile."""


@pytest.fixture(scope="module")
def voice() -> Iterator[NaturalVoice]:
    voice = NaturalVoice(PATIENT, clock=lambda: 0.0)
    yield voice
    voice.close()


@pytest.fixture(scope="module")
def patient(voice: NaturalVoice) -> PatientVoice:
    return PatientVoice(voice)


def level(frames: Frames) -> float:
    return float(10 * np.log10(np.mean(np.square(frames))))


def test_a_text_is_spoken_and_begins_and_ends_without_silence(voice: NaturalVoice) -> None:
    frames = voice.speak(TOPIC, 150)
    assert frames.dtype == np.float32
    assert 3 < len(frames) / SAMPLE_RATE < 10
    tenth = SAMPLE_RATE // 10
    assert np.abs(frames[:tenth]).max() > 0.01
    assert np.abs(frames[-tenth:]).max() > 0.004
    assert np.abs(frames).max() < 1.0


def test_it_is_as_loud_as_the_other_voice(patient: PatientVoice) -> None:
    with closing(Pyttsx3Voice(timeout=20)) as plain:
        levels = [
            [level(each.speak(APPLY(text), DEFAULT)) for each in (patient, plain)]
            for text in TEXTS[::6][:4]
        ]
    natural, other = np.mean(levels, axis=0)
    assert natural == pytest.approx(other, abs=3.0)


def test_the_same_text_lasts_the_same_so_that_it_can_go_on_where_it_was_cut(
    voice: NaturalVoice,
) -> None:
    assert len(voice.speak(SHORT, 150)) == pytest.approx(len(voice.speak(SHORT, 150)), abs=800)


def test_the_pace_is_what_was_asked_for(patient: PatientVoice) -> None:
    assert rate_of(patient, DEFAULT, TEXTS[::6]) == pytest.approx(DEFAULT, rel=0.1)
    few = [rate_of(patient, rate, TEXTS[::24]) for rate in RATES]
    assert few == sorted(few)
    of_the_default = [rate / few[RATES.index(DEFAULT)] for rate in few]
    assert of_the_default == pytest.approx([rate / DEFAULT for rate in RATES], rel=0.05)


def test_nothing_to_say_is_an_error_only_where_words_were_given(voice: NaturalVoice) -> None:
    assert len(voice.speak("...", 150)) < SAMPLE_RATE


def test_a_worker_that_died_fails_one_text_and_is_replaced(voice: NaturalVoice) -> None:
    voice.speak("One.", 150)
    dead = voice.worker_pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
    assert len(voice.speak(SHORT, 150)) > SAMPLE_RATE / 2
    assert voice.worker_pid not in (dead, None)


def test_a_voice_that_hangs_is_given_up_so_that_nobody_waits_for_it_again_and_again() -> None:
    clock = VirtualClock()
    late = NaturalVoice(0.0, clock.now)
    for reason in ("within 0 s", "within 0 s", "has failed twice; it is tried again after 60 s"):
        with pytest.raises(VoiceError, match=reason) as caught:
            late.speak(TOPIC, 150)
        assert late.worker_pid is None
    assert caught.type is VoiceGivenUpError
    clock.advance(natural.TRIED_AGAIN_AFTER)
    for reason in ("within 0 s", "has failed twice"):
        with pytest.raises(VoiceError, match=reason):
            late.speak(TOPIC, 150)
    late.close()


class SlowClock:
    """Lets each text take so many seconds, as two looks at the clock tell it."""

    def __init__(self) -> None:
        self.takes = 0.0
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.takes
        return self.now


def test_a_voice_that_does_not_keep_up_is_given_up_and_one_slow_text_is_not() -> None:
    clock = SlowClock()
    voice = NaturalVoice(PATIENT, clock)
    voice.speak("One.", 150)
    for takes in (60.0, 60.0, 0.1, 60.0, 60.0, 60.0):
        clock.takes = takes
        assert len(voice.speak(SHORT, 150)) > SAMPLE_RATE // 2
    clock.takes = 0.1
    with pytest.raises(VoiceGivenUpError, match="too slow"):
        voice.speak(SHORT, 150)
    clock.now += natural.TRIED_AGAIN_AFTER
    for _ in range(2):
        assert len(voice.speak(SHORT, 150)) > SAMPLE_RATE // 2, "it keeps up again"
    voice.close()


@pytest.mark.parametrize(
    ("name", "language", "installed", "kind"),
    [
        ("auto", "en", True, "natural"),
        ("auto", "en", False, "plain"),
        ("auto", "de", True, "plain"),
        ("natural", "en", False, "natural"),
        ("plain", "en", True, "plain"),
        ("gmw/en-gb-x-rp", "en", True, "plain"),
    ],
)
def test_the_settings_choose_the_natural_voice_where_it_can_be(
    name: str, language: str, installed: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not installed:
        monkeypatch.setattr(natural, "_PACKAGES", ("no_such_package",))
    assert kind_of(Settings.of(voice=name).voice, language) == kind
    assert Settings().voice.name == "auto"


def test_without_it_nobody_is_told_where_the_settings_leave_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(natural, "_PACKAGES", ("no_such_package",))
    told: list[str] = []
    with closing(service_voice(Settings.of(cache_folder=tmp_path).voice, "en", told.append)) as it:
        assert it.name == "gmw/en-us"
    assert told == []


def test_a_driver_that_fails_at_a_text_gives_its_reason(voice: NaturalVoice) -> None:
    voice.speak("One.", 150)
    with pytest.raises(VoiceError, match="the voice does not work: "):
        voice._worker.speak("Two.", "fast")  # type: ignore[arg-type]


def test_the_driver_is_known_to_pyttsx3_in_the_workers_process_alone() -> None:
    code = (
        "import sys\n"
        "from audio.voices.natural import NaturalVoice\n"
        f"voice = NaturalVoice({PATIENT}, clock=lambda: 0.0)\n"
        "voice.speak('One.', 150)\n"
        "voice.close()\n"
        "sys.exit(bool({'piper', 'pyttsx3.drivers.piper'} & {*sys.modules}))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


def test_where_it_fails_the_other_voice_speaks_and_staff_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings.of(voice="natural", cache_folder=tmp_path).voice
    voice = service_voice(settings, "en", told.append)
    alone = Settings.of(voice="plain", cache_folder=tmp_path / "plain").voice
    plain = service_voice(alone, "en", told.append)
    assert voice.name == natural.NAME
    voice._voice._voice._worker._timeout = 0.0  # type: ignore[attr-defined]
    expected, *spoken = (len(each.speak(TOPIC, 150)) for each in (plain, voice, voice))
    for each in (voice, plain):
        each.close()
    assert spoken == [pytest.approx(expected, abs=100)] * 2
    assert told == [INSTEAD.format("the voice gave nothing within 0 s; start the kiosk again")]


def test_where_it_is_not_installed_the_other_voice_speaks_and_staff_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(natural, "_PACKAGES", ("piper", "no_such_package"))
    told: list[str] = []
    voice = service_voice(
        Settings.of(voice="natural", cache_folder=tmp_path).voice, "en", told.append
    )
    assert len(voice.speak(TOPIC, 150)) > SAMPLE_RATE
    assert "piper" not in voice.name
    voice.close()
    assert told == [INSTEAD.format(natural.MISSING)]
    assert main(["say", "--voice", "natural", "Hello."]) == 3
    assert capsys.readouterr().err == f"run_kiosk.py: {natural.MISSING}\n"


def test_the_two_voices_do_not_share_what_is_kept(tmp_path: Path, voice: NaturalVoice) -> None:
    natural = CachedVoice(voice, tmp_path)
    natural.prepare([TOPIC], 150)
    plain = CachedVoice(Pyttsx3Voice(timeout=20), tmp_path)
    plain.prepare([TOPIC], 150)
    kept = natural.speak(TOPIC, 150)
    assert len(kept) != len(plain.speak(TOPIC, 150))
    assert np.array_equal(kept, natural.speak(TOPIC, 150))
    plain.close()


def test_who_speaks_goes_before_what_is_prepared() -> None:
    order: list[str] = []
    begun, go_on = Event(), Event()

    class Slow:
        name = "slow"
        worker_pid: int | None = None

        def speak(self, text: str, words_per_minute: int) -> Frames:
            order.append(text)
            if text == "first":
                begun.set()
                assert go_on.wait(PATIENT)
            return np.zeros(1, np.float32)

        def close(self) -> None:
            """Nothing is held."""

    voice = CachedVoice(Slow(), None)
    preparing = Thread(target=voice.prepare, args=(["first", "second", "third"], 150))
    preparing.start()
    assert begun.wait(PATIENT)
    speaking = Thread(target=voice.speak, args=("now", 150))
    speaking.start()
    until(lambda: not voice._nobody_waits.is_set())
    go_on.set()
    for each in (speaking, preparing):
        each.join(PATIENT)
    assert order == ["first", "now", "second", "third"]


def test_say_compares_the_voices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "told.wav"
    assert main(["say", "--voice", "both", "--file", str(file), "Bone metastases"]) == 0
    plain, natural = capsys.readouterr().out.splitlines()
    assert plain.startswith("plain")
    assert natural.startswith("natural")
    for line, name in ((plain, "told-plain.wav"), (natural, "told-natural.wav")):
        seconds = len(read_recording(tmp_path / name)) / SAMPLE_RATE
        assert f"{seconds:5.2f} s" in line
