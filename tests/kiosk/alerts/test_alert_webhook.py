"""The webhook channel, with a real server on this machine: what counts as an answer."""

import errno
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import TypeAlias

import pytest

from kiosk.alerts import News
from kiosk.alerts.http_post import HttpPost
from kiosk.alerts.webhook import WebhookChannel
from kiosk.clock import VirtualClock
from tests.kiosk.alerts.alert_news import LIMIT, look_until, next_news
from tests.kiosk.alerts.desk import Desk, Respond, reply, serving

pytestmark = pytest.mark.unit

Make: TypeAlias = Callable[..., WebhookChannel]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with serving(Desk()) as desk:
        yield desk


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("alert-")]


@pytest.fixture
def make(desk: Desk, clock: VirtualClock) -> Iterator[Make]:
    made: list[WebhookChannel] = []

    def make_one(url: str = "", token: str = "", longest: float = LIMIT) -> WebhookChannel:
        made.append(WebhookChannel(url or desk.url, "Room 2", clock, token=token, longest=longest))
        return made[-1]

    yield make_one
    for channel in made:
        channel.close()
    assert own_threads() == []


def failed(channel: WebhookChannel) -> News:
    return look_until(channel, lambda: channel.trouble != "")


def waits(channel: WebhookChannel, clock: VirtualClock) -> float:
    """Seconds until the next call, once the last one is over."""
    look_until(channel, lambda: (channel.due or 0.0) >= clock.now() + 1)
    assert channel.due is not None
    return channel.due - clock.now()


@pytest.mark.parametrize("code", [200, 202, 204])
def test_status_2xx_acknowledges_once(make: Make, desk: Desk, code: int) -> None:
    desk.respond = reply(code)
    channel = make()
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    assert desk.bodies == [{"kiosk": "Room 2", "event": "emergency"}]
    assert channel.working
    assert channel.progress() == News()


def test_attention_is_acknowledged_and_not_asked_about_again(
    make: Make, desk: Desk, clock: VirtualClock
) -> None:
    channel = make()
    channel.fetch("attention")
    assert next_news(channel) == News(acknowledged=True)
    assert waits(channel, clock) == 60
    assert desk.events == ["attention"]


def test_an_emergency_is_asked_about_until_staff_clear_it(
    make: Make, desk: Desk, clock: VirtualClock
) -> None:
    channel = make()
    channel.fetch("emergency")
    next_news(channel)
    for _ in range(2):
        assert waits(channel, clock) == 5
        clock.advance(clock.now() + 5)
        assert channel.progress() == News()
    waits(channel, clock)
    desk.respond = reply(200, b'{"cleared": true}')
    clock.advance(clock.now() + 5)
    assert next_news(channel) == News(cleared=True)
    repeat = {"kiosk": "Room 2", "event": "emergency", "repeat": True}
    assert desk.bodies[1:] == [repeat] * 3
    channel.clear()
    look_until(channel, lambda: desk.events[4:] == ["cleared"])
    assert waits(channel, clock) == 60


def test_a_desk_that_says_cleared_to_everything_does_not_end_an_emergency_at_once(
    make: Make, desk: Desk, clock: VirtualClock
) -> None:
    desk.respond = reply(200, b'{"cleared": true}')
    channel = make()
    look_until(channel, lambda: channel.working)
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    assert waits(channel, clock) == 5


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"cleared",
        b'{"cleared": "true"}',
        b'{"cleared": 1}',
        b'["cleared"]',
        b'{"cleared": true',
        b"\xff\xfe\x00",
        b"[" * 60_000,
        b'{"cleared": true}' + b" " * 70_000,
    ],
)
def test_garbage_does_not_clear(make: Make, desk: Desk, clock: VirtualClock, body: bytes) -> None:
    channel = make()
    channel.fetch("emergency")
    next_news(channel)
    desk.respond = reply(200, body)
    waits(channel, clock)
    clock.advance(5)
    channel.progress()
    assert look_until(channel, lambda: channel.due == 10) == News()
    assert channel.working


