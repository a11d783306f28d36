"""Messages between kiosks and desks over MQTT: JSON with a version and a maximum size.

A kiosk writes `voice-kiosk/SITE/KIOSK/status` and `alert`; a desk writes `answer` and `order`
there. The broker retains each kiosk's status, its open call and a person's answer to it, so a desk
that connects later knows all of it. The broker must enforce who may write what (see
`kiosk.service.fleet.access`).
"""

import re
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.alerts.remote import Message
from kiosk.errors import FleetError
from kiosk.status.snapshot import Snapshot

VERSION: Literal[1] = 1

LONGEST = 16_384
"""Bytes of a message at most."""

LONGEST_PLACE = 120
"""Characters that say where a kiosk stands at most."""

LATEST = 32_503_680_000.0
"""The year 3000, in seconds since 1970: no later time is shown."""

ROOT = "voice-kiosk"

_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,80}")
"""What `kiosk_name` may be in the settings."""

Kind: TypeAlias = Literal["status", "alert", "answer", "order"]

_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = VERSION


class Status(_Told):
    """How a kiosk is.

    Attributes:
        online: it is connected; the broker says no in its name when it is gone.
        snapshot: how it was when it said so.
        restartable: its settings let the desk restart it.
        clearable: a desk may end its emergency; a kiosk that does not say so lets it.
        place: where it stands, in a few words; empty: it does not say.
        called_for: seconds since the emergency or the visitor's call that is on was first made;
            None: none is on, or the kiosk does not say.
    """

    online: bool
    snapshot: Snapshot | None = None
    restartable: bool = False
    clearable: bool = True
    place: Annotated[str, Field(max_length=LONGEST_PLACE)] = ""
    called_for: _Seconds | None = None


class Alert(_Told):
    """A call.

    Attributes:
        id: of what is called for: a call that is repeated has the same.
        event: see `kiosk.alerts.remote`.
        age: seconds since it was first made; the clocks of two machines may differ.
    """

    id: _Id
    event: Message
    age: _Seconds = 0.0


class Answer(_Told):
    """A desk's answer to an alert.

    Attributes:
        id: the alert's.
        cleared: staff have taken over; else the desk has taken the call.
        person: a person at the desk has said so; else the desk's program, for what needs no person
            and for a call for attention that it shows.
        desk: the name of that desk; empty: it has none.
        at: when it answered, by its clock, in seconds since 1970; None: it does not say.
    """

    id: _Id
    cleared: bool = False
    person: bool = False
    desk: Annotated[str, Field(max_length=80)] = ""
    at: Annotated[float, Field(ge=0, le=LATEST)] | None = None


class Order(_Told):
    """A desk's order to a kiosk; carried out where the kiosk's settings allow it."""

    order: Literal["restart"]


Told = TypeVar("Told", bound=_Told)


def topic(site: str, kiosk: str, kind: Kind) -> str:
    """Give the topic of such messages of a kiosk; "+" stands for every kiosk.

    Raises:
        FleetError: a name cannot be part of a topic.
    """
    for name in (site, kiosk):
        if name != "+" and (not name or set(name) & set("/+#\0")):
            raise FleetError(f'"{name}" cannot be used over MQTT; leave out / + # in the settings')
    return f"{ROOT}/{site}/{kiosk}/{kind}"


def names_in(place: str) -> tuple[str, str] | None:
    """Give kiosk and kind from a topic; None for a topic of another form."""
    parts = place.split("/")
    if len(parts) != 4 or parts[0] != ROOT or not _NAME.fullmatch(parts[2]):
        return None
    return parts[2], parts[3]


def read(kind: type[Told], payload: bytes) -> Told:
    """Parse a message.

    Raises:
        FleetError: it is too long, or not of this kind.
    """
    if len(payload) > LONGEST:
        raise FleetError(f"a message of {len(payload)} bytes is left out; {LONGEST} are allowed")
    try:
        return kind.model_validate_json(payload)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise FleetError(
            f"a message is no {kind.__name__.lower()} of version {VERSION}: {place} "
            f"{problem['msg']}; bring kiosks and desk to the same version"
        ) from None


def written(message: _Told) -> bytes:
    """Serialize a message."""
    return message.model_dump_json().encode()
