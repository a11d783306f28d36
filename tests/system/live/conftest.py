"""One sound server a test: nothing of one is heard in another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import OWN_RECORDINGS, people
from tests.system.live.sound_server import SoundServer, sound_server

OWN_YES = OWN_RECORDINGS / "yes.flac"


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    folder = tmp_path / "sound"
    folder.mkdir(mode=0o700)
    with sound_server(folder) as server:
        yield server


@pytest.fixture
def said_yes() -> Path:
    """A person's "yes"; the project's own where there are no recordings of people."""
    files = sorted((people.RECORDINGS / "speech_commands" / "yes").glob("*.flac"))
    return files[3] if files else OWN_YES
