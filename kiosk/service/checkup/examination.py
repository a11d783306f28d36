"""Every part of a kiosk, in an order where a fault may cause later ones: fix the first one first.

Slow trials are started at once and run side by side.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

from audio.errors import reason_of
from audio.server.headphones import headphones_in, sound_server_answers
from audio.voices.natural import LANGUAGE, MISSING, is_installed
from audio.vosk.models.installed import record_of, stores
from kiosk.assurance.install_sheet import signed_by
from kiosk.errors import FORESEEN, KioskError
from kiosk.service.assembly.loading import load_words, recognizers_of
from kiosk.service.assembly.loudness import in_words, level_fault, voice_level
from kiosk.service.assembly.voices import service_voice
from kiosk.service.checkup.alert_trial import AlertTrial, local_alert, told_channels
from kiosk.service.checkup.finding import Finding
from kiosk.service.checkup.hearing_trial import recognizers_hear
from kiosk.service.checkup.running_kiosk import RunningKiosk
from kiosk.service.checkup.sound_findings import microphone_finding, speaker_finding
from kiosk.service.checkup.sound_trial import SoundTrial
from kiosk.service.fleet.broker import Broker, broker_of
from kiosk.settings.model import Settings
from kiosk.settings.service_sections import ClinicSettings, SignOffSettings
from kiosk.settings.types import RecognizerKind
from kiosk.settings.visit_sections import AUTO, HearingSettings, SoundSettings, VoiceSettings
from kiosk.visit.content.loader import load_content
from kiosk.visit.dialogue.pad_state import SHORT_CODE, SHORTEST_SAFE
from kiosk.visit.keys.device import find_devices, open_device
from kiosk.visit.loop.questions_gate import approval, clock_fault, wording_refusal
from kiosk.watchdog.marks import call_is_kept, emergency_is_kept

LEAST_FREE = 50_000_000
"""Bytes that must be free on a disk: log, cache and counts take some 20 MB."""


def examine(settings: Settings, today: date) -> Iterator[tuple[str, Finding]]:
    """Give each part's name and how it is; what is wrong with one does not keep others back."""
    clinic, hearing, state = settings.clinic, settings.hearing, settings.storage.state_folder
    kiosk = RunningKiosk(state)
    serving = kiosk.snapshot.process if kiosk.snapshot is not None else None
    sound = SoundTrial(settings.sound, serving, kiosk.used_now)
    with ThreadPoolExecutor(max_workers=2) as beside:
        ways, mqtt = settings.alerts, settings.mqtt
        alerts = beside.submit(AlertTrial, ways, mqtt) if not kiosk.used else None
        heard = beside.submit(recognizers_hear, settings)
        voice = beside.submit(_voice, settings.voice, clinic)
        broker = broker_of(mqtt)
        kept_out = beside.submit(_broker, broker) if broker is not None else None
        yield "emergency", found(lambda: _emergency(state, kiosk))
        speaker = found(lambda: speaker_finding(sound.sounding(), settings.sound, kiosk.snapshot))
        yield "speaker", speaker
        yield (
            "microphone",
            found(lambda: microphone_finding(sound.sounding(), settings.sound, kiosk.snapshot)),
        )
        yield "voice", found(lambda: voice.result()[0])
        yield "recognizers", found(heard.result)
        yield "kiosk", found(kiosk.finding)
        others = bool(ways.command or ways.webhook or mqtt.host)
        yield "alert local", local_alert(speaker, kiosk.snapshot, others=others)
        yield from _alerts(alerts, kiosk)
        if kept_out is not None:
            yield "broker", found(kept_out.result)
        rest: dict[str, Callable[[], str]] = {
            "state folder": lambda: _folders(state, settings.voice.cache_folder),
            "keys": lambda: _keys(settings.keys.device),
            "staff code": lambda: _staff_code(ways.staff_code),
            "headphones": lambda: _headphones(settings.sound.headphones),
            "model": lambda: _model(hearing, recognizers_of(settings), clinic.language),
            "page": lambda: _page(settings.page.browser),
            "levels": lambda: _levels(settings.sound, voice.result()[1], sound.room_dbfs()),
            "wording": lambda: _wording(clinic),
            "review": lambda: _review(clinic, settings.sign_off, today),
            "install sheet": lambda: f"measured by {signed_by(settings.installation.sheet)}",
        }
        for part, look in rest.items():
            yield part, found(partial(_told, look))


def examine_without_settings(state_folder: Path, trouble: str) -> Iterator[tuple[str, Finding]]:
    """Give what can be said of a kiosk whose settings are wrong.

    Args:
        state_folder: where it is reached.
        trouble: what is wrong with the settings, one line for each mistake.
    """
    kiosk = RunningKiosk(state_folder)
    emergency = "emergency", found(lambda: _emergency(state_folder, kiosk))
    settings = [("settings", Finding(line, "unfit")) for line in trouble.splitlines()]
    # A person who needs help goes before a file.
    on = emergency[1].verdict == "unfit"
    yield from (emergency, *settings) if on else (*settings, emergency)
    yield "kiosk", found(kiosk.finding)


def _told(look: Callable[[], str]) -> Finding:
    return Finding(look())


def found(look: Callable[[], Finding]) -> Finding:
    """Try a part; an error becomes a finding, so that the other parts are tried."""
    try:
        return look()
    except FORESEEN as error:
        return Finding(str(error), "unfit")
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return Finding(f"{place}{reason_of(error)}; mend that", "unfit")
    except Exception as error:  # noqa: BLE001, RUF100 - a part's own fault must not hide the others
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Finding(
            f"its check met a fault of its own ({what}); install the kiosk again", "unfit"
        )


