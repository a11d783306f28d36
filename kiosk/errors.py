"""The service's errors; with `audio.errors` and `grammar.errors` they make one tree.

KioskError                  exit code 1 unless said otherwise
├── SettingsError           a settings file or environment variable is wrong      (exit 2)
├── KeyDeviceError          a keypad or switch cannot be used
├── ContentError            a content file is wrong                               (exit 2)
├── ScenarioError           a written scenario or manifest is wrong               (exit 2)
├── DialogueError           the dialogue's table of states is wrong
├── HazardLogError          the hazard log or one of its tests is wrong
├── ServiceError            the kiosk cannot be controlled, or does not run
├── FleetError              the MQTT broker, or what comes over it, cannot be used
├── PageError               the page cannot be served or shown
├── EvidenceError           the tests that show something cannot be run
├── RecorderError           recordings of people cannot be made or kept
└── InstallSheetError       the sheet of what was measured at the installation is wrong
audio.errors.AudioError     see there                                             (exit 3)
grammar.errors.GrammarError see there                                             (exit 2)

Every message is one line that says what happened and what to do.
"""

from audio.errors import AudioError
from grammar.errors import GrammarError


class KioskError(Exception):
    """Base of every error that the kiosk expects."""


class SettingsError(KioskError):
    """A setting is unknown, out of range or of the wrong type."""


class KeyDeviceError(KioskError):
    """A keypad or switch is not there or may not be read."""


class ContentError(KioskError):
    """A content file is broken or breaks a rule of the content."""


class ScenarioError(KioskError):
    """A scenario or a recordings' manifest cannot be run."""


class DialogueError(KioskError):
    """The dialogue's table of states is incomplete."""


class HazardLogError(KioskError):
    """A hazard is not described as it must be, or its tests cannot be run."""


class ServiceError(KioskError):
    """The kiosk cannot be controlled, or does not run."""


class FleetError(KioskError):
    """The broker's settings are wrong, or a message cannot be parsed."""


class PageError(KioskError):
    """The page's port is taken, or no browser can show it."""


class EvidenceError(KioskError):
    """The tests that are to prove something cannot be run."""


class RecorderError(KioskError):
    """Recordings of people cannot be made or kept."""


class InstallSheetError(KioskError):
    """The sheet of what was measured where the kiosk stands is missing or incomplete."""


FORESEEN = (KioskError, AudioError, GrammarError)
"""The tree's three roots: what is one line for people. All else is a fault of the program's own."""
