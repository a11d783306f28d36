"""Reads a language's template files: intents with templates and a test sentence for each."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grammar.errors import GrammarError, YamlFaultError
from grammar.normalization import normalize
from grammar.phrase import Phrase
from grammar.yaml_lines import YamlList, YamlMap, read_yaml

if TYPE_CHECKING:
    from hassil import Sentence

RULES_FILE = "rules.yaml"
"""Pieces that templates share, by name."""


def read_templates(folder: Path) -> list[Phrase]:
    """Expand every template in `folder`, in the order of files and lines.

    Raises:
        GrammarError: a file is missing, broken or of another shape; one line with file and line.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise GrammarError(f"{folder}: no grammar files are there: name a language that has them.")
    rules = read_rules(folder / RULES_FILE)
    phrases: list[Phrase] = []
    for file in files:
        if file.name == RULES_FILE:
            continue
        for intent, template, line in read_entries(file, "templates"):
            phrases += _expand(template, intent, file, line, rules)
    return phrases


def read_entries(file: Path, key: str) -> Iterator[tuple[str, str, int]]:
    """Give intent, text and line of each entry under `key` ("templates" or "tests")."""
    table = _read_map(file)
    for intent, entry in table.items():
        line = table.lines[intent]
        if not isinstance(entry, YamlMap) or set(entry) != {"templates", "tests"}:
            raise GrammarError(
                f"{file}:{line}: '{intent}' needs exactly 'templates' and 'tests', each a list."
            )
        texts = entry[key]
        if not isinstance(texts, YamlList) or not texts:
            raise GrammarError(f"{file}:{line}: '{key}' of '{intent}' must be a list of texts.")
        for place, text in enumerate(texts):
            if not isinstance(text, str):
                raise GrammarError(
                    f"{file}:{texts.lines[place]}: {text!r} is not text: put it in quotes."
                )
            yield str(intent), text, texts.lines[place]


def fingerprints(language: str) -> list[tuple[str, str]]:
    """Give the name and SHA-256 (hex) of each file of a language: what a phrase means is sealed.

    Raises:
        GrammarError: a file cannot be read.
    """
    found = []
    for file in sorted((Path(__file__).parent / language).glob("*.yaml")):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise GrammarError(f"{file}: cannot be read: {error}: mend or restore it.") from None
        found.append((f"grammar/{file.name}", hashlib.sha256(text.encode()).hexdigest()))
    return found


def expand(template: str, rules: "dict[str, Sentence]") -> list[str]:
    """Give every phrase of one template, normalized, without doubles."""
    from hassil import parse_sentence  # noqa: PLC0415 - takes long to load, and a kiosk can wait
    from hassil.sample import sample_sentence  # noqa: PLC0415

    samples = sample_sentence(parse_sentence(template), expansion_rules=rules)
    return list(dict.fromkeys(normalize(sample) for sample in samples))


def _expand(
    template: str, intent: str, file: Path, line: int, rules: "dict[str, Sentence]"
) -> list[Phrase]:
    try:
        texts = expand(template, rules)
    except Exception as error:
        raise GrammarError(
            f"{file}:{line}: the template '{template}' cannot be read ({error}): "
            "check its brackets and rule names."
        ) from None
    return [Phrase(text, intent, file.name, line, template) for text in texts if text]


def read_rules(file: Path) -> "dict[str, Sentence]":
    """Give the shared pieces by name; none where there is no such file."""
    from hassil import parse_sentence  # noqa: PLC0415 - takes long to load, and a kiosk can wait

    if not file.exists():
        return {}
    return {str(name): parse_sentence(str(text)) for name, text in _read_map(file).items()}


def _read_map(file: Path) -> YamlMap:
    try:
        found = read_yaml(file.read_text(encoding="utf-8"))
    except YamlFaultError as error:
        raise GrammarError(f"{file}:{error.line}: not YAML: {error.problem}: correct it.") from None
    except (OSError, ValueError) as error:
        raise GrammarError(f"{file}: cannot be read: {error}: mend or restore it.") from None
    if not isinstance(found, YamlMap):
        raise GrammarError(f"{file}:1: expected intents, each with templates and tests.")
    return found
