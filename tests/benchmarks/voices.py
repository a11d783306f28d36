"""How soon each voice's sound is ready: `python -m tests.benchmarks.voices [--count 30]`.

Fixed texts are prepared, and then asked of both voices by turns; other texts are synthesized when
they are asked for. Prints JSON: medians in seconds, and the natural voice's share of the plain
one's time.
"""

import argparse
import json
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from audio.voices.cache import CachedVoice
from audio.voices.natural import NaturalVoice
from audio.voices.plain import Pyttsx3Voice
from kiosk.service.assembly.loading import load_words
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.speech.synthesis import Pronunciations

RATE = 150


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30)
    count = parser.parse_args().count
    content, _ = load_words(ClinicSettings())
    respelled = Pronunciations(content.pronunciations)
    texts = [respelled.apply(s) for topic in content.topics.values() for s in topic.plain][:count]
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(CachedVoice(Pyttsx3Voice(), Path(folder, "plain"))) as plain,
        closing(CachedVoice(NaturalVoice(), Path(folder, "natural"))) as natural,
    ):
        voices = {"plain": plain, "natural": natural}
        times: dict[tuple[str, str], list[float]] = {}
        for voice in voices.values():
            voice.speak("One.", RATE)
        for kind in ("synthesized", "prepared"):
            for text in texts:
                for name, voice in voices.items():
                    began = time.perf_counter()
                    voice.speak(text, RATE)
                    times.setdefault((name, kind), []).append(time.perf_counter() - began)
            for voice in voices.values():
                voice.prepare(texts, RATE)
    told: dict[str, float] = {}
    for kind in ("synthesized", "prepared"):
        found = {name: median(times[name, kind]) for name in voices}
        told |= {f"{name}_{kind}": round(seconds, 4) for name, seconds in found.items()}
        told[f"ratio_{kind}"] = round(found["natural"] / found["plain"], 2)
    print(json.dumps(told, indent=2))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
