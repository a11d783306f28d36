"""The yes/no listener: the project's own small neural network; see MODEL_CARD.md."""

from audio.yes_no.decision import Decision
from audio.yes_no.listener import YesNoListener

__all__ = ["Decision", "YesNoListener"]
