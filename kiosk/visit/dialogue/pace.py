"""How fast, how loud and how patiently the kiosk speaks with one visitor."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audio.signals.levels import UNMEASURED, Output, Volumes
from grammar.intents import Intent
from kiosk.visit.dialogue.scene import Step

RATES = (110, 130, 150, 175, 200)
"""Words a minute, five steps (accessibility.md G1, G2)."""

SLOW = 2.0
"""Factor on all silences for a visitor who needs more time."""

PACE = frozenset({Intent.SLOWER, Intent.FASTER, Intent.LOUDER, Intent.QUIETER})
"""Intents that change how the kiosk speaks."""

_DEFAULT_RATE = RATES.index(150)


@dataclass(slots=True)
class Pace:
    """Rate, volume and patience; a new visit begins with a new one, at the defaults.

    Speaker and headphones have a volume each; louder and quieter act on the one in use.
    """

    volumes: Mapping[Output, Volumes] = field(default_factory=lambda: UNMEASURED)
    output: Output = "speaker"
    rate_step: int = _DEFAULT_RATE
    patience: float = 1.0
    _steps: dict[Output, int] = field(default_factory=dict)

    @property
    def words_per_minute(self) -> int:
        """Speaking rate."""
        return RATES[self.rate_step]

    @property
    def volume(self) -> float:
        """Amplitude factor, 0 to 1."""
        return self.volumes[self.output].factors[self._volume_step]

    @property
    def volume_shown(self) -> Step:
        """The step of the volume in use."""
        return Step(self._volume_step + 1, len(self.volumes[self.output].factors))

    @property
    def rate_shown(self) -> Step:
        """The step of the speaking rate."""
        return Step(self.rate_step + 1, len(RATES))

    @property
    def _volume_step(self) -> int:
        return self._steps.get(self.output, self.volumes[self.output].default)

    def change(self, intent: str) -> str:
        """Change rate or volume one step, for an intent of `PACE`; give the id of its prompt."""
        up = 1 if intent in (Intent.LOUDER, Intent.FASTER) else -1
        if intent in (Intent.LOUDER, Intent.QUIETER):
            before, last = self._volume_step, len(self.volumes[self.output].factors) - 1
            self._steps[self.output] = after = min(max(before + up, 0), last)
        else:
            before, last = self.rate_step, len(RATES) - 1
            self.rate_step = after = min(max(before + up, 0), last)
        # The prompt is "louder", for example, or "loudest" when the last step was reached before.
        return str(intent) if after != before else intent.removesuffix("r") + "st"
