"""The yes/no listener: a small neural network of the project's own; see MODEL_CARD.md."""

from audio.yes_no.decision import Decision
from audio.yes_no.listener import YesNoListener

__all__ = ["Decision", "YesNoListener"]
