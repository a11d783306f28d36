"""A Vosk model that will not do stops the start, before a visitor meets it."""

from pathlib import Path

import pytest

from tests.audio.vosk.test_vosk import copy_of_model
from tests.korean_model import model
from tests.system.live.terminal import NO_SOUND, kiosk

pytestmark = pytest.mark.live


def refusal(folder: Path, vosk_model: Path) -> str:
    """Give the line with which a kiosk ends that nobody has touched."""
    environment = NO_SOUND | {"KIOSK_RECOGNIZERS": "auto", "KIOSK_VOSK_MODEL": str(vosk_model)}
    with kiosk("run", folder=folder, environment=environment) as terminal:
        text = terminal.read_to_end(60)
    assert terminal.process.returncode == 3
    assert "starts again" not in text
    line = text.rstrip().splitlines()[-1]
    assert line.startswith("run_kiosk.py: ")
    return line


def test_a_model_that_lacks_a_word_stops_the_start_with_the_word_and_its_phrase(
    tmp_path: Path,
) -> None:
    line = refusal(tmp_path, model())
    assert "does not know 'a' in '" in line
    assert "use another model" in line


@pytest.mark.parametrize("missing", ["HCLr.fst", "Gr.fst"])
def test_a_model_with_a_static_graph_stops_the_start_with_the_reason(
    tmp_path: Path, missing: str
) -> None:
    static = copy_of_model(tmp_path / "static", without=f"graph/{missing}")
    assert f"takes no grammar ({missing} is missing)" in refusal(tmp_path, static)
