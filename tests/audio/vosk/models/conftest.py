from collections.abc import Iterator

import pytest

from tests.audio.vosk.models.archive_server import ArchiveServer, serving
from tests.audio.vosk.models.archives import FILES, zipped

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers are on this machine, whatever proxy its owner uses."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A server of the tiny model's archive."""
    with serving(zipped(FILES)) as served:
        yield served
