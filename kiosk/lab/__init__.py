"""Tools for people who test dialogues: scenarios and recordings. Only commands import it."""
