"""Scenarios as text: comments and order stay, and words stand in quotes."""

from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString


def as_text(document: object) -> str:
    """Write a scenario."""
    yaml = YAML(typ="rt")
    yaml.width = 4096  # a folded line would end with a space
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = StringIO()
    yaml.dump(document, written)
    return written.getvalue()


def quoted(words: str) -> str:
    """Give words that stay a text for whoever reads YAML: "yes" is none to many."""
    text: str = DoubleQuotedScalarString(words)
    return text
