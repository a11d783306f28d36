"""A3: other users of the machine occupy the ports of the page and of the metrics."""

import http.client
from pathlib import Path

from tests.attacks.at_the_page import held_by_another, with_page
from tests.attacks.page_client import press_at_page
from tests.system.live.own_browser import free_port

_MANY = 1500
"""Half-open connections; more than a process may have files open."""

_ALL_PLACES = 40
"""Connections that a stranger holds and renews; more than the page has places for."""

_DIES_WITHIN = 8.0
"""Seconds in which a process that has run out of descriptors was seen to die."""


def page_held_open(folder: Path) -> None:
    """A3. 1,500 half-open connections to the page, then s

    Attack: another user of the machine holds 1,500 half-open connections to the page's port, and s
        is pressed.
    Holds: staff are called, and the process is the same as before.
    """
    _calls_while_held(folder, "KIOSK_PAGE_PORT")


def page_held_and_renewed(folder: Path) -> None:
    """A3. All places of the page are held and renewed, then a touch on Call staff

    Attack: another user holds all places of the page's port, and renews each that is dropped; a
        page connects, and Call staff is touched.
    Holds: the touch arrives and staff are called.
    """
    _calls_while_renewed(folder, "KIOSK_PAGE_PORT", _ALL_PLACES)


def metrics_held_open(folder: Path) -> None:
    """A3. 1,500 half-open connections to the metrics, then s

    Attack: another user of the machine holds 1,500 half-open connections to the metrics' port, and
        s is pressed.
    Holds: staff are called, and the process is the same as before.
    """
    _calls_while_held(folder, "KIOSK_METRICS_PORT")


def metrics_held_and_renewed(folder: Path) -> None:
    """A3. All places of the metrics are held and renewed, then a touch on Call staff

    Attack: another user holds and renews all places of the metrics' port; a page connects, and Call
        staff is touched.
    Holds: the touch arrives and staff are called.
    """
    _calls_while_renewed(folder, "KIOSK_METRICS_PORT", _MANY)


def metrics_of_another_host(folder: Path) -> None:
    """A3. The metrics are asked by another name

    Attack: a browser on the machine asks for the metrics with a Host that is not this machine's, as
        a page from elsewhere can make it do.
    Holds: it is refused, and who asks by this machine's address gets the numbers.
    """
    port = free_port()
    with with_page(folder, {"KIOSK_METRICS_PORT": str(port)}):
        assert _asked(port, f"127.0.0.1:{port}") == 200, "the metrics are not served"
        assert _asked(port, "attacker.example") >= 400, "the metrics answer to any name"


def page_of_another_host(folder: Path) -> None:
    """A3. The page is asked by another name

    Attack: the page is asked for with a Host that is not its own.
    Holds: it is refused.
    """
    port = free_port()
    with with_page(folder, {"KIOSK_PAGE_PORT": str(port)}) as kiosk:
        path = "/" + kiosk.page.split("/", 3)[3]
        assert _asked(port, f"127.0.0.1:{port}", path) == 200, "the page is not served"
        assert _asked(port, "attacker.example", path) >= 400, "the page answers to any name"


def _calls_while_held(folder: Path, setting: str) -> None:
    port = free_port()
    with with_page(folder, {setting: str(port)}) as kiosk:
        process = kiosk.process()
        with held_by_another(port, _MANY):
            replaced = kiosk.happens(lambda: kiosk.process() != process, _DIES_WITHIN)
            kiosk.press("s")
            kiosk.must_call()
        assert not replaced, "the process was replaced"


def _calls_while_renewed(folder: Path, setting: str, connections: int) -> None:
    port = free_port()
    with with_page(folder, {setting: str(port)}) as kiosk, held_by_another(port, connections):
        pressed = press_at_page(kiosk.page, "s")
        kiosk.must_call(seconds=10.0 if pressed else 0.1)


def _asked(port: int, host: str, path: str = "/metrics") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()
