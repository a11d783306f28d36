"""What a screen with room shows of a state, beside its title, its choices and the caption.

The dialogue decides all of it. A screen only places it: it shows no more and leaves nothing out
that could be chosen.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiosk.visit.dialogue.table import MENUS, OUTCOMES, State

Kind: TypeAlias = Literal[
    "idle",
    "welcome",
    "menu",
    "which",
    "preamble",
    "reading",
    "question",
    "asked_back",
    "outcome",
    "emergency",
    "help",
    "offer",
    "paused",
    "unplugged",
    "still_there",
    "goodbye",
    "out_of_service",
]
"""The kinds of picture. States that a visitor cannot tell apart have one kind: a question and the
read-back are "question"; a topic and what follows it are "reading"."""

_KINDS: dict[State, Kind] = {
    State.ATTRACT: "idle",
    State.GREETING: "welcome",
    State.CONFIRM_CHOICE: "which",
    State.PREAMBLE: "preamble",
    State.READING: "reading",
    State.AFTER_TOPIC: "reading",
    State.QUESTION: "question",
    State.CONFIRM_NO: "asked_back",
    State.READ_BACK: "question",
    State.EMERGENCY: "emergency",
    State.HELP: "help",
    State.OFFER_STAFF: "offer",
    State.PAUSED: "paused",
    State.STILL_THERE: "still_there",
    State.GOODBYE: "goodbye",
    State.OUT_OF_SERVICE: "out_of_service",
    **{state: "menu" for state in MENUS if state != State.AFTER_TOPIC},
    **dict.fromkeys(OUTCOMES, "outcome"),
}


def kind_of(state: State, *, muted: bool) -> Kind:
    """Give the kind of picture for a state; `muted`: headphones were unplugged."""
    return "unplugged" if muted and state == State.PAUSED else _KINDS[state]


@dataclass(frozen=True, slots=True)
class Step:
    """A number of so many, from one: question 4 of 13, or the volume's step 3 of 5."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing that can be chosen.

    Attributes:
        intent: what choosing it means, such as "topic.symptoms.back_pain", "yes" or "skip".
        name: its everyday name.
        key: the key that chooses it; "" if none does.
        heard: this topic was heard to its end in this visit.
        offered: it is offered now: a yes chooses it, or a press of the one switch.
    """

    intent: str
    name: str
    key: str = ""
    heard: bool = False
    offered: bool = False


Colors: TypeAlias = Literal["", "light", "dark"]

CallState: TypeAlias = Literal["", "made", "taken"]
"""A call for staff: none is on; it was made; staff or their channel have confirmed it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        kind: which picture.
        text: all sentences of the text that is being spoken, or was last; the caption is the one
            that sounds, where it is none of the words said before or beside the text.
        question: the health question that is asked, or whose no is asked back; else "".
        tiles: every choice of the place at once, not only those that are spoken at a time.
        switch: the name of what a press of the one switch takes; "" without one.
        answers: yes, no and not sure, where they answer something.
        commands: what else works here.
        place: which question of how many, or which topic of the section.
        call: what has become of a call for staff.
        volume: the step of the volume.
        rate: the step of the speaking rate.
        one_at_a_time: choices are offered one after the other.
        headphones: speech is heard in headphones.
        letters: the step of the letters' size.
        colors: what the visitor has chosen; "": the usual ones.
        preferences: all that the visitor may like otherwise is to be seen.
        take_home: the words of the topic that was read, for the visitor to keep; "" at all other
            times.
    """

    kind: Kind
    text: tuple[str, ...] = ()
    question: str = ""
    tiles: tuple[Tile, ...] = ()
    switch: str = ""
    answers: tuple[Tile, ...] = ()
    commands: tuple[Tile, ...] = ()
    place: Step | None = None
    call: CallState = ""
    volume: Step = Step(1, 1)
    rate: Step = Step(1, 1)
    one_at_a_time: bool = False
    headphones: bool = False
    letters: Step = Step(1, 1)
    colors: Colors = ""
    preferences: bool = False
    take_home: str = ""


NOTHING = Scene("idle")
"""What a screen shows before the dialogue has told it anything."""
