"""What the kiosk's ears can do at this moment; the dialogue chooses its ways of asking by it."""

from dataclasses import dataclass

from kiosk.visit.dialogue.events import Refusal


@dataclass(frozen=True, slots=True)
class Abilities:
    """What can be heard.

    Attributes:
        voice: a microphone works; else only keys count.
        names: a recognizer hears everything in the grammar, so menus are asked by name;
            without it they are asked one at a time by yes and no.
        barge_in: the microphone does not hear the kiosk itself, so it may be spoken over.
        refusal: why the red-flag questions may not be asked; None when they may.
    """

    voice: bool = True
    names: bool = False
    barge_in: bool = False
    refusal: Refusal | None = None
