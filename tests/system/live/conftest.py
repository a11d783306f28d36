"""One sound server a test: nothing of one is heard in another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.live.sound_server import SoundServer, sound_server


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    folder = tmp_path / "sound"
    folder.mkdir(mode=0o700)
    with sound_server(folder) as server:
        yield server
