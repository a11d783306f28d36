"""A private PulseAudio with a virtual speaker and a virtual microphone, and no sound card.

What is played into the sink "mic" is a person speaking; the monitor of "speaker" is what a visitor
hears. ALSA programs reach it through an ALSA configuration of its own.

The sinks do without rewinds: one that rewinds renders up to 2 s ahead while nobody plays, and what
is played next waits until that time is over, as on no sound card.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from tests.system.live.torn import TearWatch
from tests.waiting import until

INSTALL_LINE = "apt-get install pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"

_SERVER = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=speaker rate=48000 norewinds=1
load-module module-null-sink sink_name=mic rate=48000 norewinds=1
load-module module-remap-source source_name=microphone master=mic.monitor
set-default-sink speaker
set-default-source microphone
"""

_ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default {{ type pulse server "unix:{socket}" }}
ctl.!default {{ type pulse server "unix:{socket}" }}
pcm.room {{ type pulse server "unix:{socket}" hint {{ show on description "The room" }} }}
"""

_STARTS = 20.0
"""Seconds the server, or a recorder of it, may take to begin."""


@dataclass(slots=True)
class SoundServer:
    """A running server.

    Attributes:
        environment: makes PulseAudio's and ALSA's programs use it.
        folder: for the files of a test.
        process: the server; None while it is ended.
    """

    environment: dict[str, str]
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, at the same place as before."""
        environment = {n: v for n, v in self.environment.items() if n != "PULSE_SERVER"}
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [
                    *("pulseaudio", "--daemonize=no", "--exit-idle-time=-1"),
                    *("-n", "-F", str(self.folder / "server.pa")),
                ],
                env=environment,
                stdout=log,
                stderr=log,
            )
        _wait_for(self.process, self.environment, self.folder)

    def kill(self) -> None:
        """End it without a word to those who are connected."""
        self.signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """End it, if it runs."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)  # one that is stopped would not end
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, such as SIGSTOP."""
        assert self.process is not None
        self.process.send_signal(number)

    def control(self, *command: str) -> str:
        """Run a command of `pactl`."""
        return self._run("pactl", *command)

    def play(self, recording: Path) -> None:
        """Let a person be heard: a sound file, to its end, in real time."""
        self._run("paplay", "--device=mic", str(recording))

    @contextmanager
    def heard(self, sink: str = "speaker") -> Iterator["Heard"]:
        """Keep what a visitor hears meanwhile from a sink; begins once it comes, silence too."""
        file = self.folder / f"heard-{sink}.raw"
        with file.open("wb") as out:
            recorder = subprocess.Popen(
                [
                    "parec",
                    f"--device={sink}.monitor",
                    f"--rate={SAMPLE_RATE}",
                    "--channels=1",
                    "--format=s16le",
                    "--latency-msec=20",
                ],
                env=self.environment,
                stdout=out,
            )
            try:
                until(lambda: file.stat().st_size, _STARTS, lambda: f"nothing from the sink {sink}")
                yield Heard(file)
            finally:
                recorder.terminate()
                recorder.wait(10)

    def load(self, *module: str) -> str:
        """Load a module of the server, as by `pactl load-module`; gives its number."""
        return self.control("load-module", *module).strip()

    def unload(self, module: str) -> None:
        """Unload modules: the number of one, or the name of all of a kind."""
        self.control("unload-module", module)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=60
        )
        return done.stdout


@dataclass(frozen=True, slots=True)
class Heard:
    """What came out of a sink so far."""

    file: Path

    @property
    def frames(self) -> Frames:
        """All of it as frames."""
        raw = self.file.read_bytes()
        samples = np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2")
        return np.asarray(samples / 32768, np.float32)


@contextmanager
def sound_server(folder: Path, more: str = "") -> Iterator[SoundServer]:
    """Run a server of its own in `folder`.

    Args:
        folder: empty, and of mode 0700.
        more: lines that its script has besides.

    Raises:
        AssertionError: it is not installed; the message has the line that installs it.
    """
    for program in ("pulseaudio", "paplay", "parec"):
        assert shutil.which(program), f"{program} is missing; run: {INSTALL_LINE}"
    socket = folder / "pulse" / "native"  # where programs look that are told of none
    socket.parent.mkdir(mode=0o700, exist_ok=True)
    (folder / "server.pa").write_text(_SERVER.format(socket=socket) + more)
    (folder / "asound.conf").write_text(_ALSA.format(socket=socket))
    environment = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
        "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
    }
    server = SoundServer(environment, folder)
    try:
        server.start()
        with closing(TearWatch(environment)):
            yield server
    finally:
        server.end()


def _wait_for(server: "subprocess.Popen[bytes]", environment: dict[str, str], folder: Path) -> None:
    def began() -> bool:
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_STARTS,
        )
        return server.poll() is not None or "microphone" in asked.stdout

    log = folder / "server.log"
    until(began, _STARTS, log.read_text)
    assert server.poll() is None, log.read_text()
