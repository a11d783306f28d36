"""Errors of sound: each message is one line that says what happened and what to do.

AudioError
├── DeviceError         a microphone or speaker is missing, busy or stopped
├── RecordingError      a sound file cannot be used
├── ModelError          a recognizer's model is missing, damaged or of the wrong kind
├── VocabularyError     a phrase has a word that the recognizer's model does not know
└── VoiceError          a text could not be turned into speech
"""


class AudioError(Exception):
    """Anything wrong with sound, its devices, recordings or models."""


class DeviceError(AudioError):
    """A microphone or speaker is missing, busy or stopped."""


class RecordingError(AudioError):
    """A sound file cannot be used."""


class ModelError(AudioError):
    """A recognizer's model is missing, damaged or of the wrong kind."""


class VocabularyError(AudioError):
    """A phrase has a word that the recognizer's model does not know."""


class VoiceError(AudioError):
    """A text could not be turned into speech."""


def reason_of(error: OSError) -> str:
    """Give the system's reason for an error, as part of a sentence."""
    return (error.strerror or str(error)).lower()
