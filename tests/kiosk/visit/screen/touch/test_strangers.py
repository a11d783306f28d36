"""Another user of the machine who opens the page's port keeps nobody from it, whatever they do."""

import asyncio
import json
import os
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from threading import Event as Flag
from threading import Thread

import aiohttp
import httpx
import pytest

from kiosk.errors import PageError
from kiosk.service.fleet.desk_page import DeskPage
from kiosk.service.fleet.desk_page import served as served_desk
from kiosk.web import callers, http_site
from kiosk.web.descriptors import RESERVE, in_reserve, raise_limit
from kiosk.web.door import Door, open_door
from kiosk.web.gate import KEPT, MOST
from tests.kiosk.visit.screen.touch.open_page import LIMIT
from tests.kiosk.visit.screen.touch.test_server import answers, done, served, served_at
from tests.waiting import until

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def connected(door: Door) -> socket.socket:
    return socket.create_connection(door.socket.getsockname(), timeout=LIMIT)


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def open_ones(held: list[socket.socket]) -> int:
    return sum(not is_closed(each) for each in held)


@contextmanager
def held(door: Door, number: int) -> Iterator[list[socket.socket]]:
    """So many connections that say nothing."""
    with ExitStack() as stack:
        yield [stack.enter_context(connected(door)) for _ in range(number)]


@contextmanager
def held_and_renewed(door: Door) -> Iterator[None]:
    """As many half-open connections as there are places, again and again."""
    ends = Flag()

    def go_on() -> None:
        opened: list[socket.socket] = []
        while not ends.is_set():
            with suppress(OSError):
                opened.append(connected(door))
                opened[-1].sendall(b"GET /")
            if len(opened) > MOST:
                opened.pop(0).close()
        for each in opened:
            each.close()

    threads = [Thread(target=go_on) for _ in range(2)]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        ends.set()
        for each in threads:
            each.join()


def test_of_many_that_say_nothing_few_stay_and_the_oldest_leave_first() -> None:
    with served() as (door, _, _), held(door, 200) as silent:
        until(lambda: open_ones(silent) == MOST - KEPT)
        assert not any(is_closed(each) for each in silent[KEPT - MOST :])


def test_a_touch_arrives_while_somebody_holds_and_renews_all_places() -> None:
    with served() as (door, _, presses), held_and_renewed(door):

        async def touch() -> None:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{door.address}socket") as page,
            ):
                await page.receive()
                for key in "sss":
                    await page.send_str(json.dumps({"key": key}))
                    assert await asyncio.to_thread(presses.get, timeout=LIMIT) == key

        for _ in range(3):  # also a page that is only now opened
            done(touch())


def test_a_page_stays_open_though_others_have_taken_all_places_since() -> None:
    with served() as (door, screen, presses):

        async def stay() -> None:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{door.address}socket") as page,
            ):
                await page.receive()
                with held(door, 100) as silent:
                    await asyncio.to_thread(until, lambda: open_ones(silent) <= MOST - KEPT)
                    await page.send_str('{"key": "s"}')
                    assert await asyncio.to_thread(presses.get, timeout=LIMIT) == "s"
                screen.caption("Still here.")
                while json.loads((await page.receive()).data).get("caption") != "Still here.":
                    pass

        done(stay())


def test_a_desk_is_attended_while_somebody_holds_and_renews_all_places_of_its_page() -> None:
    desk = DeskPage()
    with (
        closing(open_door(0)) as door,
        served_desk(door, desk, "clinic", "auto"),
        held_and_renewed(door),
    ):

        async def ring() -> None:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{door.address}socket") as page,
            ):
                await page.receive()
                await page.send_str('{"rings": true}')
                await asyncio.to_thread(until, desk.attended)

        done(ring())


def test_whoever_has_not_asked_in_time_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert http_site.FIRST_REQUEST_WITHIN == 5.0
    monkeypatch.setattr(http_site, "FIRST_REQUEST_WITHIN", 0.3)
    with served() as (door, _, _), held(door, 2) as (silent, slow):

        def both_are_gone() -> bool:
            with suppress(OSError):
                slow.send(b"G")  # byte after byte is no request either
            return is_closed(silent) and is_closed(slow)

        until(both_are_gone)
        assert httpx.get(door.address).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"x" * 20_000,
        b"GET / HTTP/1.1\r\nHost: " + b"x" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 3_000 + b"\r\n",
    ],
)
def test_a_request_that_is_far_too_long_is_refused(head: bytes) -> None:
    with served() as (door, _, _), connected(door) as wordy:
        with suppress(ConnectionError):
            wordy.sendall(head)
            assert wordy.recv(1000).startswith(b"HTTP/1.1 431 ")
        until(lambda: is_closed(wordy))
        assert httpx.get(door.address).status_code == 200


def faults(monkeypatch: pytest.MonkeyPatch, door: Door) -> Callable[[], int]:
    """Let the system have no descriptor for a connection, until it is asked often enough."""
    real, count = socket.socket.accept, [0]

    def accept(listening: socket.socket) -> tuple[socket.socket, object]:
        if listening.getsockname() == door.socket.getsockname() and count[0] < 4:
            count[0] += 1
            raise OSError(24 if count[0] % 2 else 103, "no descriptor, or gone already")
        return real(listening)

    monkeypatch.setattr(socket.socket, "accept", accept)
    return lambda: count[0]


def test_an_error_of_accepting_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "_AFTER_A_FAULT", 0.01)
    with closing(open_door(0)) as door:
        met = faults(monkeypatch, door)
        with served_at(door) as (_, presses):
            assert done(answers(door)) != []
            assert met() == 4
            assert presses.empty()


def test_the_last_descriptors_are_for_alerts_marks_and_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_site, "FIRST_REQUEST_WITHIN", 10 * LIMIT)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with served() as (door, _, _), ExitStack() as stack:
        silent = [stack.enter_context(socket.socket()) for _ in range(20)]
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        # The system gives the lowest: those of the connections come after these.
        last = silent[-1].fileno()
        resource.setrlimit(resource.RLIMIT_NOFILE, (last + RESERVE, before[1]))
        for each in silent:
            each.connect(door.socket.getsockname())
        until(lambda: open_ones(silent) == 0)
        stack.callback(os.close, os.open("/dev/null", os.O_RDONLY))
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        assert httpx.get(door.address).status_code == 200


def test_the_limit_of_descriptors_is_raised_and_its_last_ones_are_the_reserve() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
        raise_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1024
        assert in_reserve(1024 - RESERVE)
        assert not in_reserve(1023 - RESERVE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_page_that_cannot_be_served_is_an_error_in_one_line() -> None:
    door = open_door(0)
    door.close()
    with (
        pytest.raises(PageError, match="the page cannot be served: bad file descriptor; start"),
        served_at(door),
    ):
        pass


def test_a_thread_that_the_system_does_not_give_is_an_error_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with closing(open_door(0)) as door, monkeypatch.context() as patched:
        patched.setattr(Thread, "start", refuse)
        with pytest.raises(PageError, match="can't start new thread"), served_at(door):
            pass
