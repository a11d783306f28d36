"""The dialogue: states, prompts, red-flag questions, and what may follow what."""

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import State

__all__ = ["Abilities", "Dialogue", "State"]
