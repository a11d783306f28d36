"""Errors of the grammar: each message is one line with file, line and what to do."""


class GrammarError(Exception):
    """The phrase templates are unusable or ambiguous."""
