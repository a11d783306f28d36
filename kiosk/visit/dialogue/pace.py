"""How fast, how loud and how patiently the kiosk speaks with one visitor."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audio.signals.levels import UNMEASURED, Output, Volumes

RATES = (110, 130, 150, 175, 200)
"""Words a minute, five steps (accessibility.md G1, G2)."""

SLOW = 2.0
"""Factor on all silences for whoever needs more time."""

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
    def _volume_step(self) -> int:
        return self._steps.get(self.output, self.volumes[self.output].default)

    def change_rate(self, steps: int) -> bool:
        """Go faster (positive) or slower; False when it is at the end already."""
        step = min(max(self.rate_step + steps, 0), len(RATES) - 1)
        changed = step != self.rate_step
        self.rate_step = step
        return changed

    def change_volume(self, steps: int) -> bool:
        """Go louder (positive) or quieter; False when it is at the end already."""
        before = self._volume_step
        last = len(self.volumes[self.output].factors) - 1
        self._steps[self.output] = min(max(before + steps, 0), last)
        return self._volume_step != before
