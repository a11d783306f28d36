"""YAML is read the same by libyaml, which is fast, and by ruamel.yaml, whose reading counts."""

from pathlib import Path

import pytest

from grammar import yaml_lines
from grammar.yaml_document import parsed_with_lines
from grammar.yaml_lines import YamlList, YamlMap, read_yaml
from tests import CHECKOUT

pytestmark = pytest.mark.unit

SHIPPED = sorted((CHECKOUT / "grammar").rglob("*.yaml")) + sorted(
    (CHECKOUT / "kiosk" / "visit").rglob("*.yaml")
)
SCENARIOS = sorted((CHECKOUT / "tests" / "scenarios").rglob("*.yaml"))

PLAIN = """\
yes: no
no: [on, off, y, "true", 'null', a:b, a-b]
numbers: {whole: 12, less: -3, part: 0.5, day: 2026-11-30, sure: true, not: FALSE}
"1": |
  two
  lines
long: words that
  go on
folded: >-
  words that

  end
items:
- a: 1
  b: 2
-
  - deeper
- "\\u00fc \\" quoted"
# the end
"""

NOT_PLAIN = {
    "an anchor": "a: &x [1]\nb: *x\n",
    "a merged map": "a: &x {c: 1}\nb: {<<: *x, d: 2}\n",
    "a tag": "a: !!int 1\n",
    "an octal number": "a: 0o17\nb: 017\n",
    "a hexadecimal number": "a: 0x1F\n",
    "an exponent": "a: 1e3\nb: -1.5E-2\n",
    "infinity": "a: .inf\nb: -.inf\nc: .5\n",
    "nothing": "a:\nb: ~\nc: null\n",
    "an underscore": "a: 1_000\n",
    "a time": "a: 2026-11-30 12:00:00\n",
    "minutes": "a: 12:30\n",
    "a number for a key": "3: a\n",
    "a text after a number": "a: 13 questions\n",
    "an equals sign": "b: == x\n",
    "an older version": "%YAML 1.1\n---\na: yes\n",
    "a line separator": "a: x\u2028b\n",
}


def same(one: object, other: object) -> bool:
    """Whether two data are equal with their types and lines."""
    if isinstance(one, YamlMap) and isinstance(other, YamlMap):
        return ((one.line, one.lines, list(one)) == (other.line, other.lines, list(other))) and all(
            same(one[key], other[key]) for key in one
        )
    if isinstance(one, YamlList) and isinstance(other, YamlList):
        return one.lines == other.lines and all(map(same, one, other)) and len(one) == len(other)
    return one == other and (isinstance(other, type(one)) or isinstance(one, type(other)))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_what_is_shipped_is_read_by_libyaml_alone_as_ruamel_reads_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = file.read_text(encoding="utf-8")
    slow = parsed_with_lines(text)
    monkeypatch.setattr(yaml_lines, "_slowly", None)
    assert same(read_yaml(text), slow)


def test_scenarios_are_read_the_same() -> None:
    texts = [file.read_text(encoding="utf-8") for file in SCENARIOS]
    assert len(texts) > 50
    assert [text for text in texts if not same(read_yaml(text), parsed_with_lines(text))] == []


def test_plain_values_of_every_kind_are_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = parsed_with_lines(PLAIN)
    monkeypatch.setattr(yaml_lines, "_slowly", None)
    found = read_yaml(PLAIN)
    assert same(found, slow)
    assert found["yes"] == "no"
    assert found["items"].lines == [14, 17, 18]


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_not_plain_is_read_by_ruamel(text: str) -> None:
    assert same(read_yaml(text), parsed_with_lines(text))
