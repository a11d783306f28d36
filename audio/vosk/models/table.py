"""The models that a set-up can install, each with the size and hash of its archive."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Choice: TypeAlias = Literal["small", "large"]

_PLACE = "https://alphacephei.com/vosk/models"


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One model.

    Attributes:
        name: of the model, and of its folder.
        language: code of the language it hears.
        size: bytes of its archive.
        sha256: of its archive, in hexadecimal.
        url: where its archive is fetched from.
        licence: under which it may be used.
    """

    name: str
    language: str
    size: int
    sha256: str
    url: str
    licence: str = "Apache-2.0"


MODELS: dict[Choice, ModelRecord] = {
    "small": ModelRecord(
        "vosk-model-small-en-us-0.15",
        "en",
        41_205_931,
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
        f"{_PLACE}/vosk-model-small-en-us-0.15.zip",
    ),
    "large": ModelRecord(
        "vosk-model-en-us-0.22-lgraph",
        "en",
        130_557_655,
        "d9838b4aaa82a75c4a17f5aca300eaca129aaab2a7cbf951bafbb500eb9c4334",
        f"{_PLACE}/vosk-model-en-us-0.22-lgraph.zip",
    ),
}
