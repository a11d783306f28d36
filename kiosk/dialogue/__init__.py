"""The dialogue: states, prompts, red-flag questions, and what may follow what."""

from kiosk.dialogue.abilities import Abilities
from kiosk.dialogue.machine import Dialogue
from kiosk.dialogue.table import State, diagram

__all__ = ["Abilities", "Dialogue", "State", "diagram"]
