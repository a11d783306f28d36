"""Tries each part of a kiosk for real, and says in one line each what to do about it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from time import sleep

from audio.earcons import every_earcon
from audio.errors import AudioError
from audio.headphones import headphones_in, sound_server_answers
from audio.loudness import RoomLevel
from audio.microphone import DeviceMicrophone
from audio.speaker import DeviceSpeaker
from grammar.errors import GrammarError
from grammar.grammar import Grammar
from kiosk.alerts import Alerts
from kiosk.alerts.configured import configured_channels
from kiosk.assembly import load_recognizers, load_words
from kiosk.clock import LiveClock
from kiosk.conformance.install_sheet import signed_by
from kiosk.content.loader import load_content
from kiosk.dialogue.pace import Pace
from kiosk.errors import KioskError
from kiosk.events import Refusal
from kiosk.installed_model import record_of, stores
from kiosk.key_device import find_devices, open_device
from kiosk.loudness import in_words, level_fault, voice_level
from kiosk.marks import Marks
from kiosk.questions_gate import wording_refusal
from kiosk.settings import Settings
from kiosk.voices import kind_of, voice_of

ALERT_ANSWERS = 12.0
"""Seconds in which an alert channel must have answered its test."""

LOOK_EVERY = 0.05
"""Seconds between two looks at what the channels have answered."""

FRAMES_COME = 2.0
"""Seconds in which an open microphone must give its first frames."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is.

    Attributes:
        part: its name.
        fit: fit for service.
        line: what was found; where it is not fit, what to do about it.
    """

    part: str
    fit: bool
    line: str


def examine(settings: Settings, today: date) -> Iterator[Finding]:
    """Try every part, one after the other; what is wrong with one does not keep others back."""
    parts: dict[str, Callable[[], str]] = {
        "wording": lambda: _wording(settings),
        "review": lambda: _review(settings, today),
        "state folder": lambda: _state_folder(settings),
        "voice": lambda: _voice(settings),
        "speaker": lambda: _speaker(settings),
        "microphone": lambda: _microphone(settings),
        "levels": lambda: _levels(settings),
        "headphones": lambda: _headphones(settings),
        "keys": lambda: _keys(settings),
        "model": lambda: _model(settings),
        "recognizers": lambda: _recognizers(settings),
        "page": lambda: _page(settings),
        "install sheet": lambda: f"measured by {signed_by(settings.install_sheet)}",
    }
    for part, look in parts.items():
        try:
            yield Finding(part, True, look())
        except (KioskError, AudioError, GrammarError) as error:
            yield Finding(part, False, str(error))
    yield from _alert_channels(settings)


def _wording(settings: Settings) -> str:
    content, _ = load_words(settings)
    return f"as reviewed by {content.reviewer} on {content.reviewed}"


def _review(settings: Settings, today: date) -> str:
    content = load_content(settings.language, values=settings.spoken_values)
    match wording_refusal(content, settings.sign_off, today, attended=False):
        case Refusal.REVIEW_EXPIRED:
            raise KioskError(
                f"the review expired on {content.review_due}, so the health questions are not "
                "asked; have the wording reviewed, then: run_kiosk.py review --seal"
            )
        case Refusal.NOT_SIGNED_OFF:
            raise KioskError(
                "nobody has signed off this wording, so the service does not ask the health "
                "questions; set signed_off_by and signed_off_on (see the README)"
            )
        case _:
            signed = settings.signed_off_by
            return f"valid until {content.review_due}, signed off by {signed}"


def _state_folder(settings: Settings) -> str:
    marks = Marks(settings.state_folder)
    if marks.emergency:
        raise KioskError("an emergency is latched; staff end it by: run_kiosk.py clear-emergency")
    return str(settings.state_folder)


def _voice(settings: Settings) -> str:
    with closing(voice_of(kind_of(settings), settings)) as voice:
        voice.speak("This is a test of the voice.", Pace().words_per_minute)
        return voice.name


def _page(settings: Settings) -> str:
    """Tell whether there could be a page; a kiosk is fit for service without one."""
    if not settings.browser:
        return "run --page serves it; a browser is opened by hand"
    program = settings.browser[0]
    if shutil.which(program) is None:
        return f"{program} is not installed, which run --page would need"
    return f"run --page opens it in {program}"


def _speaker(settings: Settings) -> str:
    with closing(DeviceSpeaker(settings.speaker)) as speaker:
        speaker.start(every_earcon()["listening"])
    return settings.speaker or "the system's default"


def _microphone(settings: Settings) -> str:
    with closing(DeviceMicrophone(settings.microphone)) as microphone:
        if microphone.read(FRAMES_COME) is None:
            raise KioskError(
                "the microphone is open and gives nothing; unplug it, plug it in and check again"
            )
    return settings.microphone or "the system's default"


def _levels(settings: Settings) -> str:
    """Measure the voice, and the room where its constant is known."""
    content = load_content(settings.language, values=settings.spoken_values)
    with closing(voice_of(kind_of(settings), settings)) as voice:
        speech = voice_level(voice, content)
    room = _room_dbfs(settings)
    if problem := level_fault(settings, speech, room):
        raise KioskError(problem)
    return in_words(settings, speech, room)


def _room_dbfs(settings: Settings) -> float | None:
    level = RoomLevel()
    try:
        with closing(DeviceMicrophone(settings.microphone)) as microphone:
            while level.dbfs is None and (frames := microphone.read(FRAMES_COME)) is not None:
                if not frames.any():
                    break
                level.take(frames)
    except AudioError:
        return None  # the microphone's own line says why
    return level.dbfs


def _headphones(settings: Settings) -> str:
    if not settings.headphones:
        return 'none are looked for; with headphones = "auto" speech moves there, and stays private'
    if not sound_server_answers():
        raise KioskError(
            "the sound server does not say what is plugged in; see that it runs and that pactl is "
            "installed: apt-get install pulseaudio-utils"
        )
    place = headphones_in(settings.headphones)
    return "not plugged in" if place is None else " ".join(filter(None, (place.sink, place.port)))


def _keys(settings: Settings) -> str:
    if not settings.key_device:
        return "those of the terminal; key_device in the settings reads a keypad with no terminal"
    devices = find_devices(settings.key_device)
    for device in devices:
        os.close(open_device(device, grab=False))
    return ", ".join(map(str, devices))


def _model(settings: Settings) -> str:
    if settings.vosk_model is not None and record_of(settings) is None:
        return f"{settings.vosk_model}, named in the settings, which nothing verifies"
    for store in stores(settings.models_folder):
        record = store.chosen()
        if record is None or record.language != settings.language:
            continue
        if store.state(record, thoroughly=True) != "whole":
            raise KioskError(
                f"{store.place(record)} is damaged and not used; mend it: run_kiosk.py setup"
            )
        return f"{record.name}, verified"
    return (
        "none, so choices are offered one at a time by yes and no; to get one: run_kiosk.py setup"
    )


def _recognizers(settings: Settings) -> str:
    with ExitStack() as service:
        loaded = load_recognizers("auto", settings, Grammar.load(settings.language), service)
        hears = (loaded.yes_no, loaded.vosk, loaded.sphinx)
        return ", ".join(recognizer.name for recognizer in hears if recognizer is not None)


def _alert_channels(settings: Settings) -> Iterator[Finding]:
    """Send a test on every channel that the settings name, and wait for what comes of it."""
    clock = LiveClock()
    channels = configured_channels(settings, clock)
    if not channels:
        yield Finding(
            "alerts",
            True,
            "this kiosk's own sound and screen alone; alert_command or alert_webhook in the "
            "settings reach staff elsewhere",
        )
    ends = clock.now() + ALERT_ANSWERS
    with closing(Alerts(channels)) as alerts:
        while clock.now() < ends and not all(one.working or one.trouble for one in channels):
            alerts.progress()
            sleep(LOOK_EVERY)
        for channel in channels:
            trouble = channel.trouble or "has not answered; see that it runs"
            line = "took the test" if channel.working else trouble
            yield Finding(f"alert {channel.name}", channel.working, line)
