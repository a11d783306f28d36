"""Asks whether a person may be recorded, and whether the recordings may be kept."""

from pathlib import Path

from audio.recognition.recognizer import Recognizer
from kiosk.lab.recorder.booth import KEEP_ON, Booth
from kiosk.lab.recorder.wording import Wording

_TRIES = 2


def agrees(
    booth: Booth, wording: Wording, listener: Recognizer, folder: Path, speaker: str
) -> bool:
    """Say what is recorded and where it is kept, and ask for a yes.

    Only a yes counts; no, silence, and two unclear answers do not. A person who reads faster than
    the kiosk speaks goes to the next sentence by a key; no sentence is left out.

    Args:
        booth: where the person is.
        wording: what is said to them.
        listener: hears yes and no; what it hears is forgotten.
        folder: is shown.
        speaker: the code that the recordings carry; is shown.

    Raises:
        StoppedError: the person stops.
        AudioError: the microphone, the speaker or the voice fails.
    """
    booth.tell(f"folder: {folder.resolve()}")
    booth.tell(f"your code: {speaker} (who knows it can have your recordings deleted)")
    booth.tell("keys: y yes, n no, space next sentence, x stop")
    for sentence in wording.consent:
        if booth.say([sentence], ("n", *KEEP_ON)) == "n":
            return False
    booth.keys.drop()
    return says_yes(booth, wording, listener, wording.ask_consent)


def says_yes(
    booth: Booth, wording: Wording, listener: Recognizer, question: tuple[str, ...]
) -> bool:
    """Ask a question, and once more where the answer was neither yes nor no; raises as `agrees`."""
    for attempt in range(_TRIES):
        if attempt:
            booth.say(wording.not_understood, "")
        answer = booth.ask(question, listener)
        if answer is not None:
            return answer
    return False
