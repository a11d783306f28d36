"""The process of a voice's engine: whatever it writes, nothing waits for it without end."""

from pathlib import Path

import pytest

from audio.errors import VoiceError
from audio.voices.process import VoiceProcess

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
