"""What comes with the kiosk, read once a process: each reading takes a third of a second."""

from grammar.grammar import Grammar
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.content.lint import SAMPLE_VALUES
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content

GRAMMAR = Grammar.load()

CONTENT: Content = load_content(values=ClinicSettings().spoken_values)
"""As a kiosk without settings of its own says it."""

REVIEWED = load_content(values=SAMPLE_VALUES)
"""As it is reviewed."""
