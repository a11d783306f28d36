"""Parses YAML that people wrote, within bounds: a small file may hold a very large document."""

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.events import AliasEvent, NodeEvent
from ruamel.yaml.nodes import Node

MOST_BYTES = 250_000
"""Bytes of a file, which takes a second or two to parse; the largest we have is a tenth of it."""

DEEPEST = 50
"""Lists and mappings within each other: a scenario has five."""

MOST_NODES = 20_000
"""Values, those that an alias stands for counted each time."""


def parsed(text: str) -> object:
    """Give a document's data, with the lines of its entries (see ruamel.yaml).

    Raises:
        MarkedYAMLError: it is not YAML, or too deep or too large; the mark gives the line.
        YAMLError, ValueError: it is not YAML.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.Composer = _BoundedComposer
    document: object = yaml.load(text)
    return document


class _BoundedComposer(Composer):
    """Composes nodes up to a depth and a number."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader=loader)
        self._depth = 0
        self._deepest = 0
        self._nodes = 0
        self._behind: dict[str, tuple[int, int]] = {}

    def compose_node(self, parent: Node | None, index: int) -> object:
        """Compose a node with all that is in it."""
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            if event.anchor in self.anchors and event.anchor not in self._behind:
                raise ComposerError(None, None, "an alias stands for itself", event.start_mark)
            self._count(event, *self._behind.get(event.anchor, (1, 1)))
            return super().compose_node(parent, index)
        self._count(event, 1, 1)
        nodes, around = self._nodes, self._deepest
        self._deepest = self._depth = self._depth + 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if event.anchor is not None:
            self._behind[event.anchor] = self._nodes - nodes + 1, self._deepest - self._depth
        self._deepest = max(around, self._deepest)
        return node

    def _count(self, event: NodeEvent, nodes: int, height: int) -> None:
        self._nodes += nodes
        self._deepest = max(self._deepest, self._depth + height)
        if self._deepest > DEEPEST:
            raise ComposerError(None, None, "nested too deeply", event.start_mark)
        if self._nodes > MOST_NODES:
            raise ComposerError(None, None, "too many values", event.start_mark)
