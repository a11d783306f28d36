"""The microphone, the speaker and the sound server for as long as a kiosk serves."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from audio.devices.microphone import DeviceMicrophone
from audio.devices.portaudio import refresh
from audio.devices.speaker import DeviceSpeaker
from audio.frames import Frames
from audio.server.output_route import OutputRoute
from kiosk.clock import Clock
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event
from kiosk.visit.sound.devices import SoundDevices
from kiosk.visit.sound.echo_watch import watched_canceller
from kiosk.visit.sound.headphone_watch import watched_headphones
from kiosk.visit.sound.opening import DeviceTries
from kiosk.visit.sound.output_switch import OutputSwitch
from kiosk.visit.sound.server_watch import watched_routing
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats


@contextmanager
def opened_sound(
    microphone: str,
    speaker: str,
    *,
    headphones: str,
    clock: Clock,
    notices: Notices,
    room: Callable[[Frames], None],
) -> Iterator[SoundDevices]:
    """Open the devices and release them on leaving.

    Args:
        microphone: part of its name; "": the system's.
        speaker: likewise.
        headphones: likewise; "": the kiosk has none.
        clock: tells how long nothing has come.
        notices: show what is wrong.
        room: given what the microphone hears while the kiosk plays nothing.
    """
    with ExitStack() as stack:
        switch = None
        if headphones:
            route = OutputRoute(headphones)
            stack.callback(route.close)
            switch = OutputSwitch(route.lead, clock)
        tries = DeviceTries(
            lambda: DeviceMicrophone(microphone), lambda: DeviceSpeaker(speaker), refresh, clock
        )
        devices = SoundDevices(tries, clock, notices, switch=switch, room=room)
        stack.callback(devices.close)
        yield devices


@contextmanager
def watched_sound(
    devices: SoundDevices,
    post: Callable[[Event], None],
    heartbeats: ThreadHeartbeats,
    *,
    headphones: str,
    canceller: bool,
) -> Iterator[None]:
    """Follow the sound server while the body runs.

    Args:
        devices: are told what it makes of their streams.
        post: takes what has happened, from any thread.
        heartbeats: gets a heartbeat each round of the threads.
        headphones: part of their name; "": the kiosk has none.
        canceller: look whether it still takes the kiosk's own voice out of what is heard.
    """
    with ExitStack() as stack:
        stack.enter_context(watched_routing(devices.lead, heartbeats))
        if headphones:
            stack.enter_context(watched_headphones(headphones, post, heartbeats))
        if canceller:
            stack.enter_context(watched_canceller(post, heartbeats))
        yield
