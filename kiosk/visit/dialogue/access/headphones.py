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

from collections.abc import Mapping

from audio.signals.levels import Output, Volumes
from grammar.intents import Intent
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.access.one_switch import Scanning
from kiosk.visit.dialogue.actions import WipeCaptions
from kiosk.visit.dialogue.conversation import Sentences
from kiosk.visit.dialogue.intents import PACE
from kiosk.visit.dialogue.table import ASIDES, State

UNPLUGGED = 30.0
"""Seconds in which the headphones may be plugged in again before the visit's end is warned of."""

_ELSEWHERE = frozenset(
    {
        *(Intent.STAFF, Intent.DISTRESS, Intent.GOODBYE),
        *(Intent.MAIN_MENU, Intent.HELP, Intent.PAUSE, Intent.STOP),
    }
)
"""Commands that do not go on with what was being said."""

_ON_THE_WAY = PACE | {Intent.MORE_TIME, Intent.REPEAT}
"""Commands that are done beside going on."""

_REFUSING = frozenset({Intent.NO, Intent.NOT_SURE})


class PrivateListening(Scanning):
    """Says where speech sounds, and asks when it may not sound there any more."""

    def __init__(
        self,
        content: Content,
        abilities: Abilities,
        notice: str,
        access: Access,
        volumes: Mapping[Output, Volumes],
    ) -> None:
        self._plugged_in = False
        self.volumes = volumes
        super().__init__(content, abilities, notice, access)

    def begin_visit(self) -> None:
        """Speak to the next visitor where they can hear it, both outputs as loud as ever."""
        super().begin_visit()
        self.muted = False
        self.announcement = self._told()
        self.play_on("headphones" if self._plugged_in else "speaker")

    def aside(self, trigger: str) -> None:
        """Who cries for help is asked aloud whether they need it."""
        if trigger == "ask_help":
            self.muted = False
        super().aside(trigger)

    def enter_emergency(self) -> None:
        """Let everybody hear it."""
        self.muted = False
        self.play_on("speaker")
        super().enter_emergency()

    def enter_paused(self) -> None:
        """Hold everything; ask how to go on, where the headphones came out."""
        if not self.muted:
            super().enter_paused()
            return
        self.earcon("unplugged")
        self.say(self.prompt("unplugged"))

    def listen(self) -> None:
        """Wait less long for headphones than for somebody who has paused."""
        super().listen()
        if self.muted and self.state == State.PAUSED:
            self.deadline = self.now + UNPLUGGED * self.pace.patience

    def title_of(self, state: str) -> str:
        """Give what the screen's title is in a state, or ""."""
        shown = "unplugged" if self.muted and state == State.PAUSED else state
        return super().title_of(shown)

    def headphones_in(self) -> None:
        """Headphones were plugged in: speak in them, from where it stopped or is."""
        if self._plugged_in:
            return
        self._plugged_in = True
        if self.state == State.EMERGENCY:
            return
        self.hush()
        self.play_on("headphones")
        muted, self.muted = self.muted, False
        if self.state in (State.ATTRACT, State.GOODBYE, State.OUT_OF_SERVICE):
            self.announcement = self._told()
            self._say_rest()
        elif muted and self.state in ASIDES:
            self.resume_origin()
        else:
            self.stop_scan()
            self.say_again(before=self._told(), continued=True)

    def headphones_out(self) -> None:
        """Headphones came out: be silent, and ask before anything is spoken aloud."""
        self._plugged_in = False
        if self.output == "speaker":
            return
        self.hush()
        self.close_ear()
        self.play_on("speaker")
        match self.state:
            case State.ATTRACT:
                self.announcement = ()
                self.forget_speech()
            case State.GOODBYE:
                self.end_session()
            case State.OUT_OF_SERVICE:
                self._say_rest()
            case _:
                self.act(WipeCaptions())  # what was said in them is not for the room to read
                self.muted = True
                self.aside("pause")

    def done(self, intent: str) -> bool:
        """Do what fits; after the headphones came out whatever does not refuse chooses aloud."""
        muted = self.muted
        if muted and intent in _REFUSING and self.state in ASIDES:
            return False
        self.muted = False
        if not muted or self.state not in ASIDES or intent in _ELSEWHERE:
            return super().done(intent)
        self.resume_origin()
        return super().done(intent) if intent in _ON_THE_WAY else True

    def _told(self) -> Sentences:
        """Say, in the headphones, what happens when they come out."""
        return self.prompt("headphones") if self._plugged_in else ()

    def _say_rest(self) -> None:
        """Go on with what is no visitor's, such as that the kiosk is out of service."""
        if self.speaking:
            self.say_again(continued=True)
