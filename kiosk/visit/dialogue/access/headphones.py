"""Headphones: speech plays in them while they are plugged in, and stops when they are unplugged.

Speech in headphones may be private. When they are unplugged during a visit, speech stops, and no
word sounds from the loudspeaker until the visitor agrees: by any key or switch, or by a spoken yes
or command (accessibility.md B6). Until then the kiosk only shows captions. A visitor who cannot see
the captions was told what to do when the headphones were plugged in. This visitor also hears the
unplugged earcon, the listening earcon and the warning, since a tone reveals nothing to bystanders.
When the headphones are plugged in again, the speech continues in them where it stopped. If the
visitor does nothing, the kiosk warns and ends the visit, with tones and captions only.

Staff must hear an emergency too: it is always spoken on the loudspeaker. So is the offer of staff
once the headphones are unplugged, since its time runs; after a no, the visitor is asked as above.
"""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import WipeCaptions
from kiosk.visit.dialogue.look import LOOK
from kiosk.visit.dialogue.pace import PACE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import ASIDES, State

_ELSEWHERE = (
    *(Intent.STAFF, Intent.DISTRESS, Intent.GOODBYE),
    *(Intent.MAIN_MENU, Intent.HELP, Intent.PAUSE, Intent.STOP),
)
"""Commands that do not continue the interrupted speech."""

_ON_THE_WAY = PACE | LOOK | {Intent.PREFERENCES, Intent.MORE_TIME, Intent.REPEAT}
"""Commands that are carried out while the interrupted speech continues."""

_REFUSING = frozenset({Intent.NO, Intent.NOT_SURE})


@dataclass(eq=False, repr=False)
class Headphones(Part):
    """Chooses the output for speech, and asks before speech moves to the loudspeaker."""

    plugged_in: bool = False

    def begin_visit(self) -> None:
        """Choose the output for the next visitor."""
        self.visit.announcement = self._told()
        self.talk.play_on("headphones" if self.plugged_in else "speaker")

    def come_in(self) -> None:
        """Continue the speech in headphones that were plugged in."""
        if self.plugged_in:
            return
        self.plugged_in = True
        if self.state == State.EMERGENCY:
            return
        self.talk.hush()
        self.talk.play_on("headphones")
        muted, self.visit.muted = self.visit.muted, False
        self.visit.unplugged = False
        if self.state in (State.ATTRACT, State.GOODBYE, State.OUT_OF_SERVICE):
            self.visit.announcement = self._told()
            self._say_rest()
        elif muted and self.state in ASIDES:
            self.position.end_aside()
        else:
            self.talk.stop_offering()
            self.talk.say_again(before=self._told(), continued=True)

    def come_out(self) -> None:
        """Stop speaking when headphones were unplugged, and ask before speaking aloud."""
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
            case State.OFFER_STAFF:
                self.talk.act(WipeCaptions())  # the room must not read what was said in them
                self.visit.unplugged = True
                self.talk.say_again()
            case _:
                self.talk.act(WipeCaptions())
                self.visit.muted = True
                self.position.begin_aside("pause")

    def chosen_aloud(self, intent: str) -> bool | None:
        """Take an intent as agreement to speech aloud, unless it refuses.

        Returns:
            False: it refuses. True: nothing is left to do. None: it must be carried out as usual.
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
        """Give the text, for the headphones, that tells what happens when they are unplugged."""
        return self.talk.prompt("headphones") if self.plugged_in else ()

    def _say_rest(self) -> None:
        """Continue speech that is not private, such as that the kiosk is out of service."""
        if self.talk.speaking:
            self.talk.say_again(continued=True)
