"""Finds from signs what is wrong with microphone and speaker: no device reports it."""

from collections.abc import Collection

from audio.frames import Frames
from audio.server.routing import End
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event, HearingBack, HearingLost, SpeakerBack, SpeakerLost
from kiosk.visit.sound.opening import Speaker
from kiosk.visit.sound.server_watch import Routing

LOST_AFTER = 2.5
"""Seconds without a frame after which a microphone counts as lost."""

BACK_AFTER = 1.0
"""Seconds of frames with which one that was lost counts as back: by then the sound server has been
asked where they come from."""

SILENT_AFTER = 30.0
"""Seconds of nothing but zeros after which staff are told. No more than told: a microphone that
takes out noise may give zeros while nobody speaks."""

_LOST: dict[End, Event] = {"microphone": HearingLost(), "speaker": SpeakerLost()}
_BACK: dict[End, Event] = {"microphone": HearingBack(), "speaker": SpeakerBack()}

NO_FRAMES = "the microphone gives no sound; plug it in again or name another one"
NO_MICROPHONE = "no microphone is connected; plug one in, or use the keys and captions"
NOT_PLAYING = "the speaker has stopped; plug it in again or name another one"
NO_SPEAKER = "no speaker is connected; plug one in, or use the keys and captions"
PURE_SILENCE = "the microphone gives pure silence; see whether it is switched off or muted"


class Diagnosis:
    """Knows which of the two is lost, and shows why.

    Attributes:
        lost: what does not work.
        reasons: why a device could not be opened or read.
        routing: how the sound server routes the streams; may be set from any thread.
    """

    def __init__(self, notices: Notices, now: float) -> None:
        """Nothing is lost yet; `notices` show what is."""
        self.lost: set[End] = set()
        self.reasons: dict[End, str] = {}
        self.routing = Routing()
        self._notices = notices
        self._last_frame = self._last_sound = now
        self._frames_since: float | None = None

    @property
    def to_be_opened(self) -> set[End]:
        """What is lost and may come back by being reopened: a muted device stays muted."""
        return self.lost - set(self.routing.kept_back)

    def proves_itself(self, now: float) -> bool:
        """Whether frames have begun to come from a microphone that was lost."""
        return self._frames_since is not None and now - self._frames_since < BACK_AFTER

    def take(self, frames: Frames, now: float) -> None:
        """Take what the microphone has given."""
        self._last_frame = now
        if self._frames_since is None:
            self._frames_since = now
        if frames.any():
            self._last_sound = now

    def microphone_opened(self, now: float) -> None:
        """Another microphone is open; if the old one was lost, this one must give frames first."""
        self._last_sound = now
        self._frames_since = None
        self._last_frame = float("-inf") if "microphone" in self.lost else now

    def look(
        self,
        now: float,
        *,
        microphone: bool,
        speaker: Speaker | None,
        aside: Collection[End],
        speaker_fails: bool,
    ) -> list[Event]:
        """Report what has been lost since the last check, and what is back.

        Args:
            now: the time, in the clock's seconds.
            microphone: whether one is open.
            speaker: the one that is open; None if none is.
            aside: what is closed for a moment, while the other is looked for.
            speaker_fails: sound cannot be routed to the speaker.
        """
        events = self._judged("microphone", self._microphone_trouble(now, microphone, aside))
        events += self._judged("speaker", self._speaker_trouble(speaker, aside, speaker_fails))
        heard = microphone and "microphone" not in self.lost
        silent = heard and now - self._last_sound > SILENT_AFTER
        self._notices.put("silence", PURE_SILENCE if silent else "")
        return events

    def _microphone_trouble(self, now: float, opened: bool, aside: Collection[End]) -> str:
        """Say why nobody can be heard; "" when somebody can."""
        if told := self._server_trouble("microphone", NO_MICROPHONE):
            return told
        lost = "microphone" in self.lost
        if not opened:
            fails = lost or "microphone" not in aside
        elif now - self._last_frame > LOST_AFTER:
            fails = True
        else:
            fails = lost and (self._frames_since is None or self.proves_itself(now))
        return self.reasons.get("microphone", NO_FRAMES) if fails else ""

    def _speaker_trouble(self, speaker: Speaker | None, aside: Collection[End], fails: bool) -> str:
        if told := self._server_trouble("speaker", NO_SPEAKER):
            return told
        lost = "speaker" in self.lost
        if speaker is None:
            closed = lost or "speaker" not in aside
            return self.reasons.get("speaker", NOT_PLAYING) if closed else ""
        works = speaker.steady if lost else not speaker.lost
        return NOT_PLAYING if fails or not works else ""

    def _server_trouble(self, end: End, nowhere: str) -> str:
        return nowhere if end in self.routing.nowhere else self.routing.kept_back.get(end, "")

    def _judged(self, end: End, trouble: str) -> list[Event]:
        if trouble and end not in self.lost:
            self.lost.add(end)
            self._notices.put(end, trouble)
            if end == "microphone":
                self._frames_since = None
            return [_LOST[end]]
        if not trouble and end in self.lost:
            self.lost.remove(end)
            self.reasons.pop(end, None)
            self._notices.put(end, "")
            return [_BACK[end]]
        return []
