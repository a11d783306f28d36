"""The message that a page may send: one key, a touched tile, or a touched sentence."""

from typing import Annotated, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from kiosk.visit.dialogue.events import Chosen, SentenceTouched
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


Touch: TypeAlias = Chosen | SentenceTouched
"""A touch that is no key of the keyboard either."""


class PageMessage(BaseModel):
    """One press.

    Attributes:
        key: a button of the page, as the character by which the dialogue knows it.
        typed: the character that a key types.
        named: the name of a key that types none, as browsers name it, in small letters.
        choose: a tile, by what it means; the dialogue takes only one that it shows.
        hear: a sentence of the topic, by its index, to hear the topic from there.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    key: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    typed: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    named: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,24}$")] | None = None

    choose: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{1,60}$")] | None = None
    hear: Annotated[int, Field(ge=0, le=999)] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "PageMessage":
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of key, typed, named, choose and hear")
        return self


def pressed(text: str, keys: KeyMap) -> str | Touch | None:
    """Give the character that a message presses, or its touch; None: it presses nothing.

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
    if message.choose is not None:
        return Chosen(message.choose)
    if message.hear is not None:
        return SentenceTouched(message.hear)
    if message.typed is not None:
        return keys.typed(message.typed)
    name = str(message.named)
    return keys.pressed(_NAMES.get(name, name)) or None
