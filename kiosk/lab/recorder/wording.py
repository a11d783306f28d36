"""What the recorder says, from `recording.yaml` of a language's content."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from kiosk import CHECKOUT
from kiosk.errors import ContentError
from kiosk.visit.content.schema import Line, Sentences
from kiosk.visit.content.yaml_file import YamlFile

_CONTENT = CHECKOUT / "kiosk" / "visit" / "content"


class Wording(BaseModel):
    """Every sentence the recorder says; `{words}` in `say_this` is what a person is to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent: Sentences
    ask_consent: Sentences
    not_understood: Sentences
    declined: Sentences
    agreed: Sentences
    say_this: Annotated[str, StringConstraints(pattern=r"\{words\}")]
    ask_what_was_said: Line
    ask_keep: Sentences
    deleted: Sentences
    kept: Sentences
    left_out: Sentences
    silent: Sentences
    no_speech: Sentences
    early: Sentences
    long: Sentences
    clipped: Sentences
    quiet: Sentences


def load_wording(language: str) -> Wording:
    """Read it; raises ContentError where it is missing or broken."""
    file = _CONTENT / language / "recording.yaml"
    if not file.exists():
        raise ContentError(
            f"{file}: nobody can be asked to be recorded in '{language}': write this file as the "
            "one for 'en'"
        )
    return YamlFile(file).parse(Wording)
