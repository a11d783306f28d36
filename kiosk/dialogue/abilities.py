"""What the kiosk's ears can do at this moment; the dialogue chooses its ways of asking by it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abilities:
    """What can be heard.

    Attributes:
        voice: a microphone works; else only keys count.
        names: a recognizer hears everything in the grammar, so menus are asked by name;
            without it they are asked one at a time by yes and no.
        proposals: a weak recognizer may propose topics, which are asked back.
        alerts: a way to fetch staff works; else the red-flag questions are not offered.
    """

    voice: bool = True
    names: bool = False
    proposals: bool = False
    alerts: bool = True
