"""The stack that a user would write first, to be measured beside the kiosk.

    python -m tests.benchmarks.plain_stack MODEL_FOLDER ANSWER WORD [WORD …]

It is two libraries' examples: Vosk's loop for a microphone, with its default endpointing, and
pyttsx3's say and wait. It prints a line when it begins to listen and after each answer.
"""

import json
import queue
import sys
from pathlib import Path
from typing import Any

import pyttsx3
import sounddevice
import vosk

from audio.voices.worker import load_engine


def main(model_folder: Path, answer: str, words: list[str]) -> None:
    """Answer whatever is heard, until killed."""
    vosk.SetLogLevel(-1)
    load_engine()
    engine = pyttsx3.init()
    blocks: queue.Queue[bytes] = queue.Queue()

    def take(block: Any, frames: int, time: Any, status: Any) -> None:  # noqa: ANN401
        del frames, time, status
        blocks.put(bytes(block))

    rate = int(sounddevice.query_devices(None, "input")["default_samplerate"])
    grammar = json.dumps(words, ensure_ascii=False)
    recognizer = vosk.KaldiRecognizer(vosk.Model(str(model_folder)), rate, grammar)
    with sounddevice.RawInputStream(
        samplerate=rate, blocksize=8000, device=None, dtype="int16", channels=1, callback=take
    ):
        print("listening", flush=True)  # noqa: T201 - its output
        while True:
            if not recognizer.AcceptWaveform(blocks.get()):
                continue
            if json.loads(recognizer.Result())["text"]:
                engine.say(answer)
                engine.runAndWait()
                print("answered", flush=True)  # noqa: T201 - its output


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
