"""Errors of the grammar: each message is one line with file, line and what to do."""


class GrammarError(Exception):
    """The phrase templates are unusable or ambiguous."""


class YamlFaultError(Exception):
    """A text is no YAML, or too deep or too large.

    Attributes:
        line: where, from 1.
        problem: what is wrong there.
        context: while what was read; "" where that is not known.
    """

    def __init__(self, line: int, problem: str, context: str = "") -> None:
        super().__init__(problem)
        self.line, self.problem, self.context = line, problem, context
