"""A web server with one file, which misbehaves as it is told; also one that is a proxy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class ArchiveServer:
    """What is served, and how.

    Attributes:
        body: the file.
        ranges: whether Range counts.
        status: sent in place of the file; 200 sends the file.
        cuts: for each request in turn, after how many bytes the connection breaks.
        stalls: it answers, and then sends nothing more until it is closed.
        ready: it does not answer before this is set.
        sized: whether Content-Length is sent.
        asked: the Range of each request, "" for none.
        paths: what each request asked for, as it was written.
    """

    body: bytes
    ranges: bool = True
    status: int = 200
    cuts: list[int] = field(default_factory=list)
    stalls: bool = False
    sized: bool = True
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0
    ready: Event = field(default_factory=Event)
    closing: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/model.zip"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range", "")
        self.asked.append(asked)
        self.paths.append(request.path)
        request.close_connection = True
        self.ready.wait(60)
        if self.status != 200:
            request.send_error(self.status)
            return
        begin = 0
        if asked and self.ranges:
            begin = int(asked.removeprefix("bytes=").rstrip("-"))
            if begin >= len(self.body):
                request.send_error(416)
                return
            request.send_response(206)
            request.send_header(
                "Content-Range", f"bytes {begin}-{len(self.body) - 1}/{len(self.body)}"
            )
        else:
            request.send_response(200)
        if self.sized:
            request.send_header("Content-Length", str(len(self.body) - begin))
        request.end_headers()
        cut = self.cuts.pop(0) if self.cuts else len(self.body)
        request.wfile.write(self.body[begin : begin + cut])
        request.wfile.flush()
        if self.stalls:
            self.closing.wait(60)


@contextmanager
def serving(body: bytes) -> Iterator[ArchiveServer]:
    """Serve a file on a port of this machine; whatever is asked for, it is this file."""
    served = ArchiveServer(body)
    served.ready.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.ready.set()
        served.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
