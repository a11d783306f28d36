"""What works at this moment; the dialogue chooses what to say, and how to ask, by it."""

from dataclasses import dataclass

from kiosk.visit.content.model import Need
from kiosk.visit.dialogue.events import Refusal


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the kiosk can hear, what else reaches it, and whether it may ask the questions.

    Attributes:
        voice: a microphone works; else only keys count.
        names: a recognizer knows the whole grammar, so menus are asked by name; without one,
            menus are asked one choice at a time, answered by yes and no.
        open_words: whatever is said is read, so a visitor may speak in their own words; at rest a
            topic or a wish wakes the kiosk, and a lone yes or no does not.
        barge_in: the microphone does not pick up the kiosk's own voice, so visitors may speak
            over it.
        keys: there are keys to press.
        touch: there is a touch screen, whose buttons are touched.
        staff_answer: an alert channel works that can confirm a call.
        speaker: the speaker plays; else what is said is only captioned.
        screen: a screen is attached, so what is said can be read.
        jack: headphones are noticed when they are plugged in.
        refusal: why the red-flag questions may not be asked; None when they may.
    """

    voice: bool = True
    names: bool = False
    open_words: bool = False
    barge_in: bool = False
    keys: bool = True
    touch: bool = False
    staff_answer: bool = False
    speaker: bool = True
    screen: bool = True
    jack: bool = False
    refusal: Refusal | None = None

    def reach(self, *, muted: bool) -> bool:
        """Whether a person can hear what is said, or read it; `muted`: it is only captioned."""
        return self.screen or (self.speaker and not muted)

    def met(self, *, switch: bool, headphones: bool) -> frozenset[Need]:
        """Give the needs that are met: a sentence is said only where it is true.

        Args:
            switch: one switch takes what is offered; its user is told of no other key.
            headphones: the visitor listens through headphones.
        """
        holds: dict[Need, bool] = {
            "voice": self.voice,
            "words": self.voice and self.names,
            "keys": self.keys and not switch,
            "touch": self.touch and not switch,
            "switch": switch,
            "headphones": headphones,
            "jack": self.jack,
            "staff": self.staff_answer,
            "page": self.touch,
        }
        return frozenset(need for need, met in holds.items() if met)
