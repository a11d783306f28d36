"""The Vosk recognizer in a process of its own, and the models that it needs."""
