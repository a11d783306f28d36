"""What comes over the control socket, damaged: it is a request, or one line says why not."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import ServiceError
from kiosk.service.messages import Reply, read_reply, read_request
from kiosk.service.snapshot import Snapshot
from tests.fuzz.damage import damaged

REQUEST = b'{"version": 1, "order": "restart"}\n'
REPLY = (
    Reply(
        snapshot=Snapshot(kiosk="hall", in_service=True, state="attract", hears=True, sounds=True)
    )
    .model_dump_json()
    .encode()
)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(line=damaged(REQUEST) | st.binary(max_size=2000))
def test_requests(line: bytes) -> None:
    told = ""
    try:
        told = read_request(line).order
    except ServiceError as error:
        told = str(error)
    assert told in {"status", "stop", "restart"} or told.startswith("no request of version 1: ")
    assert "\n" not in told


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(line=damaged(REPLY) | st.binary(max_size=2000))
def test_replies(line: bytes) -> None:
    with suppress(ServiceError):
        assert read_reply(line).version == 1
