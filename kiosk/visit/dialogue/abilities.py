"""What speech recognition can do at this moment; the dialogue chooses how to ask by it."""

from dataclasses import dataclass

from kiosk.visit.dialogue.events import Refusal


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the kiosk can hear, and whether it may ask the red-flag questions.

    Attributes:
        voice: a microphone works; else only keys count.
        names: a recognizer knows the whole grammar, so menus are asked by name; without one,
            menus are asked one choice at a time, answered by yes and no.
        open_words: whatever is said is read, so a visitor may speak in their own words; at rest a
            topic or a wish wakes the kiosk, and a lone yes or no does not.
        barge_in: the microphone does not pick up the kiosk's own voice, so visitors may speak
            over it.
        refusal: why the red-flag questions may not be asked; None when they may.
    """

    voice: bool = True
    names: bool = False
    open_words: bool = False
    barge_in: bool = False
    refusal: Refusal | None = None
