"""Messages of the control socket: one line of JSON each way, with a version and a maximum size.

The kiosk answers one request per connection. Anything else gets one line that says why.
"""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.errors import ServiceError
from kiosk.status.snapshot import Snapshot

VERSION: Literal[1] = 1

LONGEST_REQUEST = 1024
"""Bytes of a request."""

LONGEST_REPLY = 65_536
"""Bytes of a reply."""

Order: TypeAlias = Literal["status", "stop", "restart", "clear-emergency"]


class Request(BaseModel):
    """An order to the kiosk.

    Attributes:
        version: of this form.
        order: report how it is; end; restart; or end an emergency, since staff have taken over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = VERSION
    order: Order


class Reply(BaseModel):
    """The kiosk's answer.

    Attributes:
        version: of this form.
        snapshot: how the kiosk was when it answered.
        trouble: why the order was not carried out; "" if it was.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = VERSION
    snapshot: Snapshot | None = None
    trouble: str = ""


def read_request(line: bytes) -> Request:
    """Parse a request.

    Raises:
        ServiceError: it is not a request.
    """
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        raise ServiceError(f"not a request of version {VERSION}: {_first(error)}") from None


def read_reply(line: bytes) -> Reply:
    """Parse a reply.

    Raises:
        ServiceError: it is not a reply, or one of another version.
    """
    try:
        return Reply.model_validate_json(line)
    except ValidationError as error:
        raise ServiceError(
            f"the kiosk's answer is not understood: {_first(error)}; "
            "restart it, so that it is of the same version as this command"
        ) from None


def _first(error: ValidationError) -> str:
    problem = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}" if place else str(problem["msg"])
