"""Settings, content, scenarios, manifests and recordings, damaged in many ways."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio.signals.recording import read_recording
from kiosk.assurance.install_sheet import signed_by
from kiosk.lab.recordings.manifest import NAME, read_manifest
from kiosk.lab.replay.scenario import load_scenario
from kiosk.settings.key_table import write_keys
from kiosk.settings.load import load_settings
from kiosk.settings.model import KEYS, Settings
from kiosk.visit.content.loader import load_content
from tests import CHECKOUT
from tests.system.fuzz.damage import damaged, harmless, read_as

pytestmark = [pytest.mark.sound, pytest.mark.slow]

SCENARIOS = sorted((CHECKOUT / "tests" / "scenarios").rglob("*.yaml"))[:6]
CONTENT = CHECKOUT / "kiosk" / "visit" / "content" / "en"

SETTINGS = b"""\
# of the clinic
kiosk_name = "hall"
clinic_name = 'North Clinic'
staff_code = "7294"
alert_command = ["/usr/bin/page", "now"]
alert_webhook = "https://desk.test/alert"
level_constant = 94.5
dwell = 1.5
key_grab = false
signed_off_on = 2026-11-01
signed_off_by = "Dr. Who"

[keys]
"kp1" = "yes"
"""

MANIFEST = b"""\
path\tset\tspeaker\tlabel\tseconds
a.wav\treal/yes\tanna\tyes\t1.0
b/c.wav\treal/no\tben\tno\t0.7
oov_d.wav\treal/other\t\tsize=large\t
"""

_TEXT = st.text(st.characters(exclude_characters="\0"), max_size=20)
"""An environment cannot hold a zero byte."""

FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SLOW = settings().max_examples // 4
"""Examples of what takes long to read: a scenario, a folder of content."""


def recording(form: str) -> bytes:
    written = io.BytesIO()
    tone = 0.1 * np.sin(np.arange(4000) / 5)
    soundfile.write(written, tone, 16000, format=form)
    return written.getvalue()


@FUZZ
@given(content=damaged(SETTINGS))
def test_settings(tmp_path: Path, content: bytes) -> None:
    read_as(tmp_path / "clinic.toml", content, lambda file: load_settings(file, {}))


@FUZZ
@given(content=damaged(SETTINGS))
def test_an_install_sheet(tmp_path: Path, content: bytes) -> None:
    read_as(tmp_path / "sheet.toml", content, signed_by)


@FUZZ
@given(content=damaged(SETTINGS))
def test_keys_that_are_written_into_settings(tmp_path: Path, content: bytes) -> None:
    read_as(tmp_path / "clinic.toml", content, lambda file: write_keys(file, {"kp7": "repeat"}))


@FUZZ
@given(
    variables=st.dictionaries(
        st.sampled_from([f"KIOSK_{name.upper()}" for name in KEYS]) | _TEXT.map("KIOSK_{}".format),
        _TEXT | st.sampled_from(["[", "{}", "-1", "nan", "/", "\ud800", "1e999"]),
        max_size=5,
    )
)
def test_the_environment(tmp_path: Path, variables: dict[str, str]) -> None:
    with harmless(tmp_path):
        load_settings(None, {"XDG_CONFIG_HOME": str(tmp_path), **variables})


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda file: file.stem)
def test_scenarios(tmp_path: Path, scenario: Path) -> None:
    @settings(FUZZ, max_examples=SLOW)
    @given(content=damaged(scenario.read_bytes()))
    def fuzz(content: bytes) -> None:
        read_as(tmp_path / scenario.name, content, load_scenario)

    fuzz()


@FUZZ
@given(content=damaged(MANIFEST))
def test_manifests(tmp_path: Path, content: bytes) -> None:
    read_as(tmp_path / NAME, content, lambda file: read_manifest(file.parent))


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG"])
def test_recordings(tmp_path: Path, form: str) -> None:
    right = recording(form)

    @FUZZ
    @given(head=damaged(right[:200]), rest=st.integers(0, len(right)))
    def fuzz(head: bytes, rest: int) -> None:
        read_as(tmp_path / f"clip.{form.lower()}", head + right[200:rest], read_recording)

    fuzz()


@pytest.mark.parametrize("name", sorted(file.name for file in CONTENT.glob("*.yaml")))
def test_content(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "en"
    shutil.copytree(CONTENT, folder)
    right = (CONTENT / name).read_bytes()

    @settings(FUZZ, max_examples=SLOW)
    @given(content=damaged(right))
    def fuzz(content: bytes) -> None:
        read_as(
            folder / name,
            content,
            lambda _: load_content("en", values=Settings().clinic.spoken_values, folder=folder),
        )

    fuzz()
