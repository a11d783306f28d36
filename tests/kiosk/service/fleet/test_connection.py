"""A connection to a broker ends when it is closed, whatever it was at."""

import socket
from threading import Event, Thread

import pytest

from kiosk.clock import LiveClock
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.link import DeskLink
from tests.waiting import until

pytestmark = pytest.mark.unit

PATIENCE = 20.0


def test_one_that_is_closed_while_it_connects_is_not_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connects, goes_on = Event(), Event()
    connect = socket.create_connection

    def slowly(*where: object, **how: object) -> socket.socket:
        connection = connect(*where, **how)  # type: ignore[arg-type]
        connects.set()
        assert goes_on.wait(PATIENCE)
        return connection

    monkeypatch.setattr(socket, "create_connection", slowly)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(PATIENCE)
        broker = Broker("127.0.0.1", listening.getsockname()[1])
        link = DeskLink(broker, "clinic", "hall", LiveClock())
        assert connects.wait(PATIENCE)
        closing = Thread(target=link.close)
        closing.start()
        until(lambda: link._connection._client._thread_terminate)
        goes_on.set()
        theirs, _ = listening.accept()
        with theirs:
            theirs.settimeout(PATIENCE)
            while theirs.recv(1000):
                pass
        closing.join(PATIENCE)
