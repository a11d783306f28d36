"""One person's sitting: consent, recording, and what happens to the recordings."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from audio.errors import AudioError
from audio.recognition.recognizer import Recognizer
from kiosk.errors import RecorderError
from kiosk.lab.recorder.booth import KEEP_ON, STOP, Booth, StoppedError
from kiosk.lab.recorder.consent import agrees, says_yes
from kiosk.lab.recorder.folder import Added, RecordingsFolder, ScenarioText
from kiosk.lab.recorder.session import Session
from kiosk.lab.recorder.wording import Wording

MAKE_ROOM_WITHIN = 600.0
"""Seconds given to make room on a full disk, before what was recorded is lost."""

Recorded = tuple[str, ScenarioText] | None
"""What comes of a sitting beside its clips: a scenario's stem and what writes it."""


class Sitting:
    """Leads one person through it. Nothing is written before they have agreed, nor before the end.

    Until then the recordings are only in this process's memory: a stop, a crash or a power cut
    leaves nothing of them.
    """

    def __init__(
        self,
        booth: Booth,
        wording: Wording,
        *,
        listener: Recognizer,
        folder: RecordingsFolder,
        speaker: str,
        session: Session,
    ) -> None:
        """Prepare.

        Args:
            booth: where the person is.
            wording: what is said to them.
            listener: hears yes and no.
            folder: gets the recordings.
            speaker: the code they carry.
            session: records.
        """
        self._booth = booth
        self._wording = wording
        self._listener = listener
        self._folder = folder
        self._speaker = speaker
        self._session = session

    def lead(self, record: Callable[[], Recorded]) -> Added | None:
        """Ask for consent, `record`, and write it; None: nothing was kept.

        Raises:
            RecorderError: it cannot be written.
            AudioError: the microphone, the speaker or the voice fails; what was recorded before is
                kept where the person wants it by a key.
            KeyboardInterrupt: Ctrl-C, and nothing was kept.
        """
        wording = self._wording
        try:
            if not agrees(self._booth, wording, self._listener, self._folder.path, self._speaker):
                raise StoppedError
            self._booth.say(wording.agreed)
        except StoppedError:
            self._conclude(wording.declined)
            return None
        try:
            scenario = record()
        except (StoppedError, KeyboardInterrupt) as stop:
            return self._stop(stop)
        except AudioError as error:
            self._booth.tell(f"! {error}")
            self._keep_by_key()
            raise
        added = self._write(scenario) if self._session.clips else None
        self._conclude(wording.deleted if added is None else wording.kept)
        return added

    def _stop(self, stop: BaseException) -> Added | None:
        if self._session.clips and self._wants_to_keep():
            added = self._write(None)
            self._conclude(self._wording.kept)
            return added
        self._session.clips.clear()
        self._booth.tell("deleted: what was recorded was never written")
        if isinstance(stop, KeyboardInterrupt):
            raise stop
        self._conclude(self._wording.deleted)
        return None

    def _conclude(self, words: tuple[str, ...]) -> None:
        """Say what has become of it; that this fails changes nothing of it."""
        with suppress(StoppedError, AudioError, KeyboardInterrupt):
            self._booth.say(words)

    def _wants_to_keep(self) -> bool:
        booth = self._booth
        booth.tell(f"{len(self._session.clips)} recorded; keys: y keep, n delete")
        try:
            return says_yes(booth, self._wording, self._listener, self._wording.ask_keep)
        except (StoppedError, KeyboardInterrupt, AudioError):
            return False

    def _keep_by_key(self) -> None:
        booth, clips = self._booth, self._session.clips
        if not clips or not booth.keys.there:
            return
        booth.tell(f"{len(clips)} recorded before; press y to keep them, else they are deleted")
        with suppress(StoppedError):
            if booth.key("yn", MAKE_ROOM_WITHIN) == "y":
                self._write(None)
                booth.tell(f"kept in {self._folder.path}")

    def _write(self, scenario: Recorded) -> Added:
        """Write all of it; where that fails and there are keys, again once the disk has room."""
        while True:
            try:
                return self._folder.add(self._session.clips, self._speaker, scenario)
            except RecorderError as error:
                if not self._booth.keys.there:
                    raise
                self._booth.tell(f"! {error}")
                self._booth.tell("nothing is written yet; press Enter to try again, x to give up")
                if self._booth.key((*KEEP_ON, STOP), MAKE_ROOM_WITHIN) in {None, STOP}:
                    raise


def listed(folder: Path, added: Added) -> list[str]:
    """Name what was written, and what to do with it."""
    lines = [f"wrote {path}" for path in added.clips]
    if added.scenario is not None:
        lines.append(f"wrote {added.scenario}")
    return [
        *lines,
        f"play them with: run_kiosk.py replay {folder}",
        f"measure them with: run_kiosk.py evaluate {folder}",
    ]
