"""The message that a page may send: one key, typed or by its name."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from kiosk.visit.keys.key_map import KeyMap

LONGEST = 100
"""Characters of a message at most."""

_NAMES = {
    "escape": "esc",
    "arrowup": "up",
    "arrowdown": "down",
    "arrowleft": "left",
    "arrowright": "right",
    "audiovolumeup": "volumeup",
    "audiovolumedown": "volumedown",
    "audiovolumemute": "mute",
    "mediaplaypause": "playpause",
    "mediatracknext": "nextsong",
    "mediatrackprevious": "previoussong",
    "browserback": "back",
    "browserforward": "forward",
    "contextmenu": "menu",
}
"""Names that browsers have for keys (UI Events KeyboardEvent key values), where ours differ."""


class PageMessage(BaseModel):
    """One press.

    Attributes:
        key: a button of the page, as the character by which the dialogue knows it.
        typed: the character that a key types.
        named: the name of a key that types none, as browsers name it, in small letters.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    key: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    typed: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    named: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,24}$")] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "PageMessage":
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of key, typed and named")
        return self


def pressed(text: str, keys: KeyMap) -> str | None:
    """Give the character that a message presses; None: a key that is no press of its own.

    Raises:
        ValueError: it is no such message; says why, in one line.
    """
    try:
        message = PageMessage.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "message"
        raise ValueError(
            f'{place}: {problem["msg"]}; send one key, such as {{"typed": "y"}}'
        ) from None
    if message.key is not None:
        return message.key
    if message.typed is not None:
        return keys.typed(message.typed)
    name = str(message.named)
    return keys.pressed(_NAMES.get(name, name)) or None
