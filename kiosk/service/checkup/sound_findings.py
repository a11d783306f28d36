"""Findings about microphone and speaker from what they gave, with what to do."""

import numpy as np

from audio.frames import Frames
from audio.server.mixer import quieter
from audio.server.routing import End
from audio.signals.loudness import LevelMeter
from kiosk.service.checkup.finding import Finding, Verdict
from kiosk.service.checkup.sound_trial import CANCELLER, Sounding
from kiosk.settings.visit_sections import SoundSettings
from kiosk.status.snapshot import Snapshot
from kiosk.visit.sound.diagnosis import NO_MICROPHONE, NO_SPEAKER, NOT_PLAYING, PURE_SILENCE

_FLAT = 1e-7
"""Amplitude around its mean below which a microphone gives no sound at all."""

_FULL = 0.99
_OVERDRIVEN = 0.01
"""Share of samples at full scale from which the microphone is overdriven."""

_DEFAULT = "the system's default"


def speaker_finding(sounding: Sounding, sound: SoundSettings, kiosk: Snapshot | None) -> Finding:
    """Tell whether the kiosk can be heard.

    Args:
        sounding: what the devices gave.
        sound: names them.
        kiosk: how the one that runs here is; None: none does.
    """
    if (found := _obstacle("speaker", NO_SPEAKER, sounding, kiosk)) is not None:
        return found
    if sounding.heard:
        return Finding(f"a test sound was played and heard ({sound.speaker or _DEFAULT})")
    if sounding.kept_quiet and kiosk is not None:
        line = "nothing is played into a visit; the running kiosk says that it "
        return Finding(
            f"{line}sounds" if kiosk.sounds else f"{line}does not sound", _fit_if(kiosk.sounds)
        )
    if not sounding.played:
        return Finding(NOT_PLAYING, "unfit")
    hides = (
        "no microphone works"
        if microphone_finding(sounding, sound, kiosk).verdict == "unfit"
        else sounding.hides
    )
    if hides:
        return Finding(
            f"did you hear the test sound? The kiosk cannot tell, for {hides}; if you did not, "
            "turn the speaker up, and see to its power and its cable",
            "look",
        )
    return Finding(
        "the microphone did not hear the test sound; if you did not either, turn the speaker "
        "up, and see to its power and its cable; if you did, put the microphone nearer, or "
        'where it takes out what the speaker plays by itself, set barge_in = "on"',
        "unfit",
    )


def microphone_finding(sounding: Sounding, sound: SoundSettings, kiosk: Snapshot | None) -> Finding:
    """Tell whether the kiosk hears; the arguments are those of `speaker_finding`."""
    if (found := _obstacle("microphone", NO_MICROPHONE, sounding, kiosk)) is not None:
        return found
    if _is_flat(sounding.room) and _is_flat(sounding.meanwhile):
        if sounding.hides == CANCELLER:
            line = "gives nothing while nobody speaks, as noise suppression may cause"
            return Finding(f"{line}; speak to it, and see: run_kiosk.py status", "look")
        return Finding(f"{PURE_SILENCE}, or turned down to nothing", "unfit")
    if np.mean(np.abs(sounding.room) >= _FULL) > _OVERDRIVEN:
        down = quieter("microphone")
        how = f"turn it down: {down}" if down else "turn it down in the mixer"
        return Finding(f"the microphone is too loud and distorts words; {how}", "unfit")
    meter = LevelMeter()
    meter.take(sounding.room)
    name = sound.microphone or _DEFAULT
    return Finding(f"the room has {meter.dbfs:.0f} dBFS ({name})")


def _obstacle(
    end: End, led_nowhere: str, sounding: Sounding, kiosk: Snapshot | None
) -> Finding | None:
    """Say why nothing can come of a device."""
    if error := sounding.errors.get(end):
        beside = _beside_the_kiosk(end, kiosk) if end in sounding.taken else None
        return beside or Finding(error, "unfit")
    if end in sounding.nowhere:
        return Finding(led_nowhere, "unfit")
    if found := sounding.blockades.get(end):
        return Finding(f"{found.what}; undo it: {found.mend}", "unfit")
    return None


def _beside_the_kiosk(end: End, kiosk: Snapshot | None) -> Finding | None:
    """Give what the running kiosk says of a device that it may keep from everybody else."""
    if kiosk is None:
        return None
    if end == "microphone" and kiosk.hears and kiosk.microphone_dbfs is not None:
        return Finding(f"the running kiosk hears {kiosk.microphone_dbfs:.0f} dBFS")
    if end == "speaker" and kiosk.sounds:
        return Finding(
            "the running kiosk uses it and says that it sounds; press a key there: "
            "if you hear nothing, turn the speaker up, and see to its power and its cable",
            "look",
        )
    return None


def _fit_if(works: bool) -> Verdict:
    return "fit" if works else "unfit"


def _is_flat(frames: Frames) -> bool:
    return not frames.size or float(np.ptp(frames)) <= 2 * _FLAT