def test_an_answer_without_end_is_cut_off(make: Make, desk: Desk, clock: VirtualClock) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b'{"cleared": true}' * 1000)

    desk.respond = endless
    channel = make()
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    waits(channel, clock)
    clock.advance(5)
    channel.progress()
    assert look_until(channel, lambda: channel.due == 10) == News()


@pytest.mark.parametrize(
    ("respond", "trouble"),
    [
        (reply(500), "500 Internal Server Error; check the service there"),
        (reply(401), "401 Unauthorized; check alert_webhook_token"),
        (reply(799), "799; check the service there"),
        (reply(302, Location="/other"), "302 Found; name the final address as alert_webhook"),
    ],
)
def test_another_status_is_no_acknowledgement(
    make: Make, desk: Desk, respond: Respond, trouble: str
) -> None:
    desk.respond = respond
    channel = make(token="hush-hush")
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert f"answered {trouble}" in channel.trouble
    assert channel.trouble.startswith(f"the alert webhook at 127.0.0.1:{desk.server_port} ")
    assert "secret" not in channel.trouble
    assert "hush" not in channel.trouble
    assert not channel.working
    assert len(desk.bodies) == 1


def test_a_refused_connection_is_tried_again_ever_more_slowly_and_then_acknowledged(
    make: Make, desk: Desk, clock: VirtualClock
) -> None:
    desk.respond = reply(503)
    channel = make()
    channel.fetch("emergency")
    seen = []
    for count in range(1, 8):
        look_until(channel, lambda count=count: len(desk.bodies) == count)  # type: ignore[misc]
        seen.append(waits(channel, clock))
        clock.advance(clock.now() + seen[-1])
        if count == 7:
            desk.respond = reply(200)
        assert channel.progress() == News()
    assert seen == [1, 2, 5, 10, 30, 30, 30]
    assert next_news(channel) == News(acknowledged=True)
    assert channel.working
    assert channel.trouble == ""


