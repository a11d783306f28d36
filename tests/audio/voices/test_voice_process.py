"""The process of a voice's engine: whatever it writes, nothing waits for it without end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audio.errors import VoiceError
from audio.voices.process import VoiceProcess
from kiosk import CHECKOUT

pytestmark = pytest.mark.unit

BEGUN = "import os, time\nos.write(0, (9000).to_bytes(8, 'little') + b'half')\n"
HALF_AN_ANSWER = BEGUN + "time.sleep(600)\n"
TOO_LONG = "import os, time\nos.write(0, (1 << 40).to_bytes(8, 'little'))\ntime.sleep(600)\n"
BYTE_BY_BYTE = BEGUN + "while True: time.sleep(0.3); os.write(0, b'x')\n"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (HALF_AN_ANSWER, "the voice gave nothing within"),
        (BYTE_BY_BYTE, "the voice gave nothing within"),
        (BEGUN, "the voice's process has ended"),
        (TOO_LONG, "the voice's process has ended"),
    ],
)
def test_an_answer_that_is_not_whole_is_waited_for_no_longer_than_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    (tmp_path / "engine.py").write_text(program)
    monkeypatch.setattr("audio.voices.worker.__file__", str(tmp_path / "engine.py"))
    voice = VoiceProcess("espeak", "gmw/en-us", timeout=1.0 if "nothing" in why else 60.0)
    try:
        with pytest.raises(VoiceError, match=why):
            voice.speak("One.", 150)
    finally:
        voice.kill()


AT_THE_EDGE = """
from audio.voices.worker import load_engine

load_engine()
from pyttsx3.drivers import _espeak

_espeak.Initialize(_espeak.AUDIO_OUTPUT_RETRIEVAL, 100)
texts = sorted((bytes(3000).replace(bytes(1), b"a") for _ in range(40)), key=id)
last = next(i for i in range(39) if 0 < id(texts[i + 1]) - id(texts[i]) <= 4096)
del texts[last + 1]
_espeak.Synth(texts[last])
_espeak.Cancel()
"""
"""Speaks a text that has the last page of a piece of memory to itself."""


def test_the_engine_reads_no_further_than_a_text(tmp_path: Path) -> None:
    of_one_page_each = {"PYTHONMALLOC": "malloc", "MALLOC_MMAP_THRESHOLD_": "2500"}
    (tmp_path / "edge.py").write_text(AT_THE_EDGE)
    spoken = subprocess.run(
        [sys.executable, tmp_path / "edge.py"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **of_one_page_each},
        check=False,
    )
    assert spoken.returncode == 0
