"""Voices that turn text into sound, each in a process that is killed when it is late."""
