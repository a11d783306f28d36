"""Downloads from a real server on this machine: broken ones are resumed, wrong ones refused."""

from pathlib import Path

import pytest

from audio.errors import ModelError
from audio.vosk.models.download import fetch
from tests.audio.vosk.models.archive_server import ArchiveServer, serving
from tests.audio.vosk.models.archives import FILES, record_of, zipped

pytestmark = pytest.mark.unit

ARCHIVE = zipped(FILES)


def fetched(server: ArchiveServer, file: Path, patience: float = 30.0) -> list[int]:
    """Fetch the tiny model's archive from the server; give how far it was, each time it told."""
    steps: list[int] = []
    fetch(
        record_of(ARCHIVE, server.url),
        file,
        lambda there, total: steps.append(there),
        patience=patience,
    )
    assert file.read_bytes() == ARCHIVE
    return steps


def refusal(server: ArchiveServer, file: Path, patience: float = 30.0) -> str:
    with pytest.raises(ModelError) as caught:
        fetched(server, file, patience)
    line = str(caught.value)
    assert "\n" not in line
    assert "run_kiosk.py setup --from FILE" in line
    return line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.zip.part"


def test_it_tells_how_far_it_is(server: ArchiveServer, file: Path) -> None:
    steps = fetched(server, file)
    assert steps == sorted(steps)
    assert steps[-1] == len(ARCHIVE)
    assert list(file.parent.iterdir()) == [file]


def test_a_connection_that_breaks_is_opened_again(server: ArchiveServer, file: Path) -> None:
    server.cuts = [100_000, 50_000]
    fetched(server, file)
    assert server.asked == ["", "bytes=100000-", "bytes=150000-"]


def test_a_broken_download_is_gone_on_with_by_the_next(server: ArchiveServer, file: Path) -> None:
    server.cuts = [100_000, 0, 0]
    assert "after 0.1 of 0.3 MB" in refusal(server, file)
    assert file.stat().st_size == 100_000
    server.cuts = []
    assert fetched(server, file)[0] == 100_000
    assert server.asked[-1] == "bytes=100000-"


def test_a_server_that_ignores_range_is_read_from_the_start(
    server: ArchiveServer, file: Path
) -> None:
    server.ranges = False
    server.cuts = [100_000]
    fetched(server, file)


def test_a_file_that_has_changed_on_the_server_is_not_mixed(
    server: ArchiveServer, file: Path
) -> None:
    with serving(bytes(len(ARCHIVE))) as old:
        old.cuts = [100_000, 0]
        refusal(old, file)
    fetched(server, file)
    assert server.asked == ["bytes=100000-", ""]


def test_a_beginning_of_something_else_is_found_by_the_hash(
    server: ArchiveServer, file: Path
) -> None:
    file.write_bytes(bytes(100_000))
    fetched(server, file)
    assert server.asked == ["bytes=100000-", ""]


@pytest.mark.parametrize("size", [len(ARCHIVE), len(ARCHIVE) + 1])
def test_what_is_there_and_too_long_or_wrong_is_fetched_anew(
    server: ArchiveServer, file: Path, size: int
) -> None:
    file.write_bytes(bytes(size))
    fetched(server, file)
    assert server.asked == [""]


def test_what_is_there_whole_is_not_fetched(server: ArchiveServer, file: Path) -> None:
    file.write_bytes(ARCHIVE)
    fetched(server, file)
    assert server.asked == []


def test_a_file_with_the_wrong_hash_is_not_kept(server: ArchiveServer, file: Path) -> None:
    server.body = bytes(len(ARCHIVE))
    assert "its SHA-256 is" in refusal(server, file)
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("sized", [True, False])
@pytest.mark.parametrize("body", [ARCHIVE + b"x", bytes(2_000_000)])
def test_a_file_that_is_too_long_is_not_kept(
    server: ArchiveServer, file: Path, body: bytes, sized: bool
) -> None:
    server.body, server.sized = body, sized
    assert "bytes" in refusal(server, file)
    assert list(file.parent.iterdir()) == []


def test_a_file_that_is_too_short_is_told(server: ArchiveServer, file: Path) -> None:
    server.body = ARCHIVE[:-1]
    assert f"{len(ARCHIVE) - 1:,} bytes and not {len(ARCHIVE):,}" in refusal(server, file)


@pytest.mark.parametrize(("status", "said"), [(404, "404 Not Found"), (500, "500 Internal")])
def test_what_the_server_refuses_is_told(
    server: ArchiveServer, file: Path, status: int, said: str
) -> None:
    server.status = status
    assert said in refusal(server, file)
    assert not file.exists()


def test_a_server_that_stalls_is_left_and_what_came_is_kept(
    server: ArchiveServer, file: Path
) -> None:
    server.cuts, server.stalls = [100_000], True
    assert "no answer for" in refusal(server, file, patience=0.2)
    assert file.stat().st_size == 100_000


def test_without_a_network_it_says_what_to_do(server: ArchiveServer, file: Path) -> None:
    server.port = 1
    assert "connection refused; connect this machine to the network" in refusal(server, file)


def test_it_goes_through_the_proxy_of_the_environment(
    server: ArchiveServer, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    fetch(record_of(ARCHIVE, "http://models.invalid/model.zip"), file, lambda *_: None)
    assert server.paths == ["http://models.invalid/model.zip"]


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "nonsense://x", "socks5://127.0.0.1:1"])
def test_a_proxy_that_does_not_work_is_one_line(
    server: ArchiveServer, file: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(ModelError, match=r"^[^\n]*HTTPS_PROXY[^\n]*$"):
        fetched(server, file)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "no address", "http://[", "http://a b/"])
def test_a_mirror_that_is_no_address_is_one_line(file: Path, url: str) -> None:
    with pytest.raises(ModelError, match=r"^[^\n]*$"):
        fetch(record_of(ARCHIVE), file, lambda *_: None, url=url)
