"""How fast, how loud and how patiently the kiosk speaks with one visitor."""

from dataclasses import dataclass

RATES = (110, 130, 150, 175, 200)
"""Words a minute, five steps (accessibility.md G1, G2)."""

VOLUMES = (0.1, 0.16, 0.25, 0.4, 0.63, 1.0)
"""Amplitude factors, five steps of four decibels (accessibility.md B1); the hardware sets how loud
the last one is."""

SLOW = 2.0
"""Factor on all silences for whoever needs more time."""

_DEFAULT_RATE = RATES.index(150)
_DEFAULT_VOLUME = VOLUMES.index(0.4)


@dataclass(slots=True)
class Pace:
    """Rate, volume and patience; a new visit begins with a new one, at the defaults."""

    rate_step: int = _DEFAULT_RATE
    volume_step: int = _DEFAULT_VOLUME
    patience: float = 1.0

    @property
    def words_per_minute(self) -> int:
        """Speaking rate."""
        return RATES[self.rate_step]

    @property
    def volume(self) -> float:
        """Amplitude factor, 0 to 1."""
        return VOLUMES[self.volume_step]

    def change_rate(self, steps: int) -> bool:
        """Go faster (positive) or slower; False when it is at the end already."""
        step = min(max(self.rate_step + steps, 0), len(RATES) - 1)
        changed = step != self.rate_step
        self.rate_step = step
        return changed

    def change_volume(self, steps: int) -> bool:
        """Go louder (positive) or quieter; False when it is at the end already."""
        step = min(max(self.volume_step + steps, 0), len(VOLUMES) - 1)
        changed = step != self.volume_step
        self.volume_step = step
        return changed