def test_nobody_at_the_address(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    channel = make(url=f"http://127.0.0.1:{port}/")
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert channel.trouble == (
        f"the alert webhook at 127.0.0.1:{port} cannot be used: connection refused; "
        "check the network, and alert_webhook in the settings"
    )


def test_a_call_that_cannot_even_begin_is_made_again(
    make: Make, desk: Desk, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> HttpPost:
        raise OSError(errno.EMFILE, "Too many open files")

    channel = make()
    with monkeypatch.context() as broken:
        broken.setattr("kiosk.alerts.webhook.HttpPost", full)
        channel.fetch("emergency")
        assert "cannot be sent: too many open files; it is tried again" in channel.trouble
        assert not channel.working
    assert channel.due is not None
    clock.advance(channel.due)
    assert next_news(channel) == News(acknowledged=True)
    assert desk.events == ["emergency"]


def test_what_speaks_no_http_is_no_acknowledgement(make: Make, desk: Desk) -> None:
    def noise(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"\x00\x01 200 OK\r\n\r\n")

    desk.respond = noise
    channel = make(token="hush-hush")
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert "hush" not in channel.trouble


def test_a_token_that_no_header_can_hold_is_not_in_the_complaint(make: Make) -> None:
    channel = make(token="hush\nhush")
    channel.fetch("emergency")
    failed(channel)
    assert "hush" not in channel.trouble


def test_a_slow_desk_has_not_acknowledged(make: Make, desk: Desk) -> None:
    def slow(_: BaseHTTPRequestHandler) -> None:
        desk.ended.wait(LIMIT)

    desk.respond = slow
    channel = make(longest=0.2)
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert "no answer in time" in channel.trouble


def test_a_desk_that_sends_byte_after_byte_cannot_hold_the_call(make: Make, desk: Desk) -> None:
    def trickle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Wait: ")
        while not desk.ended.wait(0.02):
            request.wfile.write(b"x")

    desk.respond = trickle
    channel = make(longest=0.3)
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert "no answer in time" in channel.trouble


def test_a_name_that_is_looked_up_without_end_cannot_hold_the_call(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()

    def look_up(*_: object) -> list[object]:
        found.wait(LIMIT)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    channel = make(url="http://desk.example/", longest=0.2)
    channel.fetch("emergency")
    assert failed(channel) == News()
    assert "no answer in time" in channel.trouble
    look_ups = [t for t in threading.enumerate() if t.name == "alert-look-up"]
    # The interpreter does not wait for such a thread when the kiosk ends.
    assert [thread.daemon for thread in look_ups] == [True]
    found.set()
    look_ups[0].join()


def test_an_unknown_name_is_said(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    channel = make(url="http://desk.example/")
    channel.fetch("emergency")
    failed(channel)
    assert "cannot be used: name or service not known" in channel.trouble


def test_the_token_is_sent_and_no_proxy_of_the_environment_is_used(
    make: Make, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    channel = make(token="hush-hush")
    channel.fetch("emergency")
    assert next_news(channel).acknowledged
    assert desk.headers[0]["Authorization"] == "Bearer hush-hush"
    other = make()
    other.fetch("emergency")
    next_news(other)
    assert "Authorization" not in desk.headers[1]


def test_the_heartbeat_fails_and_comes_back(make: Make, desk: Desk, clock: VirtualClock) -> None:
    channel = make()
    assert not channel.working
    assert channel.trouble == ""
    look_until(channel, lambda: channel.working)
    assert desk.bodies == [{"kiosk": "Room 2", "event": "test"}]
    assert waits(channel, clock) == 60
    desk.respond = reply(500)
    clock.advance(60)
    look_until(channel, lambda: not channel.working)
    assert channel.trouble
    desk.respond = reply(200)
    clock.advance(60 + waits(channel, clock))
    look_until(channel, lambda: channel.working)
    assert channel.trouble == ""
    assert desk.events == ["test"] * 3


def test_an_emergency_goes_before_a_test_that_hangs(make: Make, desk: Desk) -> None:
    def slow(_: BaseHTTPRequestHandler) -> None:
        desk.ended.wait(LIMIT)

    desk.respond = slow
    channel = make()
    channel.progress()
    look_until(channel, lambda: desk.events == ["test"])
    desk.respond = reply(200)
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)


def test_an_emergency_replaces_a_call_for_attention_and_not_the_other_way(
    make: Make, desk: Desk
) -> None:
    def slow(_: BaseHTTPRequestHandler) -> None:
        desk.ended.wait(LIMIT)

    desk.respond = slow
    channel = make()
    channel.fetch("attention")
    look_until(channel, lambda: desk.events == ["attention"])
    desk.respond = reply(200)
    channel.fetch("emergency")
    channel.fetch("attention")
    assert next_news(channel) == News(acknowledged=True)
    channel.fetch("attention")
    assert desk.events == ["attention", "emergency"]


def test_clearing_ends_the_tries_and_tells_the_desk(make: Make, desk: Desk) -> None:
    desk.respond = reply(500)
    channel = make()
    channel.fetch("emergency")
    failed(channel)
    desk.respond = reply(200)
    channel.clear()
    look_until(channel, lambda: channel.working)
    assert desk.events == ["emergency", "cleared"]


def test_closing_ends_a_request_that_hangs(make: Make, desk: Desk) -> None:
    def slow(_: BaseHTTPRequestHandler) -> None:
        desk.ended.wait(LIMIT)

    desk.respond = slow
    channel = make()
    channel.fetch("emergency")
    look_until(channel, lambda: desk.events == ["emergency"])
    assert own_threads() == ["alert-webhook"]
    channel.close()
    assert own_threads() == []
    assert channel.due is None
