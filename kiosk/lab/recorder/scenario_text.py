"""Writes scenarios as YAML: comments and order stay, and words are quoted."""

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
    """Quote words so that YAML reads them as text: an unquoted "yes" would be a truth value."""
    text: str = DoubleQuotedScalarString(words)
    return text
