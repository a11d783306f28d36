"""Builds a kiosk in service from the parts that work, and says which are missing.

The person who starts it sees on the screen what is missing. A visitor always gets captions and
keys.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from audio.frames import Frames
from audio.signals.earcons import every_earcon
from audio.vosk.models.installed import damaged_model
from grammar.grammar import Grammar
from kiosk.alerts import Alerts, LocalChannel
from kiosk.alerts.channel import TellsDesk
from kiosk.clock import LiveClock
from kiosk.notices import Notices
from kiosk.service.assembly.background import background, held_back, is_loaded, when_loaded
from kiosk.service.assembly.channels import configured_channels
from kiosk.service.assembly.kept import EmergencyOver, kept_marks, kept_pad, started_with
from kiosk.service.assembly.loading import (
    RecognizerName,
    abilities,
    can_be_spoken_over,
    listening,
    load_first,
    load_texts,
    load_to_serve,
    require_model,
)
from kiosk.service.assembly.loudness import RoomWatch, measured_level, output_volumes
from kiosk.service.assembly.voices import service_voice, speaks_within
from kiosk.service.control.door import runtime_folder
from kiosk.service.setup.first_run import first_set_up
from kiosk.settings.model import Settings
from kiosk.status.vitals import Tally, Vitals
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.loop.app import ECHO, App
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.live import LiveDriver
from kiosk.visit.loop.pad_keeper import PadKeeper
from kiosk.visit.loop.ports import Observer
from kiosk.visit.loop.questions_gate import QuestionsGate, lasting_notice
from kiosk.visit.screen.screens import Screens
from kiosk.visit.sound.devices import SoundDevices
from kiosk.visit.sound.opened import opened_sound, watched_sound
from kiosk.visit.speech.mouth import Mouth
from kiosk.visit.speech.prepared import prepared
from kiosk.watchdog.busy_machine import BusyMachine
from kiosk.watchdog.disk import Disk
from kiosk.watchdog.health import Health
from kiosk.watchdog.thread_heartbeats import Probe, ThreadHeartbeats


@dataclass(frozen=True, slots=True)
class Service:
    """A kiosk ready to serve.

    Attributes:
        content: what it says.
        driver: to be run with `started`, which was kept from before.
        tally: its counts.
        health: whether all of it works.
        heartbeats: gets the heartbeats of every thread that is added to it.
        vitals: how it is, in numbers and names.
        devices: its microphone and speaker.
        alerts: how it calls staff.
        gate: knows whether the health questions may be asked.
        desk: how it reports to a desk; None if there is none.
        recognizers: the names of those that listen.
        ready: whether its recognizers are loaded, which is when all of it has started.
        pad: keeps the lock of the staff code, and must be checked from time to time.
    """

    content: Content
    driver: LiveDriver
    started: Started
    tally: Tally
    health: Health
    heartbeats: ThreadHeartbeats
    vitals: Vitals
    devices: SoundDevices
    alerts: Alerts
    gate: QuestionsGate
    desk: TellsDesk | None
    recognizers: Callable[[], tuple[str, ...]]
    ready: Callable[[], bool]
    pad: PadKeeper


@contextmanager
def service(
    settings: Settings,
    screen: Screens,
    disk: Disk,
    recognizer: RecognizerName = "auto",
    *,
    lane: Lane | None = None,
    attended: bool = True,
    touch: bool = False,
    sign_off_known: bool = True,
    observers: Iterable[Observer] = (),
    watched: Callable[[Frames], None] = lambda _: None,
) -> Iterator[Service]:
    """Build a kiosk; on leaving, its devices and processes are released.

    Args:
        settings: the clinic's.
        screen: shows what is said, and what is missing.
        disk: writes what must survive a restart.
        lane: of calls for staff; None: it ends with this process.
        recognizer: who listens (see `listening`); "vosk": as "auto", but no start without a model.
        attended: the person who started it sees the screen, which says that nobody has signed off.
        touch: visitors have the page; keys then only where `key_device` names them.
        sign_off_known: see `QuestionsGate`.
        observers: also watch the app loop.
        watched: gets the frames that are listened to.

    Raises:
        ContentError, GrammarError: what may be said is wrong.
        ModelError: the recognizer has no model; a faulty one ends the driver's loop later.
    """
    model, state = settings.hearing.vosk_model, settings.storage.state_folder
    require_model(recognizer, model)
    with ExitStack() as stack:
        loaded = stack.enter_context(ExitStack())  # closed after the thread that fills it has ended
        ears, acts = stack.enter_context(held_back("recognizers"))
        content = load_texts(settings.clinic)
        spoken_over = can_be_spoken_over(settings.sound)
        among = listening(recognizer, settings)
        grammar = ears.submit(Grammar.load, settings.clinic.language)
        first = ears.submit(load_first, grammar)
        loading = ears.submit(load_to_serve, model, grammar, loaded, among=among, first=first)
        lane, clock = lane or Lane(), LiveClock()
        notices = Notices(screen)
        voice = service_voice(
            settings.voice, settings.clinic.language, partial(notices.put, "voice")
        )
        stack.callback(voice.close)
        voice_dbfs = measured_level(settings.sound, voice, content, notices)
        devices = stack.enter_context(
            opened_sound(
                settings.sound.microphone,
                settings.sound.speaker,
                headphones=settings.sound.headphones,
                clock=clock,
                notices=notices,
                room=RoomWatch(settings.sound, voice_dbfs, notices).take,
            )
        )
        speaks = stack.enter_context(background("voice"))
        mouth = Mouth(
            voice,
            devices,
            content.pronunciations,
            clock,
            earcons=every_earcon(),
            executor=speaks,
            report=screen.notice,
        )
        marks = kept_marks(state, screen, disk)
        local = LocalChannel(
            mouth.earcon, screen, clock, lambda: devices.sounds or screen.seen or attended
        )

        def restart() -> None:
            driver.restart()  # the driver is made later, with these channels

        heartbeats = ThreadHeartbeats(clock)
        channels = configured_channels(
            settings.alerts,
            settings.mqtt,
            clock,
            restart,
            state_folder=state,
            disk=disk,
            heartbeats=heartbeats,
        )
        # Call first, show later: people far away are called before anything is shown here.
        alerts = Alerts([*channels, local], screen.notice, screen.withdraw)
        stack.callback(alerts.close)
        pad = kept_pad(settings, notices, disk)
        tally = Tally()
        vitals = Vitals(clock, date.today, runtime_folder(state) / "counts", disk)
        gate = QuestionsGate(
            content,
            settings.sign_off.given,
            alerts_work=lambda: alerts.working,
            attended=attended,
            sign_off_known=sign_off_known,
            report=partial(notices.put, "clock"),
        )
        hearing = Hearing(loading, grammar, screen.notice, meanwhile=first, watched=watched)
        app = App(
            dialogue=Dialogue(
                content,
                able := abilities(
                    "auto",
                    model,
                    hears=devices.hears,
                    barge_in=spoken_over,
                    among=among,
                    keys=not touch or bool(settings.keys.device),
                    touch=touch,
                    speaker=voice is not None and devices.sounds,
                    screen=attended or touch,
                    jack=bool(settings.sound.headphones),
                ),
                staff_code=settings.alerts.staff_code,
                access=settings.access.at_start,
                volumes=output_volumes(settings.sound, voice_dbfs),
                notice=lasting_notice(content, settings.sign_off.given, date.today()),
            ),
            hearing=hearing,
            mouth=mouth,
            screen=screen,
            alerts=alerts,
            clock=clock,
            marks=marks,
            lane=lane,
            gate=gate,
            outputs=devices,
            observers=[acts, tally, vitals, pad, EmergencyOver(notices), *observers],
            guard=ECHO,
        )

        driver = LiveDriver(app, clock, devices, lane)
        when_loaded(loading, driver.fail, screen.notice)
        health = Health(
            clock,
            heartbeats,
            late=lambda: mouth.late,
            voice=Probe(speaks, clock).silent_for,
            waiting=lambda: driver.waiting,
            hears=lambda: hearing.ready,
            speaks_within=speaks_within(settings.voice, settings.clinic.language),
            machine=BusyMachine(clock, lambda: voice.worker_pid),
        )
        stack.enter_context(
            watched_sound(
                devices,
                driver.post,
                heartbeats,
                headphones=settings.sound.headphones,
                canceller=spoken_over and settings.sound.barge_in == "auto",
            )
        )
        if devices.sounds:
            stack.enter_context(prepared(voice.prepare, content, able))
        started = started_with(marks, pad, vitals, notices)
        damaged = damaged_model(settings.hearing.models_folder, settings.clinic.language)
        if model is None and damaged is not None:
            screen.notice(f"The Vosk model {damaged} is damaged; mend it: run_kiosk.py setup")
        elif recognizer == "auto":
            stack.enter_context(
                first_set_up(settings, screen, lambda: driver.begin_anew("new_model"))
            )
        desk = next((each for each in channels if isinstance(each, TellsDesk)), None)
        yield Service(
            content,
            driver,
            started,
            tally,
            health,
            heartbeats,
            vitals,
            devices,
            alerts,
            gate,
            desk,
            lambda: hearing.names,
            partial(is_loaded, loading),
            pad,
        )
        if marks is not None:
            marks.keep_visit(False)