def _alerts(
    trial: "Future[AlertTrial] | None", kiosk: RunningKiosk
) -> Iterator[tuple[str, Finding]]:
    findings: list[tuple[str, Finding]] = []

    def look() -> Finding:
        if trial is not None:
            findings.extend(trial.result().findings())
        elif kiosk.snapshot is not None:
            findings.extend(told_channels(kiosk.snapshot))
        return Finding("")

    if (failed := found(look)).line:
        findings.append(("channels", failed))
    for name, finding in findings:
        yield f"alert {name}", finding


def _emergency(state_folder: Path, kiosk: RunningKiosk) -> Finding:
    if kiosk.anothers:
        return kiosk.finding()
    if kiosk.snapshot is not None:
        latched, called = kiosk.snapshot.emergency, kiosk.snapshot.call
    else:
        latched, called = emergency_is_kept(state_folder), call_is_kept(state_folder)
    if latched:
        return Finding(
            "an emergency is on: go there and see who needs help; it rings until staff end it by: "
            "run_kiosk.py clear-emergency",
            "unfit",
        )
    if called:
        return Finding(
            "a visitor has asked for staff: go there; staff end the call by: "
            "run_kiosk.py clear-emergency",
            "unfit",
        )
    return Finding("none is on")


def _wording(clinic: ClinicSettings) -> str:
    content, _ = load_words(clinic)
    return f"the texts are those sealed on {content.reviewed}"


def _review(clinic: ClinicSettings, sign_off: SignOffSettings, today: date) -> str:
    content = load_content(clinic.language, values=clinic.spoken_values)
    if fault := clock_fault(content, today):
        raise KioskError(fault)
    told = approval(content, sign_off.given, today)
    if wording_refusal(content, sign_off.given, today, attended=False) is not None:
        raise KioskError(told)
    return told


def _folders(state: Path, cache: Path) -> str:
    """Write to each folder that the kiosk writes to, and see how much more would go there."""
    for folder in (state, cache):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_to(folder)
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            raise KioskError(
                f"the disk of {folder} is full, {free / 1e6:.0f} MB are left; delete what is not "
                f"needed; this shows what is there: du -xh --max-depth=1 {_mount_of(folder)}"
            )
    return f"{state}, {free / 1e9:.1f} GB are left"


def _write_to(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = reason_of(error)
        raise KioskError(
            f"{folder}: nothing can be written there: {reason}; make room, or let the kiosk's user "
            "write there, or name other folders in the settings"
        ) from None


def _mount_of(folder: Path) -> Path:
    folder = folder.absolute()
    while not folder.is_mount():
        folder = folder.parent
    return folder


def _voice(wanted: VoiceSettings, clinic: ClinicSettings) -> tuple[Finding, float]:
    """Give how the voice is, and its level, measured in what it says."""
    content = load_content(clinic.language, values=clinic.spoken_values)
    troubles: list[str] = []
    made = service_voice(wanted, clinic.language, troubles.append, cached=False, waited_for=None)
    with closing(made) as voice:
        level = voice_level(voice, content)
    if troubles:
        return Finding(troubles[0], "look"), level
    if wanted.name == AUTO and clinic.language == LANGUAGE and not is_installed():
        return Finding(f"{voice.name}; {MISSING}"), level
    return Finding(voice.name), level


def _page(browser: Sequence[str]) -> str:
    """Tell whether there could be a page; a kiosk is fit for service without one."""
    if not browser:
        return "run --page serves it; a browser is opened by hand"
    program = browser[0]
    if shutil.which(program) is None:
        return f"{program} is not installed, which run --page would need"
    return f"run --page opens it in {program}"


def _levels(sound: SoundSettings, speech: float, room: float | None) -> str:
    if problem := level_fault(sound, speech, room):
        raise KioskError(problem)
    return in_words(sound, speech, room)


def _headphones(wanted: str) -> str:
    if not wanted:
        return 'none are looked for; with headphones = "auto" speech moves there, and stays private'
    if not sound_server_answers():
        raise KioskError(
            "the sound server does not say what is plugged in; see that it runs and that pactl is "
            "installed: apt-get install pulseaudio-utils"
        )
    place = headphones_in(wanted)
    return "not plugged in" if place is None else " ".join(filter(None, (place.sink, place.port)))


def _keys(device: str) -> str:
    if not device:
        return "those of the terminal; key_device in the settings reads a keypad with no terminal"
    found_there = find_devices(device)
    for each in found_there:
        os.close(open_device(each, grab=False))
    return ", ".join(map(str, found_there))


def _broker(broker: Broker) -> Finding:
    # It takes long to load, and few kiosks have a desk.
    from kiosk.service.checkup.broker_trial import broker_finding  # noqa: PLC0415

    return broker_finding(broker)


def _staff_code(code: str) -> str:
    if not code:
        return "none; staff end an emergency by: run_kiosk.py clear-emergency"
    if len(code) < SHORTEST_SAFE:
        raise KioskError(SHORT_CODE)
    return f"{len(code)} digits, and then Enter or #, end an emergency"


def _model(hearing: HearingSettings, listens: Sequence[RecognizerKind], language: str) -> str:
    model = hearing.vosk_model
    if model is not None and record_of(hearing.models_folder, model) is None:
        return f"{model}, named in the settings; it is not verified"
    for store in stores(hearing.models_folder):
        record = store.chosen()
        if record is None or record.language != language:
            continue
        if store.state(record, thoroughly=True) != "whole":
            raise KioskError(
                f"{store.place(record)} is damaged and not used; mend it: run_kiosk.py setup"
            )
        return f"{record.name}, verified"
    if "moonshine" in listens:
        return "none; Moonshine hears every phrase"
    return (
        "none, so choices are offered one at a time by yes and no; to get one: run_kiosk.py setup, "
        "or let Moonshine listen: recognizers in the settings"
    )
