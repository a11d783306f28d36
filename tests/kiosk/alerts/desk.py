"""A desk that is called by webhook: a real server on this machine, which answers as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

Respond: TypeAlias = Callable[[BaseHTTPRequestHandler], None]


def reply(code: int, body: bytes = b"", **headers: str) -> Respond:
    def respond(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return respond


class Desk(ThreadingHTTPServer):
    """Keeps what it was sent; answers by `respond`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.respond = reply(204)
        self.bodies: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/alert/secret-path"

    @property
    def events(self) -> list[object]:
        return [body["event"] for body in self.bodies]

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about a kiosk that has hung up."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Desk)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        respond = self.server.respond
        self.server.headers.append(dict(self.headers))
        self.server.bodies.append(body)
        respond(self)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(desk: Desk) -> Iterator[Desk]:
    """Let the desk answer until the test is over."""
    thread = threading.Thread(target=desk.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield desk
    finally:
        desk.ended.set()
        desk.shutdown()
        thread.join()
        desk.server_close()
