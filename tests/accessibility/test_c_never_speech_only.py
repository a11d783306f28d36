"""C. Never speech only."""

import tomllib
from dataclasses import fields
from pathlib import Path

from audio.recognizer import Hypothesis
from kiosk.events import Heard, Reading

HOUSE = Path(__file__).parents[2]
KNOWS_PEOPLE = ("speaker-id", "speakerid", "voiceprint", "resemblyzer", "pyannote", "speechbrain")


def test_c2_nothing_tells_who_speaks() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = " ".join(project["dependencies"]).lower()
    assert not [name for name in KNOWS_PEOPLE if name in packages]
    told = {field.name for kind in (Hypothesis, Reading, Heard) for field in fields(kind)}
    assert not told & {"speaker", "person", "who", "voice", "spk", "embedding"}


def test_c2_the_recognizer_is_given_no_model_of_speakers() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (HOUSE / "audio").rglob("*.py"))
    assert "SpkModel" not in code
