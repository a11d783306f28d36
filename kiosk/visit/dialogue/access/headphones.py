"""Headphones: speech is in them while they are plugged in, and nowhere when they come out.

What is said in headphones may be private. When they come out in a visit the speech stops, and no
word sounds from the loudspeaker until the visitor chooses that it may: any key or switch, or a
spoken yes or command (accessibility.md B6). Until then what the kiosk says is captions alone. Who
does not see them has been told in the headphones, when these were plugged in, what to do; and they
hear the unplugged earcon, the listening earcon and the warning: a tone tells nobody anything.
Plugged in again, the speech goes on in them where it stopped. Whoever does nothing is warned and
the visit ends, in tones and captions.

An emergency is for the staff's ears too: it is always spoken on the loudspeaker.
"""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import WipeCaptions
from kiosk.visit.dialogue.pace import PACE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import ASIDES, State

_ELSEWHERE = (
    *(Intent.STAFF, Intent.DISTRESS, Intent.GOODBYE),
    *(Intent.MAIN_MENU, Intent.HELP, Intent.PAUSE, Intent.STOP),
)
"""Commands that do not go on with what was being said."""

_ON_THE_WAY = PACE | {Intent.MORE_TIME, Intent.REPEAT}
"""Commands that are done beside going on."""

_REFUSING = frozenset({Intent.NO, Intent.NOT_SURE})


@dataclass(eq=False, repr=False)
class Headphones(Part):
    """Says where speech sounds, and asks when it may not sound there any more."""

    plugged_in: bool = False

    def begin_visit(self) -> None:
        """Speak to the next visitor where they can hear it."""
        self.visit.announcement = self._told()
        self.talk.play_on("headphones" if self.plugged_in else "speaker")

    def come_in(self) -> None:
        """Headphones were plugged in: speak in them, from where it stopped or is."""
        if self.plugged_in:
            return
        self.plugged_in = True
        if self.state == State.EMERGENCY:
            return
        self.talk.hush()
        self.talk.play_on("headphones")
        muted, self.visit.muted = self.visit.muted, False
        if self.state in (State.ATTRACT, State.GOODBYE, State.OUT_OF_SERVICE):
            self.visit.announcement = self._told()
            self._say_rest()
        elif muted and self.state in ASIDES:
            self.position.end_aside()
        else:
            self.talk.stop_offering()
            self.talk.say_again(before=self._told(), continued=True)

    def come_out(self) -> None:
        """Headphones came out: be silent, and ask before anything is spoken aloud."""
        self.plugged_in = False
        if self.talk.output == "speaker":
            return
        self.talk.hush()
        self.talk.close_ear()
        self.talk.play_on("speaker")
        match self.state:
            case State.ATTRACT:
                self.visit.announcement = ()
                self.visit.speech = None
            case State.GOODBYE:
                self.position.end_session()
            case State.OUT_OF_SERVICE:
                self._say_rest()
            case _:
                self.talk.act(WipeCaptions())  # what was said in them is not for the room to read
                self.visit.muted = True
                self.position.begin_aside("pause")

    def chosen_aloud(self, intent: str) -> bool | None:
        """Take an intent for the choice to go on aloud; whatever does not refuse chooses it.

        False: it refuses. True: nothing else is left to do. None: it has to be done as ever.
        """
        muted = self.visit.muted
        if muted and intent in _REFUSING and self.state in ASIDES:
            return False
        self.visit.muted = False
        if not muted or self.state not in ASIDES or intent in _ELSEWHERE:
            return None
        self.position.end_aside()
        return None if intent in _ON_THE_WAY else True

    def _told(self) -> Sentences:
        """Say, in the headphones, what happens when they come out."""
        return self.talk.prompt("headphones") if self.plugged_in else ()

    def _say_rest(self) -> None:
        """Go on with what is no visitor's, such as that the kiosk is out of service."""
        if self.talk.speaking:
            self.talk.say_again(continued=True)
