"""The dialogue: its states, moves, prompts and red-flag questions."""

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import State

__all__ = ["Abilities", "Dialogue", "State"]
