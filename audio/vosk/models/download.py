"""Downloads one archive over HTTP, and resumes a broken download."""

import hashlib
import os
import shutil
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audio.errors import ModelError, reason_of
from audio.vosk.models.faults import refused, too_little_room
from audio.vosk.models.table import ModelRecord

if TYPE_CHECKING:
    import httpx

Report: TypeAlias = Callable[[int, int], None]
"""Takes the bytes that are there and the bytes in all."""

PATIENCE = 30.0
"""Seconds without a byte after which a server counts as stalled."""

_TRIES = 5
"""Connections that are opened at most in one download."""

_BY_HAND = "or fetch the file elsewhere and run: run_kiosk.py setup --from FILE"
_AGAIN = f"run setup again, which goes on from there, {_BY_HAND}"


class _Broken(Exception):  # noqa: N818 - never leaves this file
    """The connection ended early; the argument says how."""


def fetch(
    record: ModelRecord, file: Path, report: Report, *, url: str = "", patience: float = PATIENCE
) -> None:
    """Download the archive of `record` and verify it.

    What an earlier call left in `file` is continued by the server's Range; where the server has
    another file since, the hash tells, and all of it is fetched again. Proxies and certificates are
    those of the environment.

    Args:
        record: says which bytes are the right ones.
        file: where they go; after a broken download it holds the beginning.
        report: gets the progress.
        url: a mirror to download from instead of the record's address.
        patience: seconds without a byte after which it gives up.

    Raises:
        ModelError: the download failed; the part that came is kept if it may be right.
    """
    url = url or record.url
    for attempt in range(2):
        resumed = _size(file) > 0
        _fetch_all(record, file, report, url, patience)
        try:
            verify(record, file)
        except ModelError as error:
            file.unlink(missing_ok=True)
            if attempt or not resumed:
                raise ModelError(
                    f"{url} gave something else than {record.name}: {error}; try again later, "
                    f"{_BY_HAND}"
                ) from None
        else:
            return


def verify(record: ModelRecord, file: Path) -> None:
    """Check that `file` is the archive of `record`, byte for byte.

    Raises:
        ModelError: it is not, or it cannot be read; the message says no more than that.
    """
    try:
        size = file.stat().st_size
        if size != record.size:
            raise ModelError(f"it has {size:,} bytes and not {record.size:,}")
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"it cannot be read ({reason_of(error)})") from None
    if digest != record.sha256:
        raise ModelError(f"its SHA-256 is {digest[:16]}… and not {record.sha256[:16]}…")


def _fetch_all(record: ModelRecord, file: Path, report: Report, url: str, patience: float) -> None:
    """Bring `file` to its full size, over as many connections as it takes."""
    try:
        if _size(file) > record.size:
            file.unlink(missing_ok=True)
        free = shutil.disk_usage(file.parent).free
        if (needed := record.size - _size(file)) > free:
            raise too_little_room(file.parent, needed, free)
        with _told_in_one_line(url, patience), _client(patience) as client:
            for left in reversed(range(_TRIES)):
                had = _size(file)
                if had == record.size:
                    return
                try:
                    _fetch_once(client, record, file, report, url)
                except _Broken as broken:
                    if not left or _size(file) <= had:
                        raise ModelError(f"{url}: {broken}; {_AGAIN}") from None
    except OSError as error:
        raise refused(error, file) from None


def _client(patience: float) -> "httpx.Client":
    # It takes longer to load than all the rest, and no other command of a kiosk needs it here.
    import httpx  # noqa: PLC0415

    return httpx.Client(
        follow_redirects=True, timeout=patience, headers={"Accept-Encoding": "identity"}
    )


def _fetch_once(
    client: "httpx.Client", record: ModelRecord, file: Path, report: Report, url: str
) -> None:
    import httpx  # noqa: PLC0415

    had = _size(file)
    wanted = {"Range": f"bytes={had}-"} if had else {}
    with client.stream("GET", url, headers=wanted) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and had:
            file.unlink(missing_ok=True)
            return
        if not response.is_success:
            raise ModelError(
                f"{url} answered {response.status_code} {response.reason_phrase}; "
                f"try again later, {_BY_HAND}"
            )
        begins = _begins_at(response, had)
        length = response.headers.get("Content-Length")
        if length is not None and length.isdecimal() and begins + int(length) != record.size:
            file.unlink(missing_ok=True)
            raise ModelError(
                f"{url} has {begins + int(length):,} bytes and not {record.size:,}, so it is not "
                f"{record.name}; try again later, {_BY_HAND}"
            )
        there = begins
        report(there, record.size)
        with file.open("r+b" if file.exists() else "xb") as stream:
            stream.truncate(begins)
            stream.seek(begins)
            try:
                for chunk in response.iter_raw():
                    there += len(chunk)
                    if there > record.size:
                        file.unlink(missing_ok=True)
                        raise ModelError(
                            f"{url} gives more than {record.size:,} bytes, so it is not "
                            f"{record.name}; try again later, {_BY_HAND}"
                        )
                    stream.write(chunk)
                    report(there, record.size)
            except (httpx.RemoteProtocolError, httpx.ReadError) as error:
                stream.flush()
                raise _Broken(_how(error, there, record)) from None
            stream.flush()
            os.fsync(stream.fileno())
        if there < record.size:
            raise _Broken(_how(None, there, record))


def _how(error: Exception | None, there: int, record: ModelRecord) -> str:
    reason = "" if error is None else f" ({_cause(error)})"
    return f"the connection ended after {there / 1e6:.1f} of {record.size / 1e6:.1f} MB{reason}"


def _begins_at(response: "httpx.Response", asked: int) -> int:
    """Give the first byte that the answer brings; a server that ignores Range begins at 0."""
    if response.status_code != 206:
        return 0
    begins = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    # A piece from before the end of what is there may overlap it, never leave a hole.
    if begins.isdecimal() and int(begins) <= asked:
        return int(begins)
    raise ModelError(f"{response.url} gave another piece than it was asked for; {_BY_HAND}")


@contextmanager
def _told_in_one_line(url: str, patience: float) -> Iterator[None]:
    import httpx  # noqa: PLC0415

    try:
        yield
    except httpx.TimeoutException:
        raise ModelError(f"{url}: no answer for {patience:.0f} seconds; {_AGAIN}") from None
    except httpx.ProxyError as error:
        raise ModelError(
            f"the proxy refused: {error}; check HTTPS_PROXY and HTTP_PROXY, {_BY_HAND}"
        ) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, ImportError, ValueError) as error:
        raise ModelError(
            f"{url} cannot be fetched: {error}; check the address, HTTPS_PROXY and HTTP_PROXY"
        ) from None
    except httpx.HTTPError as error:
        raise ModelError(
            f"{url} cannot be reached: {_cause(error)}; connect this machine to the network or set "
            f"HTTPS_PROXY, {_BY_HAND}"
        ) from None


def _cause(error: BaseException) -> str:
    """Say what went wrong by the system's words, where there are any."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted, {cause.verify_message}".lower()
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return str(error).lower().rstrip(".") or type(error).__name__


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
