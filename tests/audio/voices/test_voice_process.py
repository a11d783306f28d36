"""The process of a voice's engine: whatever it writes, nothing waits for it without end."""

from pathlib import Path

import pytest

from audio.errors import VoiceError
from audio.voices.process import VoiceProcess

pytestmark = pytest.mark.unit

HALF_A_LINE = "import time\nprint('{\"err', end='', flush=True)\ntime.sleep(600)\n"
ENDS_IN_A_LINE = "print('{\"err', end='', flush=True)\n"
NO_END_OF_LINE = "while True: print('x' * 4096, end='', flush=True)\n"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (HALF_A_LINE, "the voice gave nothing within"),
        (ENDS_IN_A_LINE, "the voice's process has ended"),
        (NO_END_OF_LINE, "the voice's process has ended"),
    ],
)
def test_an_answer_that_is_not_whole_is_waited_for_no_longer_than_another(
    tmp_path: Path, program: str, why: str
) -> None:
    (tmp_path / "engine.py").write_text(program)
    voice = VoiceProcess(timeout=1.0 if program == HALF_A_LINE else 60.0)
    try:
        with pytest.raises(VoiceError, match=why):
            voice.start(str(tmp_path / "engine.py"), ())
    finally:
        voice.kill()
